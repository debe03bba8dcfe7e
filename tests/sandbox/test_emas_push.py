"""The push service's emulator refuses what the vendor refuses, and loses what the vendor loses."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.sandbox.emas_push import EmasSandbox, create_app
from adapters.sandbox.kit import Books, Running
from tests.sandbox.aliyun_client import KEY_ID, SECRET, AliyunClient
from tests.sandbox.conftest import FixedClock, Hand

KEYS = {"android": "24800001", "ios": "24800002"}
TOKEN = "c8016d13-6e76-4b1a-9bda-769383d11787"
PUSH = {
    "AppKey": KEYS["android"],
    "Target": "ACCOUNT",
    "TargetValue": "account-1",
    "DeviceType": "ALL",
    "PushType": "NOTICE",
    "Title": "有一件事可以办了",
    "Body": "请打开掌上办查看。",
    "StoreOffline": "true",
}


async def opened(hand: Hand, books: Books, clock: FixedClock, **more: Any) -> tuple[Running, AliyunClient]:
    config = EmasSandbox(secrets={KEY_ID: SECRET}, app_keys=KEYS, **more)
    vendor = await hand.start(create_app(books, config=config, now=clock.now))
    return vendor, AliyunClient(hand.http, vendor, clock, "2016-08-01")


@pytest.fixture
async def vendor(hand: Hand, books: Books, clock: FixedClock) -> tuple[Running, AliyunClient]:
    return await opened(hand, books, clock)


async def push(client: AliyunClient, **changes: str) -> dict[str, Any]:
    _, answer = await client.call("Push", {key: value for key, value in (PUSH | changes).items() if value})
    return dict(answer)


def said(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"TargetValue": ",".join(f"a{number}" for number in range(1001))}, "InvalidTargetValue.TooMany"),
        ({"TargetValue": "a" * 65}, "InvalidTargetValue.Format"),
        ({"IdempotentToken": "c8016d13"}, "InvalidIdempotentToken.Format"),
        ({"IdempotentToken": TOKEN.replace("-", "")}, "InvalidIdempotentToken.Format"),
        ({"Title": "长" * 67}, "InvalidTitle.LengthExceeded"),
        ({"Body": "长" * 600}, "InvalidBody.LengthExceeded"),
        ({"JobKey": "k" * 33}, "InvalidJobKey.Format"),
        ({"PushType": "SHOUT"}, "InvalidPushType.Format"),
        ({"ExpireTime": "soon"}, "InvalidExpireTime.Format"),
        ({"AppKey": "1"}, "InvalidAppKey.NotFound"),
        ({"Body": ""}, "MissingBody"),
    ],
)
async def test_what_is_out_of_bounds_is_refused(
    vendor: tuple[Running, AliyunClient], changes: dict[str, str], code: str
) -> None:
    assert (await push(vendor[1], **changes))["Code"] == code


async def test_a_push_expires_between_three_seconds_and_three_days_from_now(
    vendor: tuple[Running, AliyunClient], clock: FixedClock
) -> None:
    for span, good in (
        (timedelta(seconds=2), False),
        (timedelta(hours=72), True),
        (timedelta(hours=73), False),
    ):
        answer = await push(vendor[1], ExpireTime=said(clock.now() + span))
        assert ("MessageId" in answer) is good


async def test_a_token_is_one_push_for_a_quarter_of_an_hour(
    vendor: tuple[Running, AliyunClient], hand: Hand
) -> None:
    first = await push(vendor[1], IdempotentToken=TOKEN)
    again = await push(vendor[1], IdempotentToken=TOKEN)
    await hand.control(vendor[0], "/__advance", seconds=15 * 60)
    later = await push(vendor[1], IdempotentToken=TOKEN)

    assert first["MessageId"] == again["MessageId"] != later["MessageId"]


async def test_two_calls_at_once_push_twice_under_one_token(vendor: tuple[Running, AliyunClient]) -> None:
    told = await asyncio.gather(*(push(vendor[1], IdempotentToken=TOKEN) for _ in range(2)))

    assert len({one["MessageId"] for one in told}) == 2


async def screen(hand: Hand, running: Running) -> list[str]:
    return [one["state"] for one in await hand.control(running, "/__screen")]


@pytest.mark.parametrize(("stores", "off", "on"), [("false", "lost", "lost"), ("true", "stored", "shown")])
async def test_a_phone_that_is_off_gets_only_what_was_kept_for_it(
    vendor: tuple[Running, AliyunClient], hand: Hand, stores: str, off: str, on: str
) -> None:
    running, client = vendor
    await hand.control(running, "/__bind", device="d", account="account-1", online=False)

    await push(client, StoreOffline=stores)
    before = await screen(hand, running)
    await hand.control(running, "/__online", device="d", online=True)

    assert (before, await screen(hand, running)) == ([off], [on])


async def test_what_was_kept_too_long_is_lost(vendor: tuple[Running, AliyunClient], hand: Hand) -> None:
    running, client = vendor
    await hand.control(running, "/__bind", device="d", account="account-1", online=False)
    await push(client)

    await hand.control(running, "/__advance", seconds=73 * 3600)
    await hand.control(running, "/__online", device="d", online=True)

    assert await screen(hand, running) == ["lost"]


async def test_a_makers_phone_without_its_category_stays_silent(
    vendor: tuple[Running, AliyunClient], hand: Hand
) -> None:
    running, client = vendor
    await hand.control(running, "/__bind", device="d", account="account-1", maker="huawei")

    await push(client)
    await push(client, AndroidMessageHuaweiCategory="WORK")

    assert [one["heard"] for one in await hand.control(running, "/__screen")] == [0, 1]


async def test_an_account_nobody_bound_is_pushed_to_in_vain_or_refused(
    hand: Hand, books: Books, clock: FixedClock
) -> None:
    _, strict = await opened(hand, books, clock, knows_accounts=True)

    assert (await push(strict))["Code"] == "InvalidTargetValue.NotFound"


async def test_over_the_quota_nothing_is_taken(hand: Hand, books: Books, clock: FixedClock) -> None:
    _, client = await opened(hand, books, clock, quota=2)

    told = [await push(client) for _ in range(3)]

    assert told[2]["Code"] == "Throttling.Api"


async def test_everybody_is_pushed_to_once_a_second_at_most(vendor: tuple[Running, AliyunClient]) -> None:
    everybody = {"Target": "ALL", "TargetValue": "ALL"}

    told = [await push(vendor[1], **everybody) for _ in range(2)]

    assert told[1]["Code"] == "Throttling.Api"


async def test_a_wrong_secret_pushes_nothing(vendor: tuple[Running, AliyunClient], hand: Hand) -> None:
    vendor[1].secret = SECRET[:-1] + "x"

    answer = await push(vendor[1])

    assert answer["Code"] == "SignatureDoesNotMatch"
    assert await screen(hand, vendor[0]) == []
