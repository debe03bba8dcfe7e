"""The recheck (抽查): drawn by a lot nobody chooses, at least one a week of each item."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from domain.decisions.recheck import SHARE, Granted, Recheck, RecheckState, drawn, is_of_sample, monday
from domain.kernel.ids import CaseId, ItemCode, MatterId, RecheckId, StaffId
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed

MONDAY, NEXT_MONDAY = date(2026, 11, 16), date(2026, 11, 23)
NEVER, ALWAYS = b"\xff" * 32, b"\x00" * 32


def granted(n: int, *, lot: bytes, item: str = "a", week: date = MONDAY, is_drawn: bool = False) -> Granted:
    return Granted(CaseId(UUID(int=n)), MatterId(UUID(int=n)), ItemCode(item), week, lot, is_drawn)


def test_about_one_in_twenty_is_of_the_sample() -> None:
    lots = [sha256(str(n).encode()).digest() for n in range(4000)]

    share = sum(map(is_of_sample, lots)) / len(lots)

    assert SHARE / 2 < share < SHARE * 2


def test_the_lot_draws_at_once_and_nobody_twice() -> None:
    found = [granted(1, lot=ALWAYS, week=NEXT_MONDAY), granted(2, lot=ALWAYS, is_drawn=True)]

    assert [one.case for one in drawn(found, today=NEXT_MONDAY)] == [CaseId(UUID(int=1))]


def test_of_each_ended_week_and_item_at_least_one_is_drawn() -> None:
    low = b"\x7f" + NEVER[1:]
    found = [granted(1, lot=NEVER), granted(2, lot=low), granted(3, lot=NEVER, item="b")]

    assert {one.case.int for one in drawn(found, today=NEXT_MONDAY)} == {2, 3}


def test_a_week_that_runs_waits_for_its_end() -> None:
    found = [granted(1, lot=NEVER, week=NEXT_MONDAY)]

    assert drawn(found, today=NEXT_MONDAY + timedelta(days=6)) == ()
    assert len(drawn(found, today=NEXT_MONDAY + timedelta(days=7))) == 1


def test_a_week_that_has_one_already_gets_no_other() -> None:
    found = [granted(1, lot=NEVER, is_drawn=True), granted(2, lot=NEVER)]

    assert drawn(found, today=NEXT_MONDAY) == ()


@pytest.mark.parametrize("day", [MONDAY + timedelta(days=n) for n in range(7)])
def test_every_day_belongs_to_its_monday(day: date) -> None:
    assert monday(day) == MONDAY


def test_it_is_judged_once() -> None:
    recheck = Recheck(RecheckId(UUID(int=1)), CaseId(UUID(int=2)), datetime(2026, 11, 23, tzinfo=UTC))
    told = {"by": StaffId(UUID(int=3)), "at": recheck.drawn_at, "reason": Free("一致")}

    recheck.judge(RecheckState.RIGHT, **told)  # type: ignore[arg-type] # the test's to get right

    with pytest.raises(StepNotAllowed):
        recheck.judge(RecheckState.WRONG, **told)  # type: ignore[arg-type] # likewise
    assert recheck.state is RecheckState.RIGHT
