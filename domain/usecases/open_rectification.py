"""Open the rectification of a bad rating (差评整改): by itself, with what the rater ticked and wrote."""

from dataclasses import dataclass

from domain.grievances.grievance import About, GrievanceKind
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.ratings.ports import RatingTags
from domain.ratings.rating import NEGATIVE, Rating
from domain.usecases.open_grievance import OpenGrievance

LONGEST = 500


@dataclass(frozen=True, slots=True)
class OpenRectification:
    tags: RatingTags
    open_grievance: OpenGrievance

    async def __call__(self, rating: Rating, acting: Acting) -> None:
        """Inside atomic. Nothing for a rating that is not bad."""
        if rating.satisfaction not in NEGATIVE:
            return
        known = self.tags.of(rating.satisfaction)
        ticked = "、".join(known[tag] for tag in rating.tags if tag in known)
        written = rating.words.reveal() if rating.words is not None else ""
        words = Free("：".join(part for part in (ticked, written) if part)[:LONGEST])
        about = About(rating.matter, rating.case, rating=rating.rating_id)
        await self.open_grievance(GrievanceKind.BAD_RATING, rating.party, about, words, acting=acting)
