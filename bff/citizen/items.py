"""Items (事项) as anybody may read them: found by what is typed, each with its guide (办事指南)."""

from datetime import date
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.catalogue.guide import Abolition
from domain.catalogue.item import LegalBasis
from domain.kernel.ids import ItemCode
from domain.kernel.party import Level
from domain.usecases.find_items import LONGEST, ItemLine
from domain.usecases.read_guide import GuideMaterial, GuideView

bp = Blueprint("citizen_items", url_prefix="/v1/citizen")
MOST, USUAL = 50, 20


class ItemView(View, frozen=True):
    item_code: str
    name: str
    kind: str
    status: str
    who: str
    bodies: tuple[str, ...]
    can_start: bool

    @classmethod
    def of(cls, line: ItemLine) -> Self:
        return cls(line.code, line.name, line.kind, line.status, line.who, line.bodies, line.can_start)


class ItemsView(View, frozen=True):
    items: tuple[ItemView, ...]


class BasisView(View, frozen=True):
    title: str
    document: str
    in_force_from: date
    article: str | None = None

    @classmethod
    def of(cls, act: LegalBasis | Abolition) -> Self:
        return cls(act.title, act.document, act.in_force_from, act.article)


class GuideMaterialView(View, frozen=True):
    name: str
    necessity: str
    how: str

    @classmethod
    def of(cls, material: GuideMaterial) -> Self:
        return cls(material.name, material.necessity, material.how)


class DaysView(View, frozen=True):
    apply: str
    promised: str
    statutory: str


class OldCertificateView(View, frozen=True):
    words: str
    ways: tuple[str, ...]


class GuideScreen(View, frozen=True):
    item: ItemView
    holder_kinds: tuple[str, ...]
    licence_type: str
    resulting_licence_type: str
    basis: tuple[BasisView, ...]
    days: DaysView
    materials: tuple[GuideMaterialView, ...]
    fee: str
    postage: str
    where: str
    office: str
    phone: str
    old_certificate: OldCertificateView
    delivery: tuple[str, ...]
    steps: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    instant_document: str | None = None
    abolished_by: BasisView | None = None

    @classmethod
    def of(cls, guide: GuideView) -> Self:
        return cls(
            item=ItemView.of(guide.line),
            holder_kinds=guide.holder_kinds,
            licence_type=guide.licence_type,
            resulting_licence_type=guide.resulting_licence_type,
            basis=tuple(BasisView.of(act) for act in guide.basis),
            days=DaysView(guide.when, guide.promised, guide.statutory),
            materials=tuple(GuideMaterialView.of(one) for one in guide.materials),
            fee=guide.fee,
            postage=guide.postage,
            where=guide.where,
            office=guide.office,
            phone=guide.phone,
            old_certificate=OldCertificateView(guide.old_certificate, guide.return_ways),
            delivery=guide.delivery_ways,
            steps=guide.steps,
            unconfirmed=guide.unconfirmed,
            instant_document=guide.instant_document,
            abolished_by=BasisView.of(guide.abolished_by) if guide.abolished_by else None,
        )


@bp.get("/items", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def find_items(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/items?q=&limit=, public: 200."""
    found = await office(request).items.find_items(_typed(request), limit=_limit(request))
    return reply(ItemsView(tuple(ItemView.of(line) for line in found)))


@bp.get("/items/<item:str>", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_guide(request: Ask, item: str) -> HTTPResponse:
    """GET /v1/citizen/items/{itemCode}, public: 200; 404 for a draft as for none."""
    return reply(GuideScreen.of(await office(request).items.read_guide(ItemCode(item))))


def _typed(request: Ask) -> str:
    words: str = request.args.get("q", "")
    if len(words) > LONGEST:
        raise malformed("q", "too-long", f"最多 {LONGEST} 个字")
    return words


def _limit(request: Ask) -> int:
    text: str = request.args.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise malformed("limit", "out-of-range", f"每次 1 至 {MOST} 条")
    return int(text)
