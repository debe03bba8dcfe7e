"""What WeChat pushes to us: believed when signed, sealed, ours and fresh; told ten times, counted once."""

from datetime import timedelta
from typing import Any

import pytest

from tests.http.books import books, differing
from tests.http.town import Town
from tests.http.wechat import CHANGED, DUE, OPENID, PUSHES, TOKEN, WechatPhone
from tests.support.house import count


@pytest.fixture
async def phone(town: Town) -> WechatPhone:
    """Somebody who has our mini-program open, known by nobody yet."""
    made = WechatPhone(town)
    await made.enter()
    return made


async def credits_of(phone: WechatPhone) -> dict[str, int]:
    listed = await phone.send("GET", "/subscriptions")
    return {one["templateId"]: one["credits"] for one in listed.body["templates"]}


def url_check(town: Town, **keys: str) -> tuple[str, str]:
    told = town.wechat.pusher(**keys).url_check("invented0echo")
    return told["url"].partition("https://palm.test")[2], told["echostr"]


async def test_the_platform_tries_our_address_and_reads_its_own_word(town: Town) -> None:
    path, echo = url_check(town)

    tried = await town.caller.send("GET", path)

    assert (tried.status, tried.raw.text) == (200, echo)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.replace("signature=", "signature=0"),
        lambda path: path.replace("echostr=invented", "echostr=%3Cscript%3E"),
        lambda path: path.replace("timestamp=", "timestamp=0"),
        lambda path: path.replace("nonce=", "nonce=0"),
        lambda _: PUSHES,
        lambda _: f"{PUSHES}?echostr=invented0echo",
    ],
)
async def test_nobody_else_has_their_word_repeated(town: Town, spoil: Any) -> None:
    path, _ = url_check(town)

    tried = await town.caller.send("GET", spoil(path))

    assert (tried.status, tried.code) == (401, "signature-wrong")
    assert "invented0echo" not in tried.raw.text


async def test_one_tap_for_one_template_comes_as_an_object(phone: WechatPhone) -> None:
    answer = await phone.tap(CHANGED)

    assert (answer.status, answer.raw.text) == (200, "success")
    assert await credits_of(phone) == {DUE: 0, CHANGED: 1}


async def test_one_tap_for_two_templates_comes_as_an_array(town: Town, phone: WechatPhone) -> None:
    town.wechat.pusher().popup(OPENID, [DUE, CHANGED], accept=True)

    await phone.post_push(*town.wechat.last_push())
    await town.work()

    assert await credits_of(phone) == {DUE: 1, CHANGED: 1}


async def test_a_push_that_comes_again_and_again_counts_once(town: Town, phone: WechatPhone) -> None:
    town.wechat.pusher().popup(OPENID, [CHANGED], accept=True)
    push = town.wechat.last_push()

    answers = [await phone.post_push(*push) for _ in range(10)]
    await town.work()

    # the platform itself sends one three times at the most
    assert [one.status for one in answers] == [200] * 3 + [401] * 7
    assert await count("inbox") == 1
    assert await credits_of(phone) == {DUE: 0, CHANGED: 1}


async def test_a_tap_after_another_counts_again(phone: WechatPhone) -> None:
    await phone.tap(CHANGED)
    await phone.tap(CHANGED)

    assert (await credits_of(phone))[CHANGED] == 2


async def test_who_says_no_in_the_settings_is_written_to_no_more(town: Town, phone: WechatPhone) -> None:
    await phone.tap(CHANGED)
    town.wechat.pusher().change(OPENID, [CHANGED])

    await phone.post_push(*town.wechat.last_push())
    await town.work()

    assert (await credits_of(phone))[CHANGED] == 0


FORGED = {
    "another token": {"token": "someOtherPushToken"},
    "another key": {"encoding_key": "B" * 42 + "E"},
    "another mini-program": {"appid": "wx9999999999999999"},
}


@pytest.mark.parametrize("what", FORGED)
async def test_a_push_of_anybody_else_counts_for_nothing(town: Town, phone: WechatPhone, what: str) -> None:
    before = await books()
    town.wechat.pusher(**FORGED[what]).popup(OPENID, [CHANGED], accept=True)

    answer = await phone.post_push(*town.wechat.last_push())

    assert (answer.status, answer.code) == (401, "signature-wrong")
    assert await differing(before) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path, body: (path.replace("msg_signature=", "msg_signature=0"), body),
        lambda path, body: (path, body.replace(b'"Encrypt": "', b'"Encrypt": "A')),
        lambda path, _: (
            path,
            b'{"ToUserName": "gh", "FromUserName": "o", "Event": "subscribe_msg_popup_event"}',
        ),
        lambda path, _: (path, b""),
        lambda path, _: (path, b"[]"),
        lambda path, _: (path, b'{"Encrypt": 7}'),
        lambda path, _: (path, b"[" * 5000),
        lambda path, _: (path, b"\xff\xfe"),
        lambda _, body: (PUSHES, body),
        lambda _, body: (f"{PUSHES}?signature={TOKEN}", body),
    ],
)
async def test_a_push_that_was_tampered_with_counts_for_nothing(
    town: Town, phone: WechatPhone, spoil: Any
) -> None:
    town.wechat.pusher().popup(OPENID, [CHANGED], accept=True)
    before = await books()

    answer = await phone.post_push(*spoil(*town.wechat.last_push()))

    assert 400 <= answer.status < 500
    assert await differing(before) == []


async def test_a_push_of_yesterday_is_too_late(town: Town, phone: WechatPhone) -> None:
    town.wechat.pusher().popup(OPENID, [CHANGED], accept=True)
    push = town.wechat.last_push()
    town.clock.go_on(timedelta(minutes=11))

    answer = await phone.post_push(*push)

    assert (answer.status, answer.code) == (401, "signature-wrong")


async def test_a_push_about_an_account_we_never_saw_makes_nobody_known(town: Town) -> None:
    stranger = WechatPhone(town, "o-invented-never-seen")
    town.wechat.pusher().popup("o-invented-never-seen", [CHANGED], accept=True)

    answer = await stranger.post_push(*town.wechat.last_push())
    await town.work()

    assert answer.status == 200
    assert await count("visitors") == 0
