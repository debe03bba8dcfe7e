"""A code of sixty seconds and one use: shown by the holder, redeemed by a registered verifier."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.kernel.ids import VerifierId
from domain.kernel.limits import TooManyRequests
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import IdempotencyKeyReused
from domain.licences.licence import LicenceNotShowable, LicenceStatus, PurposeNotRegistered
from domain.licences.outside import BankLicence, BankStatus
from domain.licences.presentation import LIFE, qr_text
from tests.support.house import HandClock, count, house
from tests.support.server import TestServer
from tests.usecases.wallet_world import OLD, PURPOSE, World, wallet_world


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


async def test_a_verifier_reads_what_it_needs_and_no_more(world: World) -> None:
    shown = await world.show()

    verified = await world.verify(shown.code)

    assert verified.result == "valid"
    assert verified.licence is not None
    assert (verified.licence.number_tail, verified.licence.status_text) == ("0001号", "有效")
    assert verified.licence.holder == "莱西市晨光艺术培训学校（虚构）"
    assert "演370285" not in repr(verified)


async def test_the_holder_finds_who_looked_and_what_for(world: World) -> None:
    shown = await world.show()
    await world.verify(shown.code)
    world.clock.go_on(timedelta(seconds=5))
    await world.verify(shown.code)

    views = await world.desk.list_views(world.acting, await world.card())

    assert [(view.by, view.purpose, view.result) for view in views] == [
        ("莱西市虚构教育主管局", PURPOSE, "used"),
        ("莱西市虚构教育主管局", PURPOSE, "valid"),
    ]
    assert await world.steps() == ["licence-shown", "licence-verified", "licence-verified"]


async def test_only_the_last_hundred_looks_are_listed(world: World) -> None:
    shown = await world.show()
    for _ in range(102):
        await world.verify(shown.code)

    assert len(await world.desk.list_views(world.acting, await world.card())) == 100


async def test_the_picture_scanned_is_the_code_typed(world: World) -> None:
    assert (await world.verify(qr_text((await world.show()).code))).result == "valid"


async def test_the_code_itself_is_kept_nowhere_in_clear(world: World) -> None:
    shown = await world.show()

    for table in ("presentations", "kept_answers", "ledger_entries", "looks"):
        rows = await get_connection("default").execute_query_dict(f"SELECT t::text AS row FROM {table} t")  # noqa: S608 - our own names
        assert all(shown.code not in row["row"] for row in rows)


async def test_a_screenshot_scanned_a_second_time_is_used(world: World) -> None:
    shown = await world.show()
    await world.verify(shown.code)

    again = await world.verify(shown.code)

    assert (again.result, again.licence) == ("used", None)


async def test_the_same_request_again_has_the_same_answer(world: World) -> None:
    shown = await world.show(key="show")
    first = await world.verify(shown.code, key="scan")

    assert await world.show(key="show") == shown
    assert await world.verify(shown.code, key="scan") == first
    assert (await count("presentations"), await count("looks")) == (1, 1)


async def test_twenty_verifiers_at_once_and_one_of_them_succeeds(world: World) -> None:
    shown = await world.show()

    results = [one.result for one in await asyncio.gather(*(world.verify(shown.code) for _ in range(20)))]

    assert sorted(results) == ["used"] * 19 + ["valid"]
    assert await count("looks") == 20


@pytest.mark.parametrize(
    ("seconds", "result"), [(0, "valid"), (59, "valid"), (60, "expired"), (3600, "expired")]
)
async def test_a_code_lives_sixty_seconds(world: World, seconds: int, result: str) -> None:
    shown = await world.show()
    world.clock.go_on(timedelta(seconds=seconds))

    assert (await world.verify(shown.code)).result == result
    assert shown.expires_at == shown.expires_at.astimezone(UTC)


async def test_whoever_scanned_in_time_is_not_late_because_the_bank_is_slow(world: World) -> None:
    shown = await world.show()
    world.clock.go_on(LIFE - timedelta(seconds=1))
    answer = world.bank.status

    async def slow(identifier: str, *, purpose: str = "") -> BankStatus:
        world.clock.go_on(timedelta(seconds=3))
        return await answer(identifier, purpose=purpose)

    world.bank.status = slow  # type: ignore[method-assign]  # a bank that takes its time

    assert (await world.verify(shown.code)).result == "valid"


async def test_a_newer_code_ends_the_one_before(world: World) -> None:
    older, newer = await world.show(), await world.show()

    assert (await world.verify(older.code)).result == "replaced"
    assert (await world.verify(newer.code)).result == "valid"


async def test_of_ten_codes_shown_at_once_one_is_good(world: World) -> None:
    licence = await world.card()
    shown = await asyncio.gather(*(world.show(licence) for _ in range(10)))

    results = [(await world.verify(one.code)).result for one in shown]

    assert sorted(results) == ["replaced"] * 9 + ["valid"]


async def test_showing_and_scanning_at_once_never_wait_for_each_other_for_ever(world: World) -> None:
    licence = await world.card()
    shown = await world.show(licence)

    async with asyncio.timeout(30):
        await asyncio.gather(
            *(world.show(licence) for _ in range(5)), *(world.verify(shown.code) for _ in range(5))
        )

    assert (await count("presentations"), await count("looks")) == (6, 5)


@pytest.mark.parametrize("code", ["", "x" * 43, "PALM1:", "证照", "' OR 1=1 --"])
async def test_a_made_up_code_is_an_answer_and_nobody_was_looked_at(world: World, code: str) -> None:
    await world.show()

    verified = await world.verify(code)

    assert (verified.result, verified.licence) == ("unknown", None)
    assert await count("looks") == 0


async def test_a_code_with_any_character_changed_is_unknown(world: World) -> None:
    code = (await world.show()).code
    spoiled = [code[:n] + ("A" if code[n] != "A" else "B") + code[n + 1 :] for n in range(0, len(code), 3)]

    assert {(await world.verify(one)).result for one in (*spoiled, code.swapcase())} == {"unknown"}
    assert (await world.verify(code)).result == "valid"


async def test_after_twenty_misses_a_minute_a_verifier_waits(world: World) -> None:
    for number in range(20):
        await world.verify(f"guess-{number}")

    with pytest.raises(TooManyRequests):
        await world.verify("guess-21")

    assert await count("kept_answers") == 20


async def test_one_verifiers_misses_are_not_anothers(world: World) -> None:
    for number in range(20):
        await world.verify(f"guess-{number}")
    world.verifier = replace(world.verifier, verifier_id=VerifierId(UUID(int=7)))

    assert (await world.verify("guess")).result == "unknown"


async def test_a_purpose_that_was_not_registered_is_refused_and_spends_nothing(world: World) -> None:
    shown = await world.show()

    with pytest.raises(PurposeNotRegistered):
        await world.desk.verify_presentation(world.verifier, shown.code, "随便看看", world.key())

    assert (await world.verify(shown.code)).result == "valid"


async def test_while_the_bank_is_away_a_verifier_is_told_of_when_its_last_word_is(world: World) -> None:
    shown, confirmed_at = await world.show(), world.clock()
    world.clock.go_on(timedelta(seconds=30))
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    verified = await world.verify(shown.code)

    assert (verified.result, verified.bank_away) == ("valid", True)
    assert verified.licence is not None
    assert verified.licence.confirmed_at == confirmed_at


async def test_a_licence_nobody_could_confirm_for_a_day_is_not_called_valid(world: World) -> None:
    licence = await world.card()
    world.clock.go_on(timedelta(hours=24))
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))
    shown = await world.show(licence)
    world.clock.go_on(timedelta(seconds=30))
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    verified = await world.verify(shown.code)

    assert (verified.result, verified.bank_away) == ("unconfirmed", True)
    assert verified.licence is not None
    assert verified.licence.status_text == "状态待核实"
    assert [view.result for view in await world.desk.list_views(world.acting, licence)] == ["unconfirmed"]


async def test_with_the_bank_there_nobody_reads_that_it_is_away(world: World) -> None:
    verified = await world.verify((await world.show()).code)

    assert not verified.bank_away


@pytest.mark.parametrize(
    ("said", "status"), [(BankStatus.RESTRICTED, "restricted"), (BankStatus.ENDED, "cancelled")]
)
async def test_a_licence_taken_away_after_it_was_shown_does_not_pass(
    world: World, said: BankStatus, status: str
) -> None:
    shown = await world.show()
    world.bank.standing[OLD] = said

    verified = await world.verify(shown.code)

    assert verified.result == "not_valid"
    assert verified.licence is not None
    assert verified.licence.status == status
    assert (await world.verify(shown.code)).result == "used"


@pytest.mark.parametrize("asking", ["verifier", "holder", "wallet"])
async def test_a_licence_revoked_while_the_bank_was_asked_is_never_called_valid_again(
    world: World, asking: str
) -> None:
    shown = await world.show()
    card = await world.card()
    world.clock.go_on(timedelta(seconds=61 if asking == "wallet" else 1))
    status, of_holder = world.bank.status, world.bank.of_holder

    async def revoke() -> None:
        async with world.core.atomic():  # as its sealed decision does it
            licence = await world.licences.by_id(card)
            await world.licences.put(replace(licence, status=LicenceStatus.REVOKED, fetched_at=world.clock()))
        world.clock.go_on(timedelta(seconds=1))

    async def slow(identifier: str, *, purpose: str = "") -> BankStatus:
        said = await status(identifier, purpose=purpose)
        await revoke()
        return said

    async def slow_list(*number: Any, **more: Any) -> tuple[BankLicence, ...]:
        listed = await of_holder(*number, **more)
        await revoke()
        return listed

    world.bank.status, world.bank.of_holder = slow, slow_list  # type: ignore[method-assign]  # a slow bank

    if asking == "verifier":
        assert (await world.verify(shown.code)).result == "not_valid"
    elif asking == "holder":
        with pytest.raises(LicenceNotShowable):
            await world.show(card)
    else:
        await world.wallet()

    assert (await world.licences.by_id(card)).status is LicenceStatus.REVOKED


async def test_a_revocation_that_was_read_before_the_bank_confirmed_is_not_lost(world: World) -> None:
    licence = await world.licences.by_id(await world.card())
    read_at = world.clock()
    world.clock.go_on(timedelta(seconds=1))
    await world.show()

    async with world.core.atomic():
        kept = await world.licences.put(replace(licence, status=LicenceStatus.REVOKED, fetched_at=read_at))

    assert kept.status is LicenceStatus.REVOKED
    assert (await world.licences.by_id(kept.licence_id)).status is LicenceStatus.REVOKED


async def test_one_key_is_one_request(world: World) -> None:
    shown = await world.show()
    key = world.key("scan")
    await world.desk.verify_presentation(world.verifier, shown.code, PURPOSE, key)

    with pytest.raises(IdempotencyKeyReused):
        await world.desk.verify_presentation(
            world.verifier, "another", PURPOSE, replace(key, digest=b"e" * 32)
        )


STEPS = st.lists(
    st.one_of(
        st.just(("show", 0)),
        st.tuples(st.just("wait"), st.integers(1, 61)),
        st.tuples(st.just("scan"), st.integers(0, 5)),
    ),
    min_size=2,
    max_size=12,
)


def test_in_any_order_of_showing_waiting_and_scanning_each_code_passes_at_most_once(
    server: TestServer, tmp_path: Path
) -> None:
    """The machine of the repository and the aggregate together, on the real database."""

    async def play(steps: list[tuple[str, int]], url: str) -> None:
        clock = HandClock()
        async with house(url, clock) as core:
            world = await wallet_world(core, clock, tmp_path)
            licence = await world.card()
            codes: list[tuple[str, datetime]] = []
            passed: set[str] = set()
            for step, number in steps:
                match step:
                    case "show":
                        codes.append(((await world.show(licence)).code, clock()))
                    case "wait":
                        clock.go_on(timedelta(seconds=number))
                    case "scan" if codes:
                        code, at = codes[number % len(codes)]
                        is_good = code not in passed and code == codes[-1][0] and clock() - at < LIFE
                        assert ((await world.verify(code)).result == "valid") == is_good
                        passed |= {code} if is_good else set()

    @settings(max_examples=12, deadline=None)
    @given(STEPS)
    def run(steps: list[tuple[str, int]]) -> None:
        with server.database() as urls:
            asyncio.run(play(steps, urls.runtime))

    run()
