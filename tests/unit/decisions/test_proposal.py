"""A proposal (秒批建议) goes forward only, and only what was signed can be adopted."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest

from domain.decisions.proposal import NEXT, Proposal, ProposalState
from domain.kernel.ids import CaseId, ProposalId
from domain.kernel.refusals import StepNotAllowed

AT = datetime(2026, 11, 23, tzinfo=UTC)


def _in(state: ProposalState) -> Proposal:
    return Proposal(ProposalId(UUID(int=1)), CaseId(UUID(int=2)), state, "文件", 1, (), AT)


@pytest.mark.parametrize(("before", "after"), list(product(ProposalState, repeat=2)))
def test_a_proposal_takes_the_steps_of_its_table_and_no_other(
    before: ProposalState, after: ProposalState
) -> None:
    proposal = _in(before)

    if after in NEXT.get(before, ()):
        assert proposal.move(after) == (before, after)
        assert proposal.state is after
    else:
        with pytest.raises(StepNotAllowed):
            proposal.move(after)
        assert proposal.state is before


def test_what_no_rule_granted_is_never_adopted() -> None:
    proposal = _in(ProposalState.NOT_GRANTED)

    assert not proposal.is_open
    with pytest.raises(StepNotAllowed):
        proposal.move(ProposalState.ADOPTED)


def test_a_proposal_does_not_print_what_was_signed() -> None:
    proposal = _in(ProposalState.MADE)
    proposal.signed = "eyJ.secret.part"

    assert "secret" not in repr(proposal)
