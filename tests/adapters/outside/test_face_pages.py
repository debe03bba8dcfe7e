"""A person is sent to a page of the face vendor's own, by https, whatever its answer names."""

from datetime import UTC, datetime

import pytest

from adapters.face.aliyun import HOSTS as ALIYUN
from adapters.face.aliyun import AliyunFace
from adapters.face.pages import FacePages
from adapters.face.tencent import HOSTS as TENCENT
from adapters.face.tencent import SERVICE, VERSION, TencentFace
from adapters.outbound.http import Outbound
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey
from domain.identity.outside import FaceVerifier
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Unknown
from tests.adapters.outside.conftest import Make
from tests.sandbox.conftest import Listener

THEIRS = "https://picker.aliyun.com/h5?certifyId=c"
SOMEBODY_ELSES = [
    "https://evil.example/h5",
    "https://aliyun.com.evil.example/h5",
    "https://notaliyun.com/h5",
    "https://bucket.oss-cn-shanghai.aliyuncs.com/h5",
    "http://picker.aliyun.com/h5",
    "http://127.0.0.1:8080/h5",
    "https://picker.aliyun.com@evil.example/h5",
    "https://evil.example\\@picker.aliyun.com/h5",
    "https://evil.example\t@picker.aliyun.com/h5",
    "https://picker.aliyun.com:8443/h5",
    "https://picker.aliyun.com\\.evil.example/h5",
    "https:/picker.aliyun.com/h5",
    "//picker.aliyun.com/h5",
    "javascript:alert(1)//https://picker.aliyun.com/",
    "data:text/html,x",
    " https://picker.aliyun.com/h5",
    "https://picker.aliyun.com/h5\n",
    "https://picker.aliyun.com/" + "x" * 2048,
    "",
]


def now() -> datetime:
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def refused(pages: FacePages, page: str) -> bool:
    try:
        return pages.checked(page) != page
    except Unknown as told:
        return told.reason == "page-elsewhere"


async def opened(face: FaceVerifier) -> str:
    session = await face.open(
        PersonName("甲子"),
        DocumentNumber("x"),
        order_no="1",
        meta_info="{}",
        return_url="https://palm.invalid",
        callback_url="https://palm.invalid",
        callback_token="t",
    )
    return session.url


@pytest.mark.parametrize("page", SOMEBODY_ELSES)
def test_a_page_that_is_not_theirs_is_nobodys_way(page: str) -> None:
    assert refused(FacePages("aliyun", ALIYUN), page)


@pytest.mark.parametrize(
    ("hosts", "page"),
    [
        (ALIYUN, THEIRS),
        (ALIYUN, "https://ALIYUN.com"),
        (
            TENCENT,
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fa",
        ),
        (TENCENT, "https://open.faceid.qq.com/v1/api/getCode?bizRedirect=a"),
        (("pages.example",), "https://pages.example#a"),
    ],
)
def test_a_page_of_the_vendors_own_is_gone_to_as_it_is(hosts: tuple[str, ...], page: str) -> None:
    assert FacePages("vendor", hosts).checked(page) == page


def test_a_sandboxs_page_on_this_machine_is_gone_to_where_sandboxes_are_allowed() -> None:
    page = "http://127.0.0.1:8101/h5/verify?certifyId=c"

    assert FacePages("aliyun", ALIYUN, loopback=True).checked(page) == page
    assert refused(FacePages("aliyun", ALIYUN, loopback=True), "http://127.0.0.1:1@evil.example/")
    assert refused(FacePages("aliyun", ALIYUN, loopback=True), "http://127.0.0.1.evil.example:80/")


async def test_the_first_vendors_answer_is_held_to_it(make: Make, canned: Listener) -> None:
    """The check is open there and cannot be finished: asked for again, or over, never opened elsewhere."""
    pages = FacePages("aliyun", ALIYUN)
    face = AliyunFace(make(canned.url, system="face"), scene_id="1", clock=now, pages=pages)
    canned.answer = {"Code": "200", "ResultObject": {"CertifyId": "c", "CertifyUrl": THEIRS}}
    assert await opened(face) == THEIRS
    canned.answer = {"Code": "200", "ResultObject": {"CertifyId": "c", "CertifyUrl": "javascript:alert(1)"}}

    with pytest.raises(Unknown, match="page-elsewhere"):
        await opened(face)


async def test_the_second_vendors_answer_is_held_to_it(http: Outbound, canned: Listener) -> None:
    product = TencentProduct(
        http,
        TencentKey("testSecretId", "testSecretKey"),
        system="face",
        service=SERVICE,
        version=VERSION,
        base_url=canned.url,
        clock=now,
    )
    face = TencentFace(product, rule_id="1", clock=now, pages=FacePages("tencent", TENCENT))
    canned.answer = {"Response": {"Url": "https://faceid.qq.com/a", "BizToken": "t"}}
    assert await opened(face) == "https://faceid.qq.com/a"
    canned.answer = {"Response": {"Url": "https://qq.com.evil.example/a", "BizToken": "t"}}

    with pytest.raises(Unknown, match="page-elsewhere"):
        await opened(face)
