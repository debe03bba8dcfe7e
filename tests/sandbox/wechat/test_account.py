"""The emulated platform writes to who follows an official account (公众号), and tells what became of it."""

import asyncio
from typing import Any

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat_account import AccountSandbox, create_app
from adapters.sandbox.wechat_rules import WechatPattern
from tests.sandbox.conftest import FixedClock, Hand, Listener
from tests.sandbox.wechat.client import APPID, DATA, KEYS, SECRET, TEMPLATE, Client

FOLLOWER, MINI = "o-invented-follower", "wx0000000000000009"
SEND, WHO = "/cgi-bin/message/template/send", "/cgi-bin/user/info/batchget"
MESSAGE = {
    "touser": FOLLOWER,
    "template_id": TEMPLATE,
    "data": DATA,
    "client_msg_id": "n-1",
    "miniprogram": {"appid": MINI, "pagepath": "pages/a?m=1"},
}


@pytest.fixture
async def client(books: Books, clock: FixedClock, hand: Hand, listener: Listener) -> Client:
    config = AccountSandbox(
        appid=APPID,
        secret=SECRET,
        push_token="token",
        push_key="A" * 43,
        push_url=f"{listener.url}/pushes",
        templates=(WechatPattern(TEMPLATE, KEYS),),
        opens=(MINI,),
        messages_a_day=3,
    )
    vendor = await hand.start(create_app(books, config=config, now=clock.now))
    client = Client(hand.http, hand, vendor)
    await client.control("/__follow", openid=FOLLOWER, unionid="u-invented")
    return client


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({}, 0),
        ({"touser": "o-nobody"}, 40003),
        ({"template_id": "other"}, 40037),
        ({"miniprogram": {"appid": "wx-another", "pagepath": "pages/a"}}, 40013),
        ({"miniprogram": {"appid": MINI, "pagepath": "/pages/a"}}, 47003),
        ({"data": {"thing1": {"value": "二" * 21}, "date2": {"value": "2026年3月5日"}}}, 47003),
        ({"data": {}}, 47003),
    ],
)
async def test_a_message_is_sent_only_in_form(
    client: Client, changed: dict[str, object], errcode: int
) -> None:
    assert (await client.call(SEND, MESSAGE | changed))["errcode"] == errcode


async def test_who_left_is_not_written_to_until_they_follow_again(client: Client) -> None:
    await client.control("/__leave", openid=FOLLOWER)
    left = await client.call(SEND, MESSAGE)
    await client.control("/__follow", openid=FOLLOWER, unionid="u-invented")

    assert (left["errcode"], (await client.call(SEND, MESSAGE))["errcode"]) == (43004, 0)


async def test_one_number_is_one_message_for_ten_minutes(client: Client, clock: FixedClock) -> None:
    first, second = await client.call(SEND, MESSAGE), await client.call(SEND, MESSAGE)
    clock.move(minutes=11)
    third = await client.call(SEND, MESSAGE)

    assert first["msgid"] == second["msgid"] != third["msgid"]


async def test_the_days_messages_end(client: Client) -> None:
    told = [(await client.call(SEND, MESSAGE | {"client_msg_id": f"n-{n}"}))["errcode"] for n in range(4)]

    assert told == [0, 0, 0, 45009]


async def test_who_somebody_is_is_told_of_followers_alone(client: Client) -> None:
    asked = {"user_list": [{"openid": FOLLOWER}, {"openid": "o-nobody"}]}

    told = (await client.call(WHO, asked))["user_info_list"]

    assert [(one["subscribe"], one.get("unionid")) for one in told] == [(1, "u-invented"), (0, None)]
    assert (await client.call(WHO, {"user_list": []}))["errcode"] == 40032


async def test_a_push_is_tried_three_times_five_seconds_apart(client: Client, listener: Listener) -> None:
    await listener.wait_for(1, "/pushes")
    listener.status = 500
    await client.control("/__leave", openid=FOLLOWER)
    for count in (2, 3):
        await tried(client, count - 1)
        await client.control("/__advance", seconds=5)
    await tried(client, 3)

    told = (await client.hand.look(client.vendor, "/__callbacks"))[-1]

    assert (told["attempts"], told["state"]) == (3, "given_up")


async def tried(client: Client, attempts: int) -> None:
    """Until the platform wrote down that its try failed."""
    for _ in range(500):
        told: list[Any] = await client.hand.look(client.vendor, "/__callbacks")
        if told[-1]["attempts"] >= attempts:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the platform did not try")
