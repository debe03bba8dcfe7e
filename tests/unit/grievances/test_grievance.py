"""A grievance (错证、缺证、差评、投诉): answered once, reopened in fifteen days, never answered amiss."""

from datetime import timedelta

import pytest

from domain.grievances.grievance import (
    DAYS,
    FITTING,
    NEXT,
    REOPENS_WITHIN,
    Contact,
    Grievance,
    GrievanceKind,
    GrievanceState,
    Handover,
    Malice,
    Remedy,
    Utterance,
)
from domain.grievances.refusals import RemedyNotFitting, ReopeningTooLate
from domain.grievances.words import KIND_WORDS, REMEDY_WORDS, STATE_WORDS
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed
from tests.unit.grievances.made import CLERK, MORNING, an_answer, raised

HANDED = Handover(Free("经办人回避"), CLERK, MORNING, CLERK)
AGAIN = Utterance(Free("还是太久"), MORNING + timedelta(days=1))


def answered() -> Grievance:
    grievance = raised()
    grievance.answer(an_answer())
    return grievance


def test_an_answer_ends_the_waiting_and_tells_until_when_it_may_be_reopened() -> None:
    grievance = answered()

    assert not grievance.waits
    assert grievance.reopens_until == MORNING + REOPENS_WITHIN


def test_nobody_answers_twice() -> None:
    grievance = answered()

    with pytest.raises(StepNotAllowed):
        grievance.answer(an_answer())
    assert len(grievance.answers) == 1


@pytest.mark.parametrize("kind", GrievanceKind)
def test_every_kind_is_answered_by_what_fits_it_and_by_nothing_else(kind: GrievanceKind) -> None:
    for remedy in Remedy:
        grievance = raised(kind)
        if remedy in FITTING[kind]:
            grievance.answer(an_answer(remedy))
            assert grievance.state is GrievanceState.ANSWERED
        else:
            with pytest.raises(RemedyNotFitting):
                grievance.answer(an_answer(remedy))
            assert grievance.state is GrievanceState.OPEN


def test_who_is_not_content_reopens_it_and_it_goes_to_the_chiefs_with_fresh_days() -> None:
    grievance = raised()
    grievance.hand_over(HANDED)
    grievance.answer(an_answer())

    grievance.reopen(AGAIN)

    assert (grievance.state, grievance.handler, grievance.for_chiefs) == (GrievanceState.REOPENED, None, True)
    assert grievance.counted_from == AGAIN.at
    assert [one.words.reveal() for one in grievance.said] == ["窗口排队太久", "还是太久"]


def test_after_fifteen_days_it_is_not_reopened() -> None:
    grievance = answered()

    with pytest.raises(ReopeningTooLate):
        grievance.reopen(Utterance(AGAIN.words, MORNING + REOPENS_WITHIN + timedelta(seconds=1)))
    grievance.reopen(Utterance(AGAIN.words, MORNING + REOPENS_WITHIN))


def test_a_closed_one_is_not_reopened() -> None:
    grievance = answered()
    grievance.close()

    with pytest.raises(ReopeningTooLate):
        grievance.reopen(AGAIN)


def test_what_waits_is_not_reopened_and_not_closed() -> None:
    grievance = raised()

    with pytest.raises(StepNotAllowed):
        grievance.reopen(AGAIN)
    with pytest.raises(StepNotAllowed):
        grievance.close()


def test_only_a_bad_rating_wants_a_word_first_and_one_is_enough() -> None:
    assert [kind for kind in GrievanceKind if raised(kind).wants_contact] == [GrievanceKind.BAD_RATING]
    grievance = raised(GrievanceKind.BAD_RATING)

    grievance.contact(Contact(Free("已回访"), CLERK, MORNING))

    assert not grievance.wants_contact


def test_a_certificate_reads_under_correction_only_while_it_is_said_to_be_wrong() -> None:
    wrong = raised(GrievanceKind.WRONG_CERTIFICATE)
    assert wrong.is_correcting
    assert not raised(GrievanceKind.MISSING_CERTIFICATE).is_correcting

    wrong.answer(an_answer(Remedy.STANDS))

    assert not wrong.is_correcting


def test_malice_is_found_of_a_bad_rating_once_and_leaves_it_to_be_answered() -> None:
    malice = Malice(Free("与办理无关"), CLERK, MORNING)
    with pytest.raises(StepNotAllowed):
        raised().find_malice(malice)
    rated = raised(GrievanceKind.BAD_RATING)

    rated.find_malice(malice)

    assert rated.waits
    with pytest.raises(StepNotAllowed):
        rated.find_malice(malice)


@pytest.mark.parametrize("state", [GrievanceState.ANSWERED, GrievanceState.CLOSED])
def test_what_was_answered_is_handed_to_nobody_and_needs_no_call(state: GrievanceState) -> None:
    grievance = answered()
    if state is GrievanceState.CLOSED:
        grievance.close()

    with pytest.raises(StepNotAllowed):
        grievance.hand_over(HANDED)
    with pytest.raises(StepNotAllowed):
        grievance.contact(Contact(Free("已回访"), CLERK, MORNING))
    with pytest.raises(StepNotAllowed):
        grievance.add(AGAIN)


def test_every_kind_has_its_days_with_a_source_and_everything_has_words() -> None:
    assert set(DAYS) == set(GrievanceKind) == set(KIND_WORDS) == set(FITTING)
    assert all(days.answer > 0 and days.source for days in DAYS.values())
    assert set(STATE_WORDS) == set(GrievanceState)
    assert set(REMEDY_WORDS) == set(Remedy)
    assert GrievanceState.CLOSED not in NEXT
