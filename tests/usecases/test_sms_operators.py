"""What the operators of texts did lately, in PostgreSQL, and the shares that follow from it."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.keys.randomness import uuid7
from adapters.postgres.sms_tries import PostgresSmsTries
from adapters.postgres.vendor_shares import PostgresVendorShares
from bff.compose.core import Core
from domain.invitations.routing import ERRORS, PORT, SET_UP, SLOW
from domain.invitations.tries import Measured, Shares, SmsTry, TryState
from domain.kernel.ids import NoticeId
from domain.usecases.weigh_sms_operators import WeighSmsOperators
from tests.support.house import HandClock, rows
from tests.usecases.notice_world import World, a_record, a_world

REST = {"aliyun": 70, "tencent": 30}


@pytest.fixture
def tries(core: Core, clock: HandClock) -> PostgresSmsTries:
    del core
    return PostgresSmsTries(clock, uuid7)


@pytest.fixture
def weigh(core: Core, clock: HandClock, tries: PostgresSmsTries) -> WeighSmsOperators:
    return WeighSmsOperators(tries, PostgresVendorShares(uuid7), REST, core.atomic, clock)


async def told(tries: PostgresSmsTries, clock: HandClock, *states: TryState, vendor: str = "aliyun") -> None:
    """One try each, ended so."""
    for number, state in enumerate(states):
        out_id = f"{vendor}-{clock():%H%M%S}-{number}"
        await tries.begin(SmsTry(out_id, vendor, "renewal-due", 2, clock()))
        if state is not TryState.TRYING:
            await tries.answered(out_id, vendor, state, reference=f"ref-{out_id}")


async def shares() -> dict[str, int]:
    return {row["vendor"]: row["share"] for row in await rows("vendor_shares")}


async def test_a_try_is_read_as_it_was_kept(tries: PostgresSmsTries, clock: HandClock) -> None:
    one = SmsTry("n-1", "aliyun", "renewal-due", 2, clock())
    await tries.begin(one)
    await tries.answered("n-1", "aliyun", TryState.ACCEPTED, reference="900^0")

    [found] = await tries.of("n-1")

    assert found == SmsTry("n-1", "aliyun", "renewal-due", 2, clock(), TryState.ACCEPTED, "900^0")


async def test_a_second_try_of_the_same_number_takes_the_place_of_the_first(
    tries: PostgresSmsTries, clock: HandClock
) -> None:
    await told(tries, clock, TryState.UNAVAILABLE)
    [before] = await rows("sms_tries")

    await tries.begin(SmsTry(before["out_id"], "aliyun", "renewal-due", 2, clock()))

    [found] = await tries.of(before["out_id"])
    assert (found.state, found.reference) == (TryState.TRYING, "")


async def test_a_report_quicker_than_the_answer_stays(tries: PostgresSmsTries, clock: HandClock) -> None:
    await tries.begin(SmsTry("n-1", "aliyun", "renewal-due", 2, clock()))

    known = await tries.reported("aliyun", out_id="n-1", reference="900^0", state=TryState.DELIVERED)
    await tries.answered("n-1", "aliyun", TryState.ACCEPTED, reference="900^0")
    await tries.reported("aliyun", out_id="n-1", reference="900^0", state=TryState.FAILED)

    [found] = await tries.of("n-1")
    assert (known, found.state) == ("n-1", TryState.DELIVERED)


async def test_a_report_of_another_operator_is_about_nothing_of_this_one(
    tries: PostgresSmsTries, clock: HandClock
) -> None:
    await told(tries, clock, TryState.ACCEPTED)
    [row] = await rows("sms_tries")

    for number in ({"out_id": row["out_id"], "reference": ""}, {"out_id": "", "reference": row["reference"]}):
        assert await tries.reported("tencent", **number, state=TryState.DELIVERED) is None
    assert await tries.reported("aliyun", out_id="", reference="", state=TryState.DELIVERED) is None
    assert await tries.reported("aliyun", out_id="\0", reference="\0", state=TryState.DELIVERED) is None


async def test_errors_are_counted_for_ten_minutes(tries: PostgresSmsTries, clock: HandClock) -> None:
    ended = (TryState.UNAVAILABLE, TryState.UNKNOWN, TryState.REFUSED, TryState.ACCEPTED, TryState.TRYING)
    await told(tries, clock, *ended)

    soon = await tries.measured(now=clock())
    clock.go_on(timedelta(minutes=2))
    later = await tries.measured(now=clock())
    clock.go_on(timedelta(minutes=9))
    too_late = await tries.measured(now=clock())

    assert soon == (Measured("aliyun", 5, 2, 0, 0),)
    assert later == (Measured("aliyun", 5, 3, 0, 0),)  # a try without an answer for a minute has none
    assert [(one.tries, one.failed) for one in too_late] == [(0, 0)]


async def test_a_report_after_four_minutes_or_none_is_slow(tries: PostgresSmsTries, clock: HandClock) -> None:
    await told(tries, clock, *[TryState.ACCEPTED] * 3)
    ids = sorted(row["out_id"] for row in await rows("sms_tries"))
    clock.go_on(timedelta(minutes=1))
    await tries.reported("aliyun", out_id=ids[0], reference="", state=TryState.DELIVERED)
    clock.go_on(timedelta(minutes=4))
    await tries.reported("aliyun", out_id=ids[1], reference="", state=TryState.FAILED)

    [one] = await tries.measured(now=clock())

    assert (one.accepted, one.slow) == (3, 2)


async def test_what_is_not_yet_due_is_not_slow(tries: PostgresSmsTries, clock: HandClock) -> None:
    await told(tries, clock, *[TryState.ACCEPTED] * 3)
    clock.go_on(timedelta(minutes=3))

    [one] = await tries.measured(now=clock())

    assert (one.accepted, one.slow) == (0, 0)


async def test_at_first_the_shares_are_where_they_rest(weigh: WeighSmsOperators) -> None:
    told = await weigh()

    assert told is not None
    assert (told.why, await shares()) == (SET_UP, REST)
    assert await weigh() is None


async def test_errors_move_ten_points_and_only_once_however_many_workers_look(
    weigh: WeighSmsOperators, tries: PostgresSmsTries, clock: HandClock
) -> None:
    await weigh()
    clock.go_on(timedelta(minutes=5))
    await told(tries, clock, *[TryState.UNAVAILABLE] * 10)

    changes = await asyncio.gather(*(weigh() for _ in range(5)))

    [change] = [one for one in changes if one is not None]
    assert (change.why, await shares()) == (ERRORS, {"aliyun": 60, "tencent": 40})


async def test_slowness_moves_them_and_an_hour_without_it_brings_them_back(
    weigh: WeighSmsOperators, tries: PostgresSmsTries, clock: HandClock
) -> None:
    await weigh()
    await told(tries, clock, *[TryState.ACCEPTED] * 10)
    clock.go_on(timedelta(minutes=5))
    moved = await weigh()

    clock.go_on(timedelta(minutes=61))
    await weigh()

    assert moved is not None
    assert moved.why == SLOW
    assert await shares() == REST


async def test_an_operator_that_left_the_settings_leaves_the_shares(
    core: Core, weigh: WeighSmsOperators, clock: HandClock
) -> None:
    store = PostgresVendorShares(uuid7)
    async with core.atomic():
        await store.save(PORT, Shares({"aliyun": 50, "gone": 50}, clock(), ""))

    await weigh()

    assert await shares() == REST


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def test_a_report_that_names_only_their_number_finds_its_notice(
    world: World, tries: PostgresSmsTries, clock: HandClock
) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    await kept_as(tries, clock, notice)

    await world.desk.receive_sms_reports("aliyun", theirs(clock))
    await world.read_inbox()

    assert [one["state"] for one in await rows("notices")] == ["delivered"]
    assert [one["state"] for one in await rows("sms_tries")] == ["delivered"]


async def test_a_report_that_was_quicker_than_the_answer_finds_its_notice_later(
    world: World, tries: PostgresSmsTries, clock: HandClock
) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    await world.desk.receive_sms_reports("aliyun", theirs(clock))
    await kept_as(tries, clock, notice)

    await world.read_inbox()

    assert [one["state"] for one in await rows("notices")] == ["delivered"]


async def test_a_report_of_nobodys_message_stays_where_it_is(world: World, clock: HandClock) -> None:
    await world.desk.receive_sms_reports("aliyun", theirs(clock))

    await world.read_inbox()

    assert [one["done_at"] for one in await rows("inbox")] == [None]


async def kept_as(tries: PostgresSmsTries, clock: HandClock, notice: NoticeId) -> None:
    """As the router keeps it; the operator's number is the only one its report has."""
    out_id = f"{notice.hex}-1"
    await tries.begin(SmsTry(out_id, "aliyun", "renewal-due", 1, clock()))
    await tries.answered(out_id, "aliyun", TryState.ACCEPTED, reference="theirs-1")


def theirs(clock: HandClock) -> bytes:
    return json.dumps([["", "theirs-1", "19900000001", "", clock().isoformat()]]).encode()
