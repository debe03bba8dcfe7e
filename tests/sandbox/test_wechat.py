"""The emulated mini-program platform refuses what the real one refuses, and says it in its numbers."""

import asyncio
import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from adapters.sandbox.kit import Books, Running
from adapters.sandbox.wechat import WechatSandbox, create_app
from adapters.sandbox.wechat_face import FacePerson
from adapters.sandbox.wechat_push import accepted
from adapters.sandbox.wechat_rules import WechatPattern, fits
from tests.sandbox.conftest import FixedClock, Hand, Listener, Received

APPID, SECRET, USER = "wx0000000000000001", "invented-secret", "o-invented-0001"
TEMPLATE = "template-1"
NAME, NUMBER = "甲子", "370285199001019985"
KEYS = ("thing1", "date2")
DATA = {"thing1": {"value": "登记证书到期"}, "date2": {"value": "2026年3月5日"}}
CONFIG = WechatSandbox(
    appid=APPID,
    secret=SECRET,
    push_token="token",
    push_key="A" * 43,
    push_url=None,
    templates=(WechatPattern(TEMPLATE, KEYS),),
    persons=(FacePerson(NAME, NUMBER),),
)


class Client:
    """A caller written from the platform's pages alone: it shares nothing with our adapters."""

    def __init__(self, http: aiohttp.ClientSession, hand: Hand, vendor: Running) -> None:
        self.http, self.hand, self.vendor = http, hand, vendor

    async def post(self, path: str, body: object, **query: str) -> dict[str, Any]:
        async with self.http.post(f"{self.vendor.url}{path}", json=body, params=query) as answer:
            return dict(json.loads(await answer.read()))

    async def get(self, path: str, **query: str) -> tuple[str, dict[str, Any]]:
        async with self.http.get(f"{self.vendor.url}{path}", params=query) as answer:
            return answer.content_type, dict(json.loads(await answer.read()))

    async def stable(self, **changes: object) -> dict[str, Any]:
        body = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
        return await self.post("/cgi-bin/stable_token", body | changes)

    async def call(self, path: str, body: object) -> dict[str, Any]:
        return await self.post(path, body, access_token=str((await self.stable())["access_token"]))

    async def send(self, **changes: object) -> dict[str, Any]:
        body = {"touser": USER, "template_id": TEMPLATE, "data": DATA, "lang": "zh_CN"} | changes
        return await self.call("/cgi-bin/message/subscribe/send", body)

    async def verify_id(self, **changes: object) -> dict[str, Any]:
        cert = {"cert_type": "IDENTITY_CARD", "cert_name": NAME, "cert_no": NUMBER}
        body = {"out_seq_no": "abc-0001", "cert_info": cert, "openid": USER} | changes
        return await self.call("/cityservice/face/identify/getverifyid", body)

    async def verdict(self, verify_id: str) -> dict[str, Any]:
        text = "&".join(
            f"{name}={base64.b64encode(value.encode()).decode()}"
            for name, value in (("cert_type", "IDENTITY_CARD"), ("cert_name", NAME), ("cert_no", NUMBER))
        )
        body = {
            "verify_id": verify_id,
            "out_seq_no": "abc-0001",
            "openid": USER,
            "cert_hash": hashlib.sha256(text.encode()).hexdigest(),
        }
        return await self.call("/cityservice/face/identify/queryverifyinfo", body)

    async def control(self, path: str, **body: object) -> Any:
        return await self.hand.control(self.vendor, path, **body)


@pytest.fixture
async def client(books: Books, clock: FixedClock, hand: Hand) -> Client:
    vendor = await hand.start(create_app(books, config=CONFIG, now=clock.now))
    client = Client(hand.http, hand, vendor)
    await client.control("/__user", openid=USER, phone="19900000101")
    return client


async def test_the_same_token_is_told_until_five_minutes_before_its_end(
    client: Client, clock: FixedClock
) -> None:
    first = await client.stable()
    clock.move(seconds=6899)
    assert (await client.stable())["access_token"] == first["access_token"]
    clock.move(seconds=1)

    renewed = await client.stable()

    assert renewed["access_token"] != first["access_token"]
    assert (first["expires_in"], renewed["expires_in"]) == (7200, 7200)


async def test_a_forced_token_kills_the_one_before_it(client: Client, clock: FixedClock) -> None:
    first = (await client.stable())["access_token"]
    clock.move(seconds=1)
    second = (await client.stable(force_refresh=True))["access_token"]

    told = await client.post("/wxa/business/getuserphonenumber", {"code": "x"}, access_token=first)
    now = await client.post("/wxa/business/getuserphonenumber", {"code": "x"}, access_token=second)

    assert (told["errcode"], now["errcode"]) == (40001, 40029)


async def test_one_force_in_thirty_seconds_and_twenty_a_day(client: Client, clock: FixedClock) -> None:
    await client.stable(force_refresh=True)
    clock.move(seconds=29)
    assert (await client.stable(force_refresh=True))["errcode"] == 45011
    for _ in range(19):
        clock.move(seconds=30)
        assert "access_token" in await client.stable(force_refresh=True)
    clock.move(seconds=30)

    assert (await client.stable(force_refresh=True))["errcode"] == 45009
    clock.move(days=1)
    assert "access_token" in await client.stable(force_refresh=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": "wx1"}, 40013),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"secret": SECRET[:-1] + "X"}, 40125),
    ],
)
async def test_a_wrong_account_gets_no_token(client: Client, changes: dict[str, object], code: int) -> None:
    assert (await client.stable(**changes))["errcode"] == code


async def test_a_stable_token_is_not_to_be_had_by_get(client: Client) -> None:
    _, told = await client.get("/cgi-bin/stable_token", appid=APPID, secret=SECRET)

    assert told["errcode"] == 43002
    assert "rid: " in told["errmsg"]


async def test_a_token_missing_unknown_or_expired_opens_nothing(client: Client, clock: FixedClock) -> None:
    token = (await client.stable())["access_token"]
    path, body = "/cgi-bin/message/subscribe/send", {"touser": USER}
    clock.move(seconds=7200)

    codes = [(await client.post(path, body, access_token=given))["errcode"] for given in ("", "A_1", token)]

    assert codes == [41001, 40001, 42001]


async def test_the_levers_make_a_token_expire_rotate_or_lie(client: Client) -> None:
    path, body = "/cgi-bin/message/subscribe/send", {"touser": USER}
    codes = []
    for action in ("expire", "rotate", "revoke"):
        token = (await client.stable())["access_token"]
        await client.control("/__token", action=action)
        codes.append((await client.post(path, body, access_token=token))["errcode"])

    assert codes == [42001, 40001, 40001]
    assert (await client.stable())["access_token"] == token


async def test_a_login_is_told_as_plain_text(client: Client) -> None:
    code = (await client.control("/__login", openid=USER))["code"]
    query = {"appid": APPID, "secret": SECRET, "js_code": code, "grant_type": "authorization_code"}

    kind, told = await client.get("/sns/jscode2session", **query)
    _, again = await client.get("/sns/jscode2session", **query)

    assert kind == "text/plain"
    assert set(told) == {"openid", "session_key"}
    assert again["errcode"] == 40163


async def test_a_hundred_logins_a_minute_are_enough(client: Client, clock: FixedClock) -> None:
    async def login() -> dict[str, Any]:
        code = (await client.control("/__login", openid=USER))["code"]
        query = {"appid": APPID, "secret": SECRET, "js_code": code, "grant_type": "authorization_code"}
        return (await client.get("/sns/jscode2session", **query))[1]

    for _ in range(100):
        assert "openid" in await login()

    assert (await login())["errcode"] == 45011
    clock.move(seconds=61)
    assert "openid" in await login()


async def test_a_phone_number_carries_our_watermark(client: Client) -> None:
    code = (await client.control("/__phone", openid=USER))["code"]

    told = await client.call("/wxa/business/getuserphonenumber", {"code": code})

    assert told["phone_info"]["purePhoneNumber"] == "19900000101"
    assert told["phone_info"]["watermark"]["appid"] == APPID


async def test_a_user_without_a_phone_has_none_to_tell(client: Client) -> None:
    await client.control("/__user", openid="o-2")

    assert "error" in await client.control("/__phone", openid="o-2")
    assert "error" in await client.control("/__login", openid="o-nobody")


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


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"out_seq_no": ""}, 84010),
        ({"out_seq_no": "a.b.c"}, 84011),
        ({"out_seq_no": "a" * 33}, 84011),
        ({"cert_info": None}, 84012),
        ({"cert_info": {"cert_type": "PASSPORT"}}, 84013),
        ({"cert_info": {"cert_type": "IDENTITY_CARD", "cert_name": ""}}, 84014),
        ({"cert_info": {"cert_type": "IDENTITY_CARD", "cert_name": NAME, "cert_no": "1"}}, 84015),
        ({"openid": ""}, 84016),
        ({"openid": "o-nobody"}, 40003),
    ],
)
async def test_a_check_out_of_form_does_not_open(
    client: Client, changes: dict[str, object], code: int
) -> None:
    assert (await client.verify_id(**changes))["errcode"] == code


async def test_a_check_is_finished_once_and_told_for_an_hour(client: Client, clock: FixedClock) -> None:
    opened = await client.verify_id()
    assert (await client.verify_id())["errcode"] == 84019
    assert (await client.verdict(opened["verify_id"]))["verify_ret"] == 10300

    assert await client.control("/__face", verifyId=opened["verify_id"]) == {"result": 10000}
    assert "error" in await client.control("/__face", verifyId=opened["verify_id"])
    assert (await client.verdict(opened["verify_id"]))["verify_ret"] == 10000
    clock.move(seconds=3601)
    assert (await client.verdict(opened["verify_id"]))["errcode"] == 84022
    assert (await client.verdict("0" * 64))["errcode"] == 84021


@pytest.mark.parametrize(("shown", "told"), [(NUMBER, 10000), ("110101199003070011", 10004)])
async def test_the_camera_sees_the_face_that_is_there(client: Client, shown: str, told: int) -> None:
    opened = await client.verify_id()

    assert await client.control("/__face", verifyId=opened["verify_id"], idNumber=shown) == {"result": told}


@pytest.mark.parametrize(
    ("name", "number", "told"), [("乙丑", NUMBER, 10003), (NAME, "110101199003070011", 10026)]
)
async def test_who_the_library_does_not_know_cannot_pass(
    client: Client, name: str, number: str, told: int
) -> None:
    cert = {"cert_type": "IDENTITY_CARD", "cert_name": name, "cert_no": number}
    opened = await client.verify_id(cert_info=cert)

    assert await client.control("/__face", verifyId=opened["verify_id"]) == {"result": told}


async def test_nothing_that_opens_anything_stands_in_log_or_books(client: Client) -> None:
    token = str((await client.stable())["access_token"])
    code = str((await client.control("/__phone", openid=USER))["code"])
    opened = await client.verify_id()
    await client.call("/wxa/business/getuserphonenumber", {"code": code})

    written = str(await client.hand.look(client.vendor, "/__log"))
    written += str(await client.hand.look(client.vendor, "/__books"))

    for secret in (token, SECRET, code, NUMBER, NAME, opened["verify_id"]):
        assert secret not in written


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


async def test_a_restarted_platform_remembers(tmp_path: Path, clock: FixedClock, hand: Hand) -> None:
    with Books(tmp_path / "wechat.sqlite3") as first:
        client = Client(hand.http, hand, await hand.start(create_app(first, config=CONFIG, now=clock.now)))
        await client.control("/__user", openid=USER)
        await client.control("/__subscribe", openid=USER, templateId=TEMPLATE)
        token = (await client.stable())["access_token"]
        await hand.running.pop().stop()
    with Books(tmp_path / "wechat.sqlite3") as second:
        client = Client(hand.http, hand, await hand.start(create_app(second, config=CONFIG, now=clock.now)))

        assert (await client.stable())["access_token"] == token
        assert (await client.send())["errcode"] == 0
        await hand.running.pop().stop()
