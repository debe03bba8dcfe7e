"""Aliyun's SDK, and what it would do if it were let."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import date

import pytest
from aiohttp import web
from aliyunsdkcore.client import AcsClient

from adapters.aliyun.client import AliyunProduct, connect
from adapters.face.aliyun import AliyunFace
from adapters.face.pages import FacePages
from adapters.sandbox.aliyun_sms import SmsSandbox, create_app
from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sandbox.kit import Books, Running
from domain.kernel.refusal import Unavailable, Unknown
from tests.adapters.outside.closed import closed_url
from tests.adapters.outside.conftest import Make
from tests.adapters.outside.texting import PHONE, send, texting
from tests.contract.stand import Stand
from tests.sandbox.conftest import FixedClock, Listener


@pytest.fixture
async def vendor(stand: Stand, books: Books, clock: FixedClock) -> Running:
    config = SmsSandbox(
        secrets={"testAccessKeyId": "testAccessKeySecret"},
        templates=[Template("SMS_0001", "办理码${code}。", "notice", "某市政务")],
        replay_window=None,
    )
    return await stand.start(create_app(books, config=config, now=clock.now))


async def test_a_phone_travels_by_post_in_the_body_and_never_in_the_url(make: Make, canned: Listener) -> None:
    canned.answer = {"Code": "OK", "BizId": "1^0"}

    await send(texting(make(canned.url)))

    (asked,) = canned.got
    assert asked.method == "POST"
    assert asked.form["PhoneNumbers"] == PHONE.reveal()
    assert not {"PhoneNumbers", "TemplateParam"} & asked.query.keys()
    assert PHONE.reveal() not in str(asked.query)


def test_aliyun_is_reached_by_https_only(client: AcsClient) -> None:
    with pytest.raises(ValueError, match="https"):
        AliyunProduct(client, system="sms", base_url="http://dysmsapi.example", version="x", loopback=True)
    with pytest.raises(ValueError, match="https"):
        AliyunProduct(client, system="sms", base_url="http://127.0.0.1:1", version="x")


async def test_a_wrong_secret_is_an_operators_fault_and_loses_no_message(vendor: Running) -> None:
    client = connect("testAccessKeyId", "testAccessKeySecreT", pool_size=1)
    product = AliyunProduct(client, system="sms", base_url=vendor.url, version="2017-05-25", loopback=True)

    with pytest.raises(Unavailable, match=r"InvalidAccessKeySecret|SignatureDoesNotMatch"):
        await send(texting(product))

    product.close()


async def test_a_signature_message_the_sdk_cannot_split_is_survived(make: Make, canned: Listener) -> None:
    canned.status, canned.answer = 400, {"Code": "SignatureDoesNotMatch", "Message": "no colon here"}

    with pytest.raises(Unknown):
        await send(texting(make(canned.url)))


async def test_nobody_listening_means_not_sent(make: Make) -> None:
    with pytest.raises(Unavailable, match="not-sent"):
        await send(texting(make(closed_url())))


@pytest.mark.parametrize(
    "mode",
    [
        "hang",
        "hang_after",
        "reset_before",
        "reset_after",
        "500",
        "503",
        "html",
        "redirect",
        "huge",
        "malformed_json",
    ],
)
async def test_whatever_goes_wrong_after_our_bytes_is_unknown_and_in_time(
    make: Make, stand: Stand, vendor: Running, mode: str
) -> None:
    await stand.mode(vendor, mode)
    started = time.monotonic()

    with pytest.raises(Unknown):
        await send(texting(make(vendor.url)))

    assert time.monotonic() - started < 1.3


async def test_a_dripping_answer_ends_at_the_deadline_and_frees_its_thread(
    make: Make, stand: Stand, vendor: Running
) -> None:
    await stand.mode(vendor, "drip", seconds=0.2)
    product = make(vendor.url, threads=1, waiting=0)
    started = time.monotonic()

    with pytest.raises(Unknown):
        await send(texting(product))

    assert time.monotonic() - started < 1.3
    async with asyncio.timeout(3):  # the thread itself gave up too
        while True:
            try:
                await send(texting(product))
                break
            except Unavailable:
                await asyncio.sleep(0.05)


async def test_a_question_that_fails_is_merely_unavailable(make: Make, stand: Stand, vendor: Running) -> None:
    await stand.mode(vendor, "reset_after")

    with pytest.raises(Unavailable):
        await texting(make(vendor.url)).ask(PHONE, out_id="n-1", sent_on=date(2026, 1, 2))


async def test_too_many_waiting_are_told_at_once_and_another_product_is_not_held_up(
    make: Make, stand: Stand, vendor: Running, canned: Listener
) -> None:
    await stand.hand.control(vendor, "/__mode", mode="hang")
    slow, other = texting(make(vendor.url, threads=1, waiting=1)), texting(make(canned.url))
    canned.answer = {"Code": "OK", "BizId": "1^0"}
    held = [asyncio.create_task(send(slow)) for _ in range(2)]
    await asyncio.sleep(0)
    started = time.monotonic()

    with pytest.raises(Unavailable, match="too-many-waiting"):
        await send(slow)
    await send(other)

    assert time.monotonic() - started < 0.4
    running, queued = await asyncio.gather(*held, return_exceptions=True)
    assert isinstance(running, Unknown)
    assert isinstance(queued, Unavailable)  # never left the queue


async def test_a_proxy_of_the_environment_is_not_used(
    make: Make, canned: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, closed_url())
    canned.answer = {"Code": "OK", "BizId": "1^0"}

    await send(texting(make(canned.url)))

    assert len(canned.got) == 1


async def test_connections_are_kept_and_used_again(make: Make, stand: Stand) -> None:
    ports = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername")[1])
        return web.json_response({"Code": "OK", "BizId": "1^0"})

    app = web.Application()
    app.router.add_post("/", answer)
    sms = texting(make((await stand.start(app)).url, threads=1))
    for _ in range(3):
        await send(sms)

    assert len(ports) == 1


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """All that was logged or printed."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(capfd.readouterr())


async def test_nothing_personal_is_logged_whatever_happens(
    make: Make, canned: Listener, vendor: Running, clock: FixedClock, said: Callable[[], str]
) -> None:
    wrong = connect("testAccessKeyId", "testAccessKeySecreT", pool_size=1)
    with pytest.raises(Unavailable):  # the gateway's message quotes the whole signed string
        await send(
            texting(
                AliyunProduct(wrong, system="sms", base_url=vendor.url, version="2017-05-25", loopback=True)
            )
        )
    await send(texting(make(vendor.url)))
    canned.answer = {"Code": "200", "ResultObject": {"Passed": "T", "SubCode": "200"}}
    face = AliyunFace(
        make(canned.url, system="face"), scene_id="1", clock=clock.now, pages=FacePages("aliyun", ())
    )

    await face.verdict("certify-secret-reference")

    told = said()
    assert PHONE.reveal() not in told
    assert "certify-secret-reference" not in told
    assert not logging.getLogger("aliyunsdkcore.http.http_response").handlers
