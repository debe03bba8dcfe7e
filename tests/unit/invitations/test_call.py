"""One entry gathers whatever was said about one matter, and a clerk's outcome closes it or puts it off."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.invitations.call import Attempt, Call, CallEntry, CallOutcome, ReplyKind
from domain.kernel.ids import CallId
from domain.kernel.personal import Phone
from domain.kernel.refusals import StepNotAllowed

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
ONE, OTHER = Phone("19900000001"), Phone("19900000002")


def an_entry(*said: tuple[ReplyKind, Phone | None]) -> CallEntry:
    calls = tuple(
        Call(uuid4(), phone, kind, NOON + timedelta(minutes=n), None) for n, (kind, phone) in enumerate(said)
    )
    return CallEntry(CallId(calls[0].call_id), None, calls)


def test_three_ones_and_a_three_are_counted_apart() -> None:
    entry = an_entry(*[(ReplyKind.CALL_ME, ONE)] * 3, (ReplyKind.NOT_ME, ONE))

    told = [(reason.kind, reason.times, (reason.last - reason.first).seconds) for reason in entry.reasons]
    assert told == [(ReplyKind.CALL_ME, 3, 120), (ReplyKind.NOT_ME, 1, 0)]


def test_the_newest_number_is_rung_first_and_none_stands_twice() -> None:
    entry = an_entry((ReplyKind.CALL_ME, ONE), (ReplyKind.UNREACHABLE, None), (ReplyKind.OTHER, OTHER))

    assert entry.phones == (OTHER, ONE)


@pytest.mark.parametrize("outcome", [one for one in CallOutcome if one is not CallOutcome.NOT_REACHED])
def test_every_outcome_but_not_reached_closes_the_entry(outcome: CallOutcome) -> None:
    entry = an_entry((ReplyKind.CALL_ME, ONE))

    entry.settle(Attempt(NOON, outcome, "clerk-1"))

    assert (entry.closed_at, entry.outcome, entry.again_on) == (NOON, outcome, None)
    with pytest.raises(StepNotAllowed):
        entry.settle(Attempt(NOON, CallOutcome.NOT_REACHED, "clerk-1"))


def test_not_reached_counts_a_try_and_names_another_day() -> None:
    entry = an_entry((ReplyKind.CALL_ME, ONE))

    for day in (24, 25):
        entry.settle(Attempt(NOON, CallOutcome.NOT_REACHED, "clerk-1", date(2026, 11, day)))

    assert (entry.tries, entry.again_on, entry.closed_at) == (2, date(2026, 11, 25), None)
