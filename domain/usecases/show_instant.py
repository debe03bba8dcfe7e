"""Show what the rules said of one case (秒批) to staff: each rule, what it was given, by whom, as of when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.cases.words import STATE_WORDS
from domain.catalogue.ports import Catalogue
from domain.decisions.checking import Reviews, Revocations
from domain.decisions.ports import Proposals
from domain.decisions.proposal import ProposalState
from domain.kernel.ids import CaseId
from domain.kernel.refusals import NotFound
from domain.parties.ports import Parties
from domain.staff.ports import Accounts
from domain.usecases.case_view import InstantRuleView, InstantView
from domain.usecases.compose_shown import called


@dataclass(frozen=True, slots=True)
class ReviewView:
    note: str
    asks: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InstantCase:
    """`reason`: why it went by hand, in the back-end's code; empty where the rules said so themselves."""

    case_id: UUID
    number: str
    item_name: str
    party_name: str
    state: str
    state_text: str
    instant: InstantView
    made_at: datetime
    reason: str
    review: ReviewView | None
    revocation_id: UUID | None


@dataclass(frozen=True, slots=True)
class ShowInstant:
    cases: Cases
    proposals: Proposals
    parties: Parties
    catalogue: Catalogue
    reviews: Reviews
    revocations: Revocations
    accounts: Accounts

    async def __call__(self, case: CaseId) -> InstantCase:
        """Raises NotFound, also for a case that no rule was asked about."""
        return await self.view(await self.cases.by_id(case))

    async def view(self, case: Case) -> InstantCase:
        """Our own rows only, so it may stand inside atomic. Raises NotFound."""
        proposal = await self.proposals.of_case(case.case_id)
        if proposal is None:
            raise NotFound(str(case.case_id))
        rules = tuple(
            InstantRuleView(one.id, one.words, one.met, one.input, one.source, one.as_of)
            for one in proposal.rules
        )
        # signed and on its way is with the back-end as far as a clerk can tell
        state = ProposalState.PROPOSED if proposal.state is ProposalState.MADE else proposal.state
        revocation = await self.revocations.of_case(case.case_id)
        return InstantCase(
            case.case_id,
            case.number or "",
            self.catalogue.of_case(case).name,
            called(await self.parties.by_id(case.party)),
            str(case.state),
            STATE_WORDS[case.state],
            InstantView(str(state), proposal.document, proposal.rules_version, rules),
            proposal.made_at,
            proposal.reason,
            await self._review(case.case_id),
            revocation.revocation_id if revocation is not None else None,
        )

    async def _review(self, case: CaseId) -> ReviewView | None:
        review = await self.reviews.of_case(case)
        if review is None:
            return None
        by = (await self.accounts.staff_by_id(review.by)).name
        return ReviewView(review.note.reveal(), review.asks.reveal(), by, review.at)
