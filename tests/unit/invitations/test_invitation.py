"""The first yes or never stands; «not now» may become yes; a yes has its last lawful day."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest

from domain.invitations.invitation import (
    Answer,
    Invitation,
    InvitationLapsed,
    MatterAlreadyAnswered,
    Offer,
)
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId
from domain.kernel.refusals import NotFound

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY, LAST_DAY = date(2026, 11, 23), date(2026, 12, 21)
ONE, OTHER = ItemCode("a-renewal"), ItemCode("a-change")


def an_offer(item: ItemCode = ONE, last_day: date = LAST_DAY) -> Offer:
    return Offer(item, "r1", "11370285MB9990012C", date(2027, 1, 20), last_day, "expiry@1", AT)


def an_invitation(*offers: Offer) -> Invitation:
    ids = InvitationId(UUID(int=1)), MatterId(UUID(int=2)), PartyId(UUID(int=3))
    return Invitation(*ids, list(offers or (an_offer(),)), "a-renewal@1", AT)


@pytest.mark.parametrize(("first", "second"), [*product(Answer, Answer)])
def test_only_not_now_may_become_another_answer(first: Answer, second: Answer) -> None:
    invitation = an_invitation()
    invitation.answer(ONE, first, today=TODAY)

    if first is second:
        assert invitation.answer(ONE, second, today=TODAY) is False
    elif first is Answer.NOT_NOW:
        assert invitation.answer(ONE, second, today=TODAY) is True
    else:
        with pytest.raises(MatterAlreadyAnswered):
            invitation.answer(ONE, second, today=TODAY)


def test_the_last_lawful_day_itself_is_good_for_a_yes() -> None:
    assert an_invitation().answer(ONE, Answer.YES, today=LAST_DAY)


def test_a_yes_a_day_later_is_refused_and_a_no_is_not() -> None:
    invitation = an_invitation()

    with pytest.raises(InvitationLapsed):
        invitation.answer(ONE, Answer.YES, today=date(2026, 12, 22))

    assert invitation.answer(ONE, Answer.NOT_ME, today=date(2026, 12, 22))


def test_each_item_is_answered_for_itself() -> None:
    invitation = an_invitation(an_offer(), an_offer(OTHER, date(2026, 12, 1)))

    invitation.answer(OTHER, Answer.YES, today=TODAY)

    assert (invitation.offer(ONE).answer, invitation.offer(OTHER).answer) == (None, Answer.YES)
    assert invitation.last_day == date(2026, 12, 1)


def test_an_item_that_was_not_offered_is_not_found() -> None:
    with pytest.raises(NotFound):
        an_invitation().answer(OTHER, Answer.YES, today=TODAY)
