"""What strangers may ask tells them nothing (LK-1, LK-6), however often and from wherever (AU-4)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.invitations.code import AddressCode
from tests.http.caller import BASE, Answer, Caller
from tests.http.town import CONTACT, Town
from tests.usecases.case_world import YI

CHECK = "/v1/sms/messages/check"
UNKNOWN = str(AddressCode.mint(lambda _: 1_234_567))


@asynccontextmanager
async def calling_from(town: Town, address: str) -> AsyncIterator[Caller]:
    transport = httpx.ASGITransport(app=town.app, client=(address, 40000))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
        yield Caller(http)


def a_code(n: int) -> str:
    """One that could have been sent, and was not."""
    return str(AddressCode.mint(lambda _: 1_000_000 + 3 * n))


async def ask(caller: Caller, code: str, number: str = CONTACT, **headers: str) -> Answer:
    return await caller.send(
        "POST", CHECK, json={"code": code, "receivingNumber": number}, headers=headers, key=""
    )


def shape(value: Any) -> Any:
    """Names and lengths, without what is drawn by lot."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    return len(value) if isinstance(value, str) else value


async def test_the_check_page_says_yes_to_code_and_number_together_only(town: Town) -> None:
    code = await town.invited()

    ours = await ask(town.caller, code)

    assert ours.body["sent"] is True
    assert ours.body["wording"] == town.sms.sent[-1].wording


@pytest.mark.parametrize("number", ["19900000119", "13800000000", CONTACT])
async def test_the_check_page_answers_everybody_else_alike(town: Town, number: str) -> None:
    code = await town.invited()

    unknown_code, other_number = (
        await ask(town.caller, UNKNOWN, number),
        await ask(town.caller, code, "13900000000"),
    )

    assert (unknown_code.status, unknown_code.raw.content) == (other_number.status, other_number.raw.content)
    assert set(unknown_code.body) == {"sent", "note"}
    assert unknown_code.body["sent"] is False


async def test_a_code_that_was_answered_is_still_told_from_no_other(town: Town) -> None:
    jia, matter = await town.arrived()
    await town.begun(jia, matter)

    used, unknown = [await ask(town.caller, code, "13900000000") for code in (town.code, UNKNOWN)]

    assert used.raw.content == unknown.raw.content


async def test_a_face_check_opens_alike_for_known_unknown_used_and_expired_codes(town: Town) -> None:
    jia, matter = await town.arrived()
    known = await town.open_check(YI, code=town.code)
    unknown = await town.open_check(YI, code=UNKNOWN)
    await town.begun(jia, matter)
    used = await town.open_check(YI, code=town.code)
    without = await town.open_check(YI)
    town.clock.go_on(timedelta(days=60))
    expired = await town.open_check(YI, code=town.code)

    assert shape(known) == shape(unknown) == shape(used) == shape(without) == shape(expired)


async def test_a_stranger_who_shows_their_face_learns_nothing_from_a_code(town: Town) -> None:
    code = await town.invited()
    told = []
    for number, one in enumerate((code, UNKNOWN), 1):
        opened = await town.open_check(YI, code=one)
        town.face.finish(f"certify-{number}")
        told.append(await town.finish(opened))

    known, unknown = told
    assert shape(known.body) == shape(unknown.body)
    assert "matterId" not in known.body


async def test_an_appointment_is_booked_alike_with_any_code(town: Town) -> None:
    code = await town.invited()
    [counter, *_] = (await town.caller.expect(200, "GET", "/v1/citizen/counters"))["counters"]
    wish = {
        "name": "丁卯和",
        "phone": "13900000000",
        "day": counter["firstDay"],
        "window": counter["windows"][0],
        "counter": counter["counter"],
    }

    booked = [
        await town.caller.expect(201, "POST", "/v1/citizen/appointments", json={**wish, "code": one})
        for one in (code, UNKNOWN)
    ]

    assert shape(booked[0]) == shape(booked[1])


SPOOFED = [
    {"X-Forwarded-For": "203.0.113.{n}"},
    {"X-Forwarded-For": "203.0.113.{n}, 203.0.113.{n}"},
    {"X-Real-IP": "203.0.113.{n}"},
    {"Forwarded": "for=203.0.113.{n}"},
    {"Forwarded": 'for="[2001:db8::{n}]";secret=guessed'},
    {"True-Client-IP": "203.0.113.{n}"},
    {"X-Forwarded-Host": "h{n}.test"},
]


@pytest.mark.parametrize("spoofed", SPOOFED, ids=lambda one: next(iter(one.items()))[0])
async def test_a_caller_who_claims_another_address_each_time_is_still_one(
    town: Town, spoofed: dict[str, str]
) -> None:
    statuses = [
        (
            await ask(
                town.caller,
                a_code(n),
                f"139000001{n:02d}",
                **{name: value.format(n=n) for name, value in spoofed.items()},
            )
        ).status
        for n in range(30)
    ]

    assert statuses[:20] == [200] * 20
    assert statuses[20:] == [429] * 10


async def test_a_household_of_ipv6_addresses_is_one_caller(town: Town) -> None:
    statuses = []
    for n in range(30):
        async with calling_from(town, f"2001:db8:1:2::{n + 1:x}") as caller:
            code = a_code(n)
            statuses.append((await ask(caller, code, f"139000001{n:02d}")).status)

    assert statuses == [200] * 20 + [429] * 10


async def test_the_house_next_door_is_another_caller(town: Town) -> None:
    for n in range(21):
        async with calling_from(town, "2001:db8:1:2::1") as caller:
            last = await ask(caller, UNKNOWN, f"139000001{n:02d}")

    async with calling_from(town, "2001:db8:1:3::1") as caller:
        other = await ask(caller, a_code(1), "13900000199")

    assert (last.status, other.status) == (429, 200)


FULL_WIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in CONTACT)
WRITTEN = [CONTACT, f"+86{CONTACT}", f"+86 {CONTACT}", "199 0000 0118", "199-0000-0118", FULL_WIDTH]


async def test_one_number_written_in_six_ways_is_one_number(town: Town) -> None:
    statuses = []
    for n in range(12):
        async with calling_from(town, f"198.51.100.{n + 1}") as caller:
            code = a_code(n)
            statuses.append((await ask(caller, code, WRITTEN[n % len(WRITTEN)])).status)

    assert statuses == [200] * 10 + [429] * 2


async def test_who_is_told_to_wait_is_told_how_long(town: Town) -> None:
    for n in range(21):
        answer = await ask(town.caller, UNKNOWN, f"139000001{n:02d}")

    assert (answer.status, answer.code) == (429, "too-many-requests")
    assert int(answer.raw.headers["retry-after"]) == answer.body["retry_after"] > 0
