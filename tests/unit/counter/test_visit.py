"""A visit names one person, one clerk and one desk for an hour; over the telephone it names nobody."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.counter.visit import LIFE, Visit, VisitKind, is_of_age
from domain.kernel.ids import MatterId, PartyId, StaffId, VisitId
from domain.kernel.party import Channel, Level

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PERSON, SCHOOL = PartyId(uuid4()), PartyId(uuid4())


def a_visit(kind: VisitKind = VisitKind.COUNTER) -> Visit:
    ids = VisitId(uuid4()), kind, StaffId(uuid4()), "clerk-1", "A-03"
    person = PERSON if kind is VisitKind.COUNTER else SCHOOL
    return Visit(*ids, person, SCHOOL, MatterId(uuid4()), NOON, NOON + LIFE)


def test_after_an_hour_it_is_over_by_itself() -> None:
    visit = a_visit()

    assert visit.is_live(NOON + LIFE - timedelta(seconds=1))
    assert not visit.is_live(NOON + LIFE)


def test_ended_once_it_stays_ended() -> None:
    visit = a_visit()

    assert [visit.end(NOON), visit.end(NOON + timedelta(minutes=1))] == [True, False]
    assert (visit.ended_at, visit.is_live(NOON)) == (NOON, False)


def test_at_the_desk_the_person_acts_and_the_clerk_is_named() -> None:
    visit = a_visit()

    acting, for_school = visit.acting(None), visit.acting(SCHOOL)

    assert (acting.person, acting.party, for_school.party) == (PERSON, PERSON, SCHOOL)
    assert (acting.level, acting.channel, acting.clerk) == (Level.COUNTER, Channel.COUNTER, "clerk-1")
    assert acting.session == visit.visit_id


def test_on_the_telephone_nobody_is_identified() -> None:
    acting = a_visit(VisitKind.PHONE).acting(None)

    assert (acting.party, acting.level) == (SCHOOL, Level.NONE)


@pytest.mark.parametrize(
    ("today", "of_age"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True), (date(2027, 1, 1), True)]
)
def test_one_is_of_age_on_the_eighteenth_birthday(today: date, of_age: bool) -> None:
    assert is_of_age(date(2008, 3, 2), today) is of_age
