"""Record a rating (好差评), hand it on, and close the case (归档) that was delivered."""

from dataclasses import dataclass
from uuid import UUID

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.kernel.ids import CaseId, RatingId
from domain.kernel.jobs import HandOverRating
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.ratings.ports import Ratings
from domain.ratings.rating import AlreadyRated, Opinion, Rating
from domain.usecases.close_matter import CloseMatter
from domain.usecases.open_rectification import OpenRectification

# what was refused stays readable as refused: only a delivered case is closed by its rating. One closed
# and not rated was refused, and its certificate is back: that costs nobody their say
RATEABLE = frozenset(
    {
        CaseState.DELIVERED,
        CaseState.DENIED,
        CaseState.NOT_ACCEPTED,
        CaseState.RETURNED,
        CaseState.CLOSED,
    }
)


@dataclass(frozen=True, slots=True)
class RatingGiven:
    rating_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class RecordRating:
    cases: Cases
    close_matter: CloseMatter
    ratings: Ratings
    open_rectification: OpenRectification
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(
        self, acting: Acting, case: CaseId, opinion: Opinion, request: RequestKey
    ) -> RatingGiven:
        """Rating, case, ledger and job: all or nothing. Raises AlreadyRated, StepNotAllowed."""
        async with self.atomic():
            if before := await self.answers.recall(request, RatingGiven):
                return before
            held = await self.cases.take(case)
            rating = self._rating(held, opinion)
            if held.state not in RATEABLE:
                raise StepNotAllowed(f"{case}: {held.state} is not rated")
            if not await self.ratings.add(rating):
                raise AlreadyRated(str(case))
            await self._note(held, rating, acting)
            await self.open_rectification(rating, acting)
            await self.jobs.defer(HandOverRating(rating.rating_id))
            answer = RatingGiven(rating.rating_id, rating.state.value)
            await self.answers.keep(request, answer)
        return answer

    def _rating(self, case: Case, opinion: Opinion) -> Rating:
        return Rating(
            RatingId(self.new_id()),
            case.case_id,
            case.matter,
            case.party,
            opinion.satisfaction,
            opinion.tags,
            opinion.words,
            self.now(),
        )

    async def _note(self, case: Case, rating: Rating, acting: Acting) -> None:
        # the level stays out of the ledger: who handled the case may read there, and must not learn it
        facts = {"rating": str(rating.rating_id)}
        await self.ledger.append(Step("rating-given", case.matter, case.case_id, acting, facts=facts))
        if case.state is CaseState.DELIVERED:
            before, after = case.move(CaseState.CLOSED)
            await self.cases.save(case)
            moved = {"from": before.value, "to": after.value}
            await self.ledger.append(Step("case-closed", case.matter, case.case_id, acting, facts=moved))
            await self.close_matter(case.matter)
