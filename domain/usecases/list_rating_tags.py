"""List the five levels of satisfaction and the official tags of each (评价标签)."""

from dataclasses import dataclass

from domain.ratings.ports import RatingTags
from domain.ratings.rating import NEGATIVE, WORDS, Satisfaction


@dataclass(frozen=True, slots=True)
class LevelTags:
    """`tags`: pairs of official code and text."""

    level: int
    label: str
    negative: bool
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListRatingTags:
    tags: RatingTags

    async def __call__(self) -> tuple[LevelTags, ...]:
        """Best level first."""
        return tuple(
            LevelTags(int(level), WORDS[level], level in NEGATIVE, tuple(self.tags.of(level).items()))
            for level in sorted(Satisfaction, reverse=True)
        )
