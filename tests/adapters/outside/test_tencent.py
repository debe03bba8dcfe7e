"""Calls to Tencent: signed by the vendor's own rule, and told apart by its codes."""

from datetime import UTC, datetime

import msgspec
import pytest

from adapters.outbound.http import Outbound
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from tests.adapters.outside.closed import closed_url
from tests.sandbox.conftest import Listener

KEY = TencentKey("testSecretId", "testSecretKey")


class Told(msgspec.Struct, rename="pascal"):
    biz_token: str


def now() -> datetime:
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def product(http: Outbound, url: str) -> TencentProduct:
    return TencentProduct(
        http,
        KEY,
        system="face",
        service="faceid",
        version="2018-03-01",
        base_url=url,
        clock=now,
        deadline_seconds=0.5,
    )


async def ask(http: Outbound, url: str, *, effect: bool = True) -> Told:
    return await product(http, url).call("DetectAuth", {"Name": "甲子"}, Told, effect=effect)


async def test_all_of_a_call_stands_in_its_body_and_its_headers(http: Outbound, canned: Listener) -> None:
    canned.answer = {"Response": {"BizToken": "t-1", "RequestId": "r"}}

    told = await ask(http, canned.url)

    [got] = canned.got
    assert told.biz_token == "t-1"
    assert (got.method, got.path, got.query) == ("POST", "/", {})
    assert got.headers["X-TC-Timestamp"] == "1767323045"
    assert got.headers["Host"] in canned.url
    assert "X-TC-Region" not in got.headers


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AuthFailure.SignatureFailure", Unavailable),
        ("UnauthorizedOperation.CamNoAuth", Unavailable),
        ("RequestLimitExceeded", Unavailable),
        ("IpNotInWhitelist", Unavailable),
        ("FailedOperation.IdNameMisMatch", Refused),
        ("InvalidParameterValue.BizTokenExpired", Refused),
        ("InternalError.UnKnown", Unknown),
        ("InvalidParameterish", Unknown),
    ],
)
async def test_each_code_is_one_of_three_outcomes(
    http: Outbound, canned: Listener, code: str, kind: type[Outward]
) -> None:
    canned.answer = {"Response": {"Error": {"Code": code, "Message": "甲子"}, "RequestId": "r"}}

    with pytest.raises(kind, match=code) as told:
        await ask(http, canned.url)

    assert "甲子" not in str(told.value)


@pytest.mark.parametrize("answer", [{}, {"Response": {}}, {"Response": {"BizToken": None}}, [], "x"])
async def test_an_answer_of_another_shape_is_unknown_and_of_a_question_unavailable(
    http: Outbound, canned: Listener, answer: object
) -> None:
    canned.answer = answer

    with pytest.raises(Unknown):
        await ask(http, canned.url)
    with pytest.raises(Unavailable):
        await ask(http, canned.url, effect=False)


async def test_an_answer_that_is_not_the_gateways_is_unknown(http: Outbound, canned: Listener) -> None:
    canned.status, canned.answer = 403, {"Response": {"BizToken": "t-1"}}

    with pytest.raises(Unknown, match="http-403"):
        await ask(http, canned.url)


async def test_nobody_listening_means_not_sent(http: Outbound) -> None:
    with pytest.raises(Unavailable):
        await ask(http, closed_url())


def test_it_is_reached_by_https_only(http: Outbound) -> None:
    with pytest.raises(ValueError, match="https"):
        product(http, "http://faceid.example")


def test_a_key_does_not_show_its_secret() -> None:
    assert "testSecretKey" not in repr(KEY)
