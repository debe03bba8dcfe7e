"""The emulated mini-program platform refuses what the real one refuses, and says it in its numbers."""

from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat import create_app
from tests.sandbox.conftest import FixedClock, Hand
from tests.sandbox.wechat.client import APPID, CONFIG, NAME, NUMBER, SECRET, TEMPLATE, USER, Client


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


async def test_nothing_that_opens_anything_stands_in_log_or_books(client: Client) -> None:
    token = str((await client.stable())["access_token"])
    code = str((await client.control("/__phone", openid=USER))["code"])
    opened = await client.verify_id()
    await client.call("/wxa/business/getuserphonenumber", {"code": code})

    written = str(await client.hand.look(client.vendor, "/__log"))
    written += str(await client.hand.look(client.vendor, "/__books"))

    for secret in (token, SECRET, code, NUMBER, NAME, opened["verify_id"]):
        assert secret not in written


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
