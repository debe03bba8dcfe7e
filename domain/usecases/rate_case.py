"""Rate how one's case was handled (好差评): voluntary, once for each case (一事一评)."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import RequestKey
from domain.ratings.ports import RatingTags
from domain.ratings.rating import Opinion
from domain.usecases.find_case import FindCase
from domain.usecases.record_rating import RatingGiven, RecordRating


@dataclass(frozen=True, slots=True)
class RateCase:
    find_case: FindCase
    tags: RatingTags
    record_rating: RecordRating

    async def __call__(
        self, acting: Acting, case: CaseId, opinion: Opinion, request: RequestKey
    ) -> RatingGiven:
        """By whose case it was, never by an agent. Raises NotFound, NotRepresentative, RatingTagUnknown,
        WordsNeeded, AlreadyRated, StepNotAllowed (before delivery or a no), Unavailable."""
        await self.find_case.by_office(acting, case)
        opinion.check(self.tags.of(opinion.satisfaction))
        return await self.record_rating(acting, case, opinion, request)
