"""Propose a decision (秒批): weigh the rules once, hand in the signed proposal, and ask where unsure."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.decisions.ports import Proposals
from domain.decisions.proposal import ProposalState
from domain.decisions.proposal_desk import ProposalDesk
from domain.kernel.ids import CaseId
from domain.kernel.refusal import Refused
from domain.usecases.record_proposal import RecordProposal
from domain.usecases.weigh_instant import WeighInstant


@dataclass(frozen=True, slots=True)
class ProposeDecision:
    """Filed and accepted first; nothing becomes granted by our own word."""

    cases: Cases
    proposals: Proposals
    weigh_instant: WeighInstant
    record_proposal: RecordProposal
    back_end: ProposalDesk

    async def __call__(self, case: CaseId) -> None:
        """The back-end has our proposal, or the case goes on by hand; killed anywhere, it is done again.

        Raises Unavailable and Unknown, so that the worker tries again. A back-end that will not have the
        proposal takes the case by hand: no failure of the case.
        """
        known = await self.cases.by_id(case)
        if known.state is not CaseState.ACCEPTED:
            return
        if await self.proposals.of_case(case) is None:
            weighing = await self.weigh_instant(known)
            if weighing is None:
                return
            await self.record_proposal.weighed(case, weighing)
        await self._put_forward(case)

    async def _put_forward(self, case: CaseId) -> None:
        tried_before = await self.record_proposal.claim(case)
        known, proposal = await self.cases.by_id(case), await self.proposals.of_case(case)
        if tried_before is None or proposal is None or known.number is None:
            return
        if proposal.state is not ProposalState.MADE:
            return
        try:
            fate = None
            if tried_before:
                fate = await self.back_end.asked_proposal(known.number, proposal.proposal_id)
            fate = fate or await self.back_end.propose(known.number, proposal.signed)
        except Refused as refused:
            await self.record_proposal.told(case, "by_hand", reason=refused.reason)
            return
        await self.record_proposal.told(case, fate, reason="taken-by-hand" if fate == "by_hand" else "")
