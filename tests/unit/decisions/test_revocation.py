"""The revocation (撤销): nobody signs what they prepared, and nobody before the person was heard."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.decisions.revocation import (
    ARTICLES,
    NEXT,
    STATE_WORDS,
    Basis,
    HearingNotOver,
    Revocation,
    RevocationState,
    RevokerIsPreparer,
    Statement,
)
from domain.kernel.ids import CaseId, RevocationId, StaffId
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
UNTIL = date(2026, 11, 30)
CLERK, CHIEF = StaffId(UUID(int=1)), StaffId(UUID(int=2))
SAID = Statement(Free("不是有意隐瞒"), AT)


def prepared() -> Revocation:
    reasons = (Free("不符合法定条件"),)
    case, revocation = CaseId(UUID(int=3)), RevocationId(UUID(int=4))
    return Revocation(revocation, case, Basis.UNQUALIFIED, reasons, CLERK, AT, UNTIL)


def test_nobody_signs_or_buries_what_they_prepared() -> None:
    revocation = prepared()
    revocation.hear(SAID)

    with pytest.raises(RevokerIsPreparer):
        revocation.sign(by=CLERK, at=AT, today=UNTIL, note=None)
    with pytest.raises(RevokerIsPreparer):
        revocation.drop(by=CLERK, at=AT, note=None)
    assert revocation.state is RevocationState.HEARING


def test_it_is_not_signed_while_the_person_may_still_speak() -> None:
    revocation = prepared()

    with pytest.raises(HearingNotOver):
        revocation.sign(by=CHIEF, at=AT, today=UNTIL, note=None)
    revocation.sign(by=CHIEF, at=AT, today=UNTIL + timedelta(days=1), note=None)

    assert revocation.state is RevocationState.SIGNED


def test_who_has_spoken_need_not_wait_for_the_day() -> None:
    revocation = prepared()

    revocation.hear(SAID)
    revocation.sign(by=CHIEF, at=AT, today=AT.date(), note=None)

    assert (revocation.state, revocation.decided_by) == (RevocationState.SIGNED, CHIEF)


def test_a_chief_may_drop_it_at_any_time_and_that_ends_it() -> None:
    revocation = prepared()

    revocation.drop(by=CHIEF, at=AT, note=Free("理由不足"))

    assert not revocation.is_open
    with pytest.raises(StepNotAllowed):
        revocation.sign(by=CHIEF, at=AT, today=UNTIL + timedelta(days=9), note=None)


def test_what_the_person_wrote_is_not_written_over_at_the_desk() -> None:
    revocation, taken_down = prepared(), Statement(Free("没有意见"), AT, nothing_to_say=True, taken_by=CLERK)
    revocation.hear(taken_down)
    revocation.hear(SAID)

    with pytest.raises(StepNotAllowed):
        revocation.hear(taken_down)

    assert revocation.statement == SAID


def test_once_signed_nothing_more_is_heard() -> None:
    revocation = prepared()
    revocation.hear(SAID)
    revocation.sign(by=CHIEF, at=AT, today=UNTIL, note=None)

    with pytest.raises(StepNotAllowed):
        revocation.hear(SAID)


def test_what_the_back_end_would_not_have_is_signed_once_more_or_dropped() -> None:
    revocation = prepared()
    revocation.hear(SAID)
    revocation.sign(by=CHIEF, at=AT, today=UNTIL, note=None)
    revocation.tried_at = AT
    revocation.move(RevocationState.REFUSED)

    revocation.sign(by=CHIEF, at=AT, today=UNTIL, note=None)

    assert not revocation.tried_at
    assert not revocation.refused_with
    revocation.move(RevocationState.TOLD)


def test_nothing_leaves_revoked_or_dropped() -> None:
    for ended in (RevocationState.REVOKED, RevocationState.DROPPED):
        assert ended not in NEXT
        for to in RevocationState:
            revocation = prepared()
            revocation.state = ended
            with pytest.raises(StepNotAllowed):
                revocation.move(to)


def test_every_basis_names_its_article_and_every_state_has_words() -> None:
    assert set(ARTICLES) == set(Basis)
    assert all(article.startswith("行政许可法第六十九条") for article in ARTICLES.values())
    assert set(STATE_WORDS) == set(RevocationState)
