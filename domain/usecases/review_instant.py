"""Review a case the rules left to people (已转人工): a clerk looked, and may ask the person for something."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.decisions.checking import Review, Reviews
from domain.decisions.ports import Proposals
from domain.decisions.proposal import ProposalState
from domain.kernel.ids import CaseId, MatterId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.show_instant import InstantCase, ShowInstant

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
"""As TellHolder."""
BY_PEOPLE = frozenset({ProposalState.NOT_GRANTED, ProposalState.BY_HAND})


@dataclass(frozen=True, slots=True)
class ReviewInstant:
    """The case is filed already, and the back-end decides it by hand: here it is only seen to."""

    cases: Cases
    proposals: Proposals
    reviews: Reviews
    show: ShowInstant
    ledger: Ledger
    tell: Tell
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, case: CaseId, *, note: Free, asks: Free, request: RequestKey
    ) -> InstantCase:
        """`asks`: empty for nothing. Raises NotFound, StepNotAllowed (decided, or reviewed before)."""
        async with self.atomic():
            if before := await self.answers.recall(request, InstantCase):
                return before
            held = await self.cases.take(case)
            proposal = await self.proposals.of_case(case)
            is_left = proposal is not None and proposal.state in BY_PEOPLE
            reviewed = await self.reviews.of_case(case)
            if not is_left or held.state is not CaseState.ACCEPTED or reviewed is not None:
                raise StepNotAllowed(f"{case}: {held.state}, reviewed: {reviewed is not None}")
            await self.reviews.add(Review(case, note, asks, staff.staff_id, self.now()))
            facts: dict[str, Fact] = {"asks": bool(asks.reveal())}
            step = Step("instant-reviewed", held.matter, case, staff=staff.login, facts=facts)
            await self.ledger.append(step)
            view = await self.show.view(held)
            if asks.reveal():
                await self.tell(held.matter, "staff-asks", {"item": view.item_name})
            await self.answers.keep(request, view)
        return view
