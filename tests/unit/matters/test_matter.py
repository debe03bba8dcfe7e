"""A matter takes only the steps of its table."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from domain.kernel.ids import MatterId, PartyId
from domain.kernel.refusals import StepNotAllowed
from domain.matters.matter import NEXT, Matter, MatterState


def a_matter(state: MatterState) -> Matter:
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    return Matter(MatterId(UUID(int=1)), PartyId(UUID(int=2)), "a/r1/2027-01-20", state, 0, at)


@pytest.mark.parametrize(("state", "to"), [*product(MatterState, MatterState)])
def test_a_matter_takes_only_the_steps_of_its_table(state: MatterState, to: MatterState) -> None:
    matter = a_matter(state)

    if to in NEXT.get(state, ()):
        matter.move(to)
        assert (matter.state, matter.version) == (to, 1)
    else:
        with pytest.raises(StepNotAllowed):
            matter.move(to)
        assert (matter.state, matter.version) == (state, 0)


@pytest.mark.parametrize("ended", [MatterState.LAPSED, MatterState.CLOSED])
def test_what_has_ended_does_not_begin_again(ended: MatterState) -> None:
    assert NEXT.get(ended, ()) == ()


def test_who_signs_in_by_themselves_may_answer_before_any_notice_arrived() -> None:
    matter = a_matter(MatterState.FOUND)

    matter.move(MatterState.UNDER_WAY)

    assert matter.state is MatterState.UNDER_WAY
