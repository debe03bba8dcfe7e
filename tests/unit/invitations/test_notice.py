"""A notice takes only the steps of its table, and every try has a number of its own."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from domain.invitations.notice import NEXT, Notice, NoticeState
from domain.kernel.ids import InvitationId, MatterId, NoticeId
from domain.kernel.personal import Phone
from domain.kernel.refusals import StepNotAllowed

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
ENDED = (NoticeState.DELIVERED, NoticeState.REFUSED, NoticeState.DROPPED)


def a_notice(state: NoticeState = NoticeState.QUEUED) -> Notice:
    values = {"code": "482 913 605"}
    ids = NoticeId(UUID(int=1)), InvitationId(UUID(int=2)), MatterId(UUID(int=3))
    return Notice(*ids, Phone("19900000101"), "renewal-due", values, state, AT)


@pytest.mark.parametrize(("state", "to"), [*product(NoticeState, NoticeState)])
def test_a_notice_takes_only_the_steps_of_its_table(state: NoticeState, to: NoticeState) -> None:
    notice = a_notice(state)

    if to in NEXT.get(state, ()):
        notice.move(to)
        assert (notice.state, notice.version) == (to, 1)
    else:
        with pytest.raises(StepNotAllowed):
            notice.move(to)
        assert (notice.state, notice.version) == (state, 0)


@pytest.mark.parametrize("ended", ENDED)
def test_what_arrived_was_refused_or_dropped_is_never_sent_again(ended: NoticeState) -> None:
    with pytest.raises(StepNotAllowed):
        a_notice(ended).begin("words", at=AT)


def test_every_try_has_a_number_of_its_own() -> None:
    notice = a_notice()

    notice.begin("words", at=AT)
    first = notice.out_id
    notice.move(NoticeState.QUEUED)
    notice.begin("words", at=AT)

    assert (first, notice.out_id) == (f"{UUID(int=1).hex}-1", f"{UUID(int=1).hex}-2")


def test_a_notice_printed_by_mistake_shows_neither_number_nor_code() -> None:
    shown = repr(a_notice())

    assert "19900000101" not in shown
    assert "482" not in shown
