"""The digest stands for everything on the screen and for nothing else; each item is answered by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.invitations.invitation import (
    Answer,
    Invitation,
    InvitationLapsed,
    MatterAlreadyAnswered,
    Offer,
)
from domain.invitations.shown import ANSWERS, Shown, ShownItem, Why, promise_of
from domain.kernel.ids import InvitationId, ItemCode, MatterId, PartyId

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LAST_DAY = date(2026, 12, 21)
WHY = Why("有效期至2027年1月20日", "社会组织登记系统", NOON, "r@1")
ITEM = ShownItem("a-renewal", "到期换发", "0001号", date(2027, 1, 20), LAST_DAY, "审批局", 20)
SHOWN = Shown("invitation-1", "晨光学校", (WHY,), (ITEM,), promise_of(["truthfulness-1"]))


@pytest.mark.parametrize(
    "other",
    [
        replace(SHOWN, version="invitation-2"),
        replace(SHOWN, party_name="另一所学校"),
        replace(SHOWN, why=(replace(WHY, text="有效期至2027年1月21日"),)),
        replace(SHOWN, why=(replace(WHY, as_of=NOON + timedelta(seconds=1)),)),
        replace(SHOWN, items=(replace(ITEM, last_day=date(2026, 12, 22)),)),
        replace(SHOWN, items=(ITEM, ITEM)),
        replace(SHOWN, promise="随便"),
    ],
)
def test_whatever_changes_on_the_screen_changes_the_digest(other: Shown) -> None:
    assert other.digest() != SHOWN.digest()


def test_the_same_screen_has_the_same_digest_wherever_its_instants_were_read() -> None:
    beijing = NOON.astimezone(timezone(timedelta(hours=8)))

    assert replace(SHOWN, why=(replace(WHY, as_of=beijing),)).digest() == SHOWN.digest()


def test_several_items_with_one_promise_show_it_once() -> None:
    assert promise_of(["truthfulness-1", "truthfulness-1"]) == promise_of(["truthfulness-1"])


def test_every_answer_has_words() -> None:
    assert set(ANSWERS) == set(Answer)


def _invitation() -> Invitation:
    offer = Offer(ItemCode("a"), "r", "body", date(2027, 1, 20), LAST_DAY, "r@1", NOON)
    ids = (InvitationId(UUID(int=1)), MatterId(UUID(int=2)), PartyId(UUID(int=3)))
    return Invitation(*ids, [offer], "invitation-1", NOON)


@given(st.lists(st.sampled_from(Answer), max_size=6))
def test_the_first_answer_stands_but_not_now_may_become_another(answers: list[Answer]) -> None:
    invitation = _invitation()
    standing: Answer | None = None

    for answer in answers:
        if standing in (None, Answer.NOT_NOW, answer):
            is_news = invitation.answer(ItemCode("a"), answer, today=LAST_DAY)
            assert is_news is (answer is not standing)
            standing = answer
        else:
            with pytest.raises(MatterAlreadyAnswered):
                invitation.answer(ItemCode("a"), answer, today=LAST_DAY)
        assert invitation.offer(ItemCode("a")).answer is standing


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    with pytest.raises(InvitationLapsed):
        _invitation().answer(ItemCode("a"), Answer.YES, today=LAST_DAY + timedelta(days=1))

    assert _invitation().answer(ItemCode("a"), Answer.YES, today=LAST_DAY)
