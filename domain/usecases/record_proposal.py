"""Record a proposal (秒批建议) step by step: made or not granted, tried, with the back-end, or by hand."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.decisions.checking import Rechecks, Shadows
from domain.decisions.ports import Proposals
from domain.decisions.proposal import Proposal, ProposalState
from domain.decisions.proposal_desk import ProposalFate, SignProposal
from domain.decisions.recheck import RecheckState
from domain.kernel.ids import CaseId, ProposalId
from domain.kernel.ports import Atomic, Clock, NewId
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.usecases.compose_proposal import compose_proposal, compose_shadow, content
from domain.usecases.weigh_instant import Weighing

REFUSED = "refused-by-person"  # why it went by hand


@dataclass(frozen=True, slots=True)
class RecordProposal:
    """Each is a transaction of its own; a case decided meanwhile is left alone."""

    cases: Cases
    proposals: Proposals
    shadows: Shadows
    rechecks: Rechecks
    sign: SignProposal
    ledger: Ledger
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def weighed(self, case: CaseId, weighing: Weighing) -> None:
        """What the rules came to, once for a case: signed when all are met, else left to people."""
        async with self.atomic():
            held = await self.cases.take(case)
            if held.state is not CaseState.ACCEPTED or await self.proposals.of_case(case) is not None:
                return
            if await self.rechecks.of_case(case) is not None:
                return  # the person would have people decide
            made = compose_proposal(held, weighing, ProposalId(self.new_id()), self.now())
            if made.state is ProposalState.MADE:
                made.signed = self.sign(content(held, weighing, made))
            await self.proposals.add(made)
            if shadow := compose_shadow(held, weighing, made.made_at):
                await self.shadows.add(shadow)
            if made.state is ProposalState.NOT_GRANTED:
                unmet = ",".join(rule.id for rule in made.rules if not rule.met)
                await self._note(held, made, "instant-not-granted", unmet=unmet)

    async def claim(self, case: CaseId) -> bool | None:
        """Whether a try went out before, and may have arrived; None when there is nothing to try."""
        async with self.atomic():
            await self.cases.take(case)
            proposal = await self.proposals.of_case(case)
            if proposal is None or proposal.state is not ProposalState.MADE:
                return None
            tried, proposal.tried_at = proposal.tried_at is not None, self.now()
            await self.proposals.save(proposal)
            return tried

    async def told(self, case: CaseId, fate: ProposalFate, *, reason: str = "") -> None:
        """The back-end has it, or will not: «adopted» is believed of its signed push alone."""
        async with self.atomic():
            held = await self.cases.take(case)
            proposal = await self.proposals.of_case(case)
            if proposal is None or proposal.state is not ProposalState.MADE:
                return  # its push was quicker
            if fate == "by_hand":
                proposal.move(ProposalState.BY_HAND)
                proposal.reason = reason
                await self._note(held, proposal, "instant-by-hand", reason=reason)
            else:
                proposal.move(ProposalState.PROPOSED)
                await self._note(held, proposal, "instant-proposed")
            await self.proposals.save(proposal)

    async def taken_back(self, case: CaseId) -> None:
        """The person would not have it, and nobody adopted it before: people decide."""
        async with self.atomic():
            held = await self.cases.take(case)
            proposal, recheck = await self.proposals.of_case(case), await self.rechecks.of_case(case)
            if proposal is None or not proposal.is_open:
                return
            proposal.move(ProposalState.BY_HAND)
            proposal.reason = REFUSED
            await self.proposals.save(proposal)
            if recheck is not None and recheck.state is RecheckState.OPEN:
                recheck.leave_to_people()
                await self.rechecks.save(recheck)
            await self._note(held, proposal, "instant-by-hand", reason=REFUSED)

    async def _note(self, case: Case, proposal: Proposal, kind: str, **more: str) -> None:
        facts: dict[str, Fact] = {
            "proposal": str(proposal.proposal_id),
            "document": proposal.document,
            "rulesVersion": proposal.rules_version,
            **more,
        }
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=facts))
