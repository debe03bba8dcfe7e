"""What somebody tries who wants to guess a code, learn who is known, or have a thousand messages sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import httpx
import pytest

from adapters.embedded.valkey import EmbeddedValkey
from adapters.redis.connect import connected
from adapters.redis.limits import RedisLimits
from bff.compose.core import Core
from domain.kernel.personal import Phone
from domain.kernel.refusal import Refused, Unavailable
from tests.http.caller import BASE, Answer, Caller
from tests.http.opening import open_town
from tests.http.town import Town
from tests.security.timing import take_equally_long
from tests.support.house import HandClock, count, rows
from tests.usecases.case_world import JIA

CODES, SESSION = "/v1/citizen/sign-in-codes", "/v1/citizen/session"
PHONE = "19900000171"
FULL_WIDTH = "".join(chr(ord(digit) + 0xFEE0) for digit in PHONE)
WRITTEN = (PHONE, f"+86{PHONE}", f"0086{PHONE}", "199 0000 0171", "199-0000-0171", FULL_WIDTH)
SPOOFED = (
    {"X-Forwarded-For": "203.0.113.{n}"},
    {"X-Forwarded-For": "203.0.113.{n}, 203.0.113.{n}"},
    {"X-Real-IP": "203.0.113.{n}"},
    {"Forwarded": "for=203.0.113.{n}"},
    {"Forwarded": 'for="[2001:db8::{n}]";secret=guessed'},
    {"True-Client-IP": "203.0.113.{n}"},
)
TRIES = 2000


@asynccontextmanager
async def calling_from(town: Town, address: str) -> AsyncIterator[Caller]:
    transport = httpx.ASGITransport(app=town.app, client=(address, 40000))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
        yield Caller(http)


async def ask(caller: Caller, phone: str, **headers: str) -> Answer:
    return await caller.send("POST", CODES, json={"phone": phone}, headers=headers, key="")


async def enter(caller: Caller, phone: str, code: str) -> Answer:
    return await caller.send("POST", SESSION, json={"phone": phone, "code": code}, key="")


async def known(town: Town, number: str) -> None:
    """A number linked to a person."""
    await ask(town.caller, number)
    code = town.sms.sent[-1].wording.partition("是")[2][:6]
    told = await enter(town.caller, number, code)
    await town.sign_in(JIA, accountToken=told.body["account"]["accountToken"])
    town.clock.go_on(timedelta(minutes=1))


async def test_a_number_that_signs_somebody_in_is_answered_as_one_that_signs_in_nobody(town: Town) -> None:
    await known(town, PHONE)

    theirs, nobodys = await ask(town.caller, PHONE), await ask(town.caller, "19900000172")
    wrong = [await enter(town.caller, phone, "000000") for phone in (PHONE, "19900000172", "19900000173")]

    assert theirs.raw.content == nobodys.raw.content
    assert _headers(theirs) == _headers(nobodys)
    assert (theirs.status, nobodys.status) == (202, 202)
    assert len({one.raw.content.replace(one.body["instance"].encode(), b"") for one in wrong}) == 1
    assert len({str(_headers(one)) for one in wrong}) == 1


def _headers(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.raw.headers.items() if name not in {"x-request-id", "date"}}


async def test_a_message_the_operator_refused_is_answered_as_one_that_went_out(town: Town) -> None:
    town.sms.trouble.before += [Refused("sms", "isv.BLACK_LIST"), Unavailable("sms", "isv.OUT_OF_SERVICE")]

    told = [await ask(town.caller, f"1990000018{n}") for n in range(3)]

    assert len({one.raw.content for one in told}) == 1
    assert len({str(_headers(one)) for one in told}) == 1
    assert {one.status for one in told} == {202}
    assert len(town.sms.sent) == 1


async def test_a_thousand_requests_from_two_hundred_lines_send_one_number_one_message(town: Town) -> None:
    before, statuses = len(town.sms.sent), []
    for line in range(200):
        async with calling_from(town, f"198.51.{100 + line % 4}.{line}") as caller:
            statuses += [(await ask(caller, PHONE)).status for _ in range(5)]

    assert len(town.sms.sent) - before == 1
    assert statuses.count(202) == 1
    assert set(statuses) == {202, 429}


async def test_one_line_over_a_hundred_numbers_sends_thirty_messages_and_is_told_to_wait(town: Town) -> None:
    before = len(town.sms.sent)

    told = [await ask(town.caller, f"199000{n:05d}") for n in range(100)]

    assert len(town.sms.sent) - before == 30
    assert [one.status for one in told] == [202] * 30 + [429] * 70
    assert all(int(one.raw.headers["retry-after"]) > 0 for one in told[30:])


@pytest.mark.parametrize("spoofed", SPOOFED, ids=lambda one: next(iter(one.items()))[0])
async def test_claiming_other_addresses_sends_no_message_more(town: Town, spoofed: dict[str, str]) -> None:
    before = len(town.sms.sent)
    for n in range(60):
        claimed = {name: value.format(n=n) for name, value in spoofed.items()}
        await ask(town.caller, f"199001{n:05d}", **claimed)

    assert len(town.sms.sent) - before == 30


async def test_one_number_written_in_six_ways_gets_one_message(town: Town) -> None:
    before = len(town.sms.sent)

    statuses = [(await ask(town.caller, written)).status for written in WRITTEN]

    assert len(town.sms.sent) - before == 1
    assert statuses == [202] + [429] * 5


async def test_guessing_from_many_lines_ends_after_five_tries_of_a_code(town: Town) -> None:
    await ask(town.caller, PHONE)
    code = town.sms.sent[-1].wording.partition("是")[2][:6]
    for n in range(5):
        async with calling_from(town, f"198.51.100.{n}") as caller:
            await enter(caller, PHONE, f"{(int(code) + n + 1) % 10**6:06d}")

    async with calling_from(town, "198.51.100.99") as caller:
        right = await enter(caller, PHONE, code)

    assert (right.status, right.code) == (401, "code-wrong")
    assert await count("sessions WHERE method = 'sms'") == 0


async def test_no_code_and_no_number_stands_in_what_we_keep_or_log(
    town: Town, capfd: pytest.CaptureFixture[str]
) -> None:
    await known(town, PHONE)
    code = town.sms.sent[-1].wording.partition("是")[2][:6]

    tables = ("sign_in_codes", "phone_accounts", "sessions", "ledger_entries", "procrastinate_jobs")
    kept = str([await rows(table) for table in tables])

    told = capfd.readouterr()
    for text in (kept, told.out, told.err):
        assert PHONE not in text
        assert f"'{code}'" not in text


async def test_without_the_counter_nobody_is_sent_a_code_and_nobody_gets_in(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    valkey = EmbeddedValkey(tmp_path / "valkey")
    url = valkey.start()
    try:
        async with (
            connected(url) as redis,
            open_town(core, clock, tmp_path, limits=RedisLimits(redis)) as town,
        ):
            await ask(town.caller, PHONE)
            code, before = town.sms.sent[-1].wording.partition("是")[2][:6], len(town.sms.sent)
            valkey.stop()

            closed = [await ask(town.caller, "19900000174"), await enter(town.caller, PHONE, code)]
    finally:
        valkey.stop()

    assert {(one.status, one.code) for one in closed} == {(503, "limits-unavailable")}
    assert len(town.sms.sent) == before
    assert await count("sessions WHERE method = 'sms'") == 0


async def test_a_wiped_counter_lets_no_number_have_a_second_message(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    valkey = EmbeddedValkey(tmp_path / "valkey")
    url = valkey.start()
    try:
        async with (
            connected(url) as redis,
            open_town(core, clock, tmp_path, limits=RedisLimits(redis)) as town,
        ):
            await ask(town.caller, PHONE)
            wiped = [await redis.delete(key) async for key in redis.scan_iter("limit:*")]

            again = await ask(town.caller, PHONE)
    finally:
        valkey.stop()

    assert len(wiped) > 1
    assert (again.status, again.code) == (429, "too-many-requests")


@pytest.mark.wide
async def test_the_time_of_an_answer_tells_nobody_whether_a_number_is_known(town: Town) -> None:
    """2,000 of each, in turn: no wrong answer among them, and Welch's t in between."""
    numbers = [(f"1991{n:07d}", f"1992{n:07d}") for n in range(TRIES)]
    await _linked_at_once(town, [theirs for theirs, _ in numbers])
    took: tuple[list[float], list[float]] = ([], [])
    errors = 0
    async with calling_from(town, "198.51.100.1") as caller:
        for n, pair in enumerate(numbers):
            if n % 10 == 0:
                town.office.sign_in.ask_sign_in_code.send_code.limits.tries.clear()  # type: ignore[attr-defined]
            for which in (0, 1) if n % 2 else (1, 0):
                began = perf_counter()
                answer = await ask(caller, pair[which])
                took[which].append(perf_counter() - began)
                errors += answer.status != 202

    assert errors == 0
    assert take_equally_long(*took)


async def _linked_at_once(town: Town, numbers: list[str]) -> None:
    hand = await town.sign_in(JIA)
    person = (await town.office.identity.recognise_person(hand.token)).person
    accounts = town.office.sign_in.sign_in_by_code.accounts
    async with town.core.atomic():
        for number in numbers:
            account = await accounts.remember(Phone(number), town.clock())
            await accounts.link(account.account_id, person, JIA[1], town.clock())
