"""Read all that the screen of a rating (好差评) shows: which case it is of, and what may be said."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.look import looking
from domain.kernel.party import Acting
from domain.usecases.case_view import CaseView
from domain.usecases.find_side import FindSide, Side
from domain.usecases.list_rating_tags import LevelTags, ListRatingTags
from domain.usecases.read_case import ReadCase


@dataclass(frozen=True, slots=True)
class RatingScreenView:
    side: Side
    case: CaseView
    levels: tuple[LevelTags, ...]


@dataclass(frozen=True, slots=True)
class ReadRatingScreen:
    find_side: FindSide
    read_case: ReadCase
    list_rating_tags: ListRatingTags

    async def __call__(self, acting: Acting, case: CaseId) -> RatingScreenView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        with looking():
            side = await self.find_side.of_case(acting, case)
            return RatingScreenView(
                side, await self.read_case(side.acting, case), await self.list_rating_tags()
            )
