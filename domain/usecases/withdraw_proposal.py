"""Take a proposal (秒批建议) back that somebody would not have: the back-end then decides by hand."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.decisions.ports import Proposals
from domain.decisions.proposal_desk import ProposalDesk
from domain.kernel.ids import CaseId
from domain.usecases.record_proposal import RecordProposal


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    """A job; repeated it asks for the same, and what was adopted first stands until people looked."""

    cases: Cases
    proposals: Proposals
    record_proposal: RecordProposal
    back_end: ProposalDesk

    async def __call__(self, case: CaseId) -> None:
        """Raises Refused, Unavailable and Unknown, so that the worker tries again."""
        known, proposal = await self.cases.by_id(case), await self.proposals.of_case(case)
        if proposal is None or known.number is None or not proposal.is_open:
            return
        if await self.back_end.withdraw_proposal(known.number, proposal.proposal_id) == "by_hand":
            await self.record_proposal.taken_back(case)
