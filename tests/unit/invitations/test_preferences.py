"""How somebody wants to be told: one way that leads to them stays on, and six hours of the day stay open."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from domain.invitations.preference import (
    Language,
    LastWay,
    Preference,
    QuietTooLong,
    Wishes,
    way_line,
)
from domain.invitations.quiet import LEAST_OPEN, QuietHours, open_of_a_day, wait_of_all
from domain.kernel.ids import PartyId
from domain.kernel.party import Channel
from domain.kernel.refusals import ChangedMeanwhile

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # in Beijing
SMS, APP, MINI = Channel.SMS, Channel.APP, Channel.MINI_PROGRAM
REST = QuietHours(time(12, 30), time(14))
CITY = QuietHours()


def at(hour: int, minute: int = 0) -> datetime:
    """That hour in Beijing."""
    return NOON + timedelta(hours=hour - 12, minutes=minute)


def preference(*muted: Channel, version: int = 3) -> Preference:
    return Preference(PartyId(UUID(int=1)), Wishes(frozenset(muted)), version)


def change(held: Preference, wishes: Wishes, *, seen: int = 3, reached: frozenset[Channel]) -> bool:
    return held.change(wishes, seen=seen, reached=reached, city=CITY, at=NOON)


def test_a_change_counts_up_and_says_in_what() -> None:
    held, wishes = preference(), Wishes(frozenset({APP}), REST, Language.ENGLISH)

    assert change(held, wishes, reached=frozenset({SMS, APP}))

    assert (held.version, held.changed_at, held.wishes) == (4, NOON, wishes)
    assert Wishes().changed(wishes) == ("ways", "quiet-hours", "language")
    assert wishes.changed(wishes) == ()


def test_the_same_said_again_is_no_change_whatever_was_looked_at() -> None:
    held = preference(APP)

    assert not change(held, Wishes(frozenset({APP})), seen=0, reached=frozenset({SMS}))
    assert held.version == 3


def test_who_looked_at_something_older_is_told_so() -> None:
    with pytest.raises(ChangedMeanwhile):
        change(preference(), Wishes(frozenset({APP})), seen=2, reached=frozenset({SMS}))


@pytest.mark.parametrize("reached", [frozenset({SMS}), frozenset({SMS, MINI})])
def test_the_last_way_that_leads_to_them_stays_on(reached: frozenset[Channel]) -> None:
    """That the app is on counts for nothing while no app is bound."""
    with pytest.raises(LastWay):
        change(preference(MINI), Wishes(frozenset({MINI, SMS})), reached=reached)


def test_texts_can_be_turned_off_where_another_way_leads_to_them() -> None:
    assert change(preference(), Wishes(frozenset({SMS})), reached=frozenset({SMS, APP}))


def test_who_lost_their_other_way_may_still_change_the_language() -> None:
    held = preference(SMS)

    assert change(held, Wishes(frozenset({SMS}), language=Language.ENGLISH), reached=frozenset({SMS}))


@pytest.mark.parametrize(
    ("starts", "ends", "is_fine"),
    [
        (time(12, 30), time(14), True),
        (time(8), time(16), True),  # after a night shift: 16 to 22 is left
        (time(8), time(16, 1), False),
        (time(14), time(14), False),
        (time(9), time(8), False),
    ],
)
def test_own_hours_leave_six_of_the_day_beside_the_citys(starts: time, ends: time, *, is_fine: bool) -> None:
    held, wishes = preference(), Wishes(quiet=QuietHours(starts, ends))
    if is_fine:
        assert change(held, wishes, reached=frozenset({SMS}))
        assert open_of_a_day((CITY, QuietHours(starts, ends))) >= LEAST_OPEN
        return
    with pytest.raises(QuietTooLong):
        change(held, wishes, reached=frozenset({SMS}))


def test_what_the_law_has_us_tell_goes_by_text_whatever_they_wish() -> None:
    wishes = Wishes(frozenset({SMS, APP}))

    assert wishes.silent(is_due_by_law=True) == {APP}
    assert wishes.silent(is_due_by_law=False) == {SMS, APP}


@pytest.mark.parametrize(
    ("now", "waits"),
    [
        (at(12), timedelta()),
        (at(12, 30), timedelta(minutes=90)),
        (at(13, 59), timedelta(minutes=1)),
        (at(14), timedelta()),
    ],
)
def test_hours_of_the_day_hold_from_their_start_to_their_end(now: datetime, waits: timedelta) -> None:
    assert REST.wait(now) == waits


def test_hours_that_follow_each_other_are_waited_through_together() -> None:
    early, late = QuietHours(time(8), time(10)), QuietHours(time(20), time(22))

    assert wait_of_all((CITY, early), at(23)) == timedelta(hours=11)
    assert wait_of_all((late, CITY), at(21)) == timedelta(hours=11)
    assert wait_of_all((), at(23)) == timedelta()


def test_hours_that_leave_nothing_of_the_day_are_not_waited_through_for_ever() -> None:
    assert wait_of_all((CITY, QuietHours(time(8), time(22))), at(12)) >= timedelta(days=1)


def test_of_each_way_it_is_said_whether_it_may_be_turned_off_and_why_not() -> None:
    alone = way_line(SMS, Wishes(), frozenset({SMS}))
    beside = way_line(SMS, Wishes(), frozenset({SMS, APP}))
    muted = way_line(SMS, Wishes(frozenset({SMS})), frozenset({SMS, APP}))
    unbound = way_line(APP, Wishes(), frozenset({SMS}))

    assert (alone.may_turn_off, beside.may_turn_off) == (False, True)
    assert len({alone.why, beside.why, muted.why}) == 3
    assert (unbound.is_on, unbound.is_ready, unbound.may_turn_off) == (True, False, True)
    assert "还没有" in unbound.why
