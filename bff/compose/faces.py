"""Faces on the phone page (实人认证): the vendors this city has, in order of preference."""

from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

from adapters.aliyun.client import AliyunProduct, connect
from adapters.face import aliyun, tencent
from adapters.face.aliyun import AliyunFace
from adapters.face.pages import FacePages
from adapters.face.resting import RestingFace
from adapters.face.tencent import TencentFace
from adapters.files.consents import FACE, FACE_OF_BOTH, FACE_OF_TENCENT
from adapters.outbound.http import Outbound
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey
from bff.settings import Settings
from bff.settings_faces import endpoints
from domain.identity.check import Verifier
from domain.identity.faces import Faces
from domain.identity.outside import FaceVerifier
from domain.kernel.ports import Clock

CONSENTS: Mapping[frozenset[Verifier], str] = {
    frozenset({Verifier.ALIYUN}): FACE,
    frozenset({Verifier.TENCENT}): FACE_OF_TENCENT,
    frozenset({Verifier.ALIYUN, Verifier.TENCENT}): FACE_OF_BOTH,
}
"""Which shipped consent names exactly those who may compare."""


@dataclass(frozen=True, slots=True)
class PhoneFaces:
    """`by`: also of a vendor no longer chosen: its running checks are asked about and deleted there."""

    by: Mapping[Verifier, FaceVerifier]
    order: tuple[Verifier, ...] = (Verifier.ALIYUN,)

    @property
    def consent(self) -> str:
        return CONSENTS[frozenset(self.order)]

    def beside(self, wechat: FaceVerifier) -> Faces:
        """With the mini-program's own: which front uses which is decided in the domain."""
        return Faces({**self.by, Verifier.WECHAT: wechat}, (*self.order, Verifier.WECHAT))


@asynccontextmanager
async def faces(settings: Settings, http: Outbound, now: Clock) -> AsyncIterator[PhoneFaces]:
    """With threads of their own, closed at the end."""
    with ExitStack() as closing:
        by: dict[Verifier, FaceVerifier] = {
            Verifier.ALIYUN: RestingFace(_aliyun(settings, closing, now), name=Verifier.ALIYUN)
        }
        if settings.face_tencent.is_set and settings.face_tencent_rule:
            by[Verifier.TENCENT] = RestingFace(_tencent(settings, http, now), name=Verifier.TENCENT)
        yield PhoneFaces(by, tuple(Verifier(name) for name in settings.face_vendors))


def _aliyun(settings: Settings, closing: ExitStack, now: Clock) -> AliyunFace:
    vendor = settings.face
    client = connect(vendor.account, vendor.secret, pool_size=8)
    products = [
        AliyunProduct(
            client,
            system=aliyun.SYSTEM,
            base_url=url,
            version=aliyun.VERSION,
            loopback=not settings.is_production,
        )
        for url in endpoints(vendor.url)
    ]
    for product in products:
        closing.callback(product.close)
    first, *backup = products
    return AliyunFace(
        first,
        scene_id=settings.face_scene,
        clock=now,
        pages=_pages(settings, Verifier.ALIYUN, aliyun.HOSTS),
        backup=backup[0] if backup else None,
    )


def _tencent(settings: Settings, http: Outbound, now: Clock) -> TencentFace:
    vendor = settings.face_tencent
    product = TencentProduct(
        http,
        TencentKey(vendor.account, vendor.secret),
        system=tencent.SYSTEM,
        service=tencent.SERVICE,
        version=tencent.VERSION,
        base_url=vendor.url,
        clock=now,
        passing=tencent.PASSING,
    )
    pages = _pages(settings, Verifier.TENCENT, tencent.HOSTS)
    return TencentFace(product, rule_id=settings.face_tencent_rule, clock=now, pages=pages)


def _pages(settings: Settings, vendor: Verifier, hosts: tuple[str, ...]) -> FacePages:
    return FacePages(vendor, (*hosts, *settings.face_pages), loopback=not settings.is_production)
