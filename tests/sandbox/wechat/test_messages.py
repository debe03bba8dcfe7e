"""The emulated platform sends a message (订阅消息) for a credit, in form, and pushes what became of it."""

import asyncio
import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat import create_app
from adapters.sandbox.wechat_push import accepted
from adapters.sandbox.wechat_rules import fits
from tests.sandbox.conftest import FixedClock, Hand, Listener, Received
from tests.sandbox.wechat.client import (
    APPID,
    CONFIG,
    DATA,
    TEMPLATE,
    USER,
    Client,
)


async def test_a_message_costs_a_credit(client: Client) -> None:
    assert (await client.send())["errcode"] == 43101
    await client.control("/__subscribe", openid=USER, templateId=TEMPLATE, accept=False)
    assert (await client.send())["errcode"] == 43101
    await client.control("/__subscribe", openid=USER, templateId=TEMPLATE)

    told = await client.send(page="pages/a?m=1")

    assert told == {"errcode": 0, "errmsg": "ok", "msgid": 3_000_000_000_000_000_001}
    assert (await client.send())["errcode"] == 43101


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"touser": "o-nobody"}, 40003),
        ({"template_id": "none"}, 40037),
        ({"data": None}, 47003),
        ({"data": {"thing1": DATA["thing1"]}}, 47003),
        ({"data": DATA | {"thing1": {"value": "长" * 21}}}, 47003),
        ({"data": DATA | {"thing1": "bare"}}, 47003),
        ({"data": DATA | {"date2": {"value": "3月5日"}}}, 47003),
        ({"data": DATA | {"thing1": {"value": "这是敏感词"}}}, 45168),
        ({"miniprogram_state": "beta"}, 47003),
        ({"lang": "de_DE"}, 47003),
    ],
)
async def test_a_message_out_of_form_is_not_sent_and_costs_nothing(
    client: Client, changes: dict[str, object], code: int
) -> None:
    await client.control("/__subscribe", openid=USER, templateId=TEMPLATE)

    assert (await client.send(**changes))["errcode"] == code
    assert (await client.send())["errcode"] == 0


async def test_two_messages_at_once_to_one_user_are_one_too_many(client: Client) -> None:
    await client.control("/__subscribe", openid=USER, templateId=TEMPLATE, count=2)
    await client.stable()

    told = await asyncio.gather(client.send(), client.send())

    assert sorted(one["errcode"] for one in told) == [0, 43108]


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("thing1", "长" * 20, "长" * 21),
        ("number1", "1" * 32, "1" * 33),
        ("letter1", "a" * 32, "a1"),
        ("symbol1", "!" * 5, "!" * 6),
        ("character_string1", "a-1" * 10, "汉字"),
        ("time1", "2026年3月5日 09:30~10:00", "25:00"),
        ("date1", "2026-03-05", "03-05"),
        ("amount1", "￥100.00元", "10000000000000"),
        ("phone_number1", "0532-12345678", "1" * 18),
        ("car_number1", "鲁B12345", "鲁B12345678"),
        ("name1", "甲" * 10, "甲" * 11),
        ("phrase1", "已受理", "已经受理完成"),
        ("thing12", "好", "长" * 21),
    ],
)
def test_each_kind_of_value_has_its_limit(key: str, good: str, bad: str) -> None:
    assert fits(key, good)
    assert not fits(key, bad)


async def test_one_event_is_an_object_and_several_an_array_sealed_for_us(
    books: Books, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    config = replace(CONFIG, push_url=f"{listener.url}/pushes")
    client = Client(hand.http, hand, await hand.start(create_app(books, config=config, now=clock.now)))
    await client.control("/__user", openid=USER)
    await client.control("/__subscribe", openid=USER, templateId=TEMPLATE)
    await client.control("/__subscribe", openid=USER, templateId=[TEMPLATE, TEMPLATE])

    one, two = await listener.wait_for(2, "/pushes")

    assert opened(one)["List"]["SubscribeStatusString"] == "accept"
    assert [line["TemplateId"] for line in opened(two)["List"]] == [TEMPLATE, TEMPLATE]
    assert one.query["encrypt_type"] == "aes"
    assert USER not in one.body.decode()


def opened(push: Received) -> dict[str, Any]:
    """Secure mode by hand, as the platform's page describes it."""
    sealed = json.loads(push.body)["Encrypt"]
    signed = "".join(sorted(["token", push.query["timestamp"], push.query["nonce"], sealed]))
    assert push.query["msg_signature"] == hashlib.sha1(signed.encode()).hexdigest()  # noqa: S324 -- theirs
    key = bytes(32)  # forty-three times A
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    clear = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
    length = int.from_bytes(clear[16:20], "big")
    assert clear[20 + length : -clear[-1]] == APPID.encode()
    return dict(json.loads(clear[20 : 20 + length]))


@pytest.mark.parametrize("body", [b"", b"success"])
def test_the_platform_is_content_with_an_empty_answer_or_the_word(body: bytes) -> None:
    assert accepted(200, body)
    assert not accepted(500, body)
    assert not accepted(200, body + b"{}")
