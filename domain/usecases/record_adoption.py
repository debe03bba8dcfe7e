"""Follow the instant path (秒批) as pushes come: propose once a case is accepted, note what was adopted."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.catalogue.ports import Catalogue
from domain.decisions.ports import Proposals
from domain.decisions.proposal import ProposalState
from domain.decisions.push import BackEndPush
from domain.kernel.jobs import ProposeDecision
from domain.kernel.ports import Jobs
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class RecordAdoption:
    """Inside atomic, the case held and already where the push led it."""

    catalogue: Catalogue
    proposals: Proposals
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, case: Case, push: BackEndPush) -> None:
        if case.state is CaseState.ACCEPTED:
            if self.catalogue.of_case(case).instant_authorisation is not None:
                await self.jobs.defer(ProposeDecision(case.case_id))
            return
        proposal = await self.proposals.of_case(case.case_id)
        if proposal is None or not proposal.is_open:
            return
        adopted = case.state is CaseState.GRANTED and push.adopted_proposal == str(proposal.proposal_id)
        proposal.move(ProposalState.ADOPTED if adopted else ProposalState.BY_HAND)
        proposal.reason = "" if adopted else "decided-by-hand"
        await self.proposals.save(proposal)
        facts: dict[str, Fact] = {
            "proposal": str(proposal.proposal_id),
            "document": proposal.document,
            "number": push.number,
            "seq": push.seq,
        }
        kind = "instant-adopted" if adopted else "instant-by-hand"
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=facts))
