"""The rating (好差评): once for each case, voluntary, handed once to the provincial interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

from domain.kernel.ids import CaseId, MatterId, PartyId, RatingId
from domain.kernel.personal import Free
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed


class Satisfaction(IntEnum):
    """As in the national exchange, 5 is best; adapters turn it where a standard counts the other way."""

    VERY_GOOD = 5  # 非常满意
    GOOD = 4  # 满意
    FAIR = 3  # 基本满意
    BAD = 2  # 不满意
    VERY_BAD = 1  # 非常不满意


WORDS: Mapping[Satisfaction, str] = MappingProxyType(
    {
        Satisfaction.VERY_GOOD: "非常满意",
        Satisfaction.GOOD: "满意",
        Satisfaction.FAIR: "基本满意",
        Satisfaction.BAD: "不满意",
        Satisfaction.VERY_BAD: "非常不满意",
    }
)
NEGATIVE = frozenset({Satisfaction.BAD, Satisfaction.VERY_BAD})  # somebody calls back (国办发〔2019〕51号)


class RatingState(StrEnum):
    GIVEN = "given"
    HANDING = "handing"
    HANDED = "handed"
    REFUSED = "refused"


NEXT: Mapping[RatingState, tuple[RatingState, ...]] = MappingProxyType(
    {
        RatingState.GIVEN: (RatingState.HANDING,),
        RatingState.HANDING: (RatingState.GIVEN, RatingState.HANDED, RatingState.REFUSED),
    }
)


class AlreadyRated(Refusal):
    code, title = "already-rated", "这个办件已经评价过"


class RatingTagUnknown(Refusal):
    code, title = "rating-tag-unknown", "评价标签与所选满意度不符"


class WordsNeeded(Refusal):
    code, title = "rating-words-needed", "请选择一个标签或写一句话，帮助我们改进"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person thinks, before it is anybody's rating of anything; `words` None when only blank."""

    satisfaction: Satisfaction
    tags: tuple[str, ...]
    words: Free | None

    def check(self, known: Mapping[str, str]) -> None:
        """`known`: the official tags of this level. Raises RatingTagUnknown, WordsNeeded."""
        if not set(self.tags) <= set(known):
            raise RatingTagUnknown
        if self.satisfaction in NEGATIVE and not self.tags and self.words is None:
            raise WordsNeeded


@dataclass(slots=True)
class Rating:
    rating_id: RatingId
    case: CaseId
    matter: MatterId
    party: PartyId
    satisfaction: Satisfaction
    tags: tuple[str, ...]
    words: Free | None
    given_at: datetime
    state: RatingState = RatingState.GIVEN
    outside_number: str = ""
    version: int = 0

    def move(self, to: RatingState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.rating_id}: {self.state} → {to}")
        self.state = to
        self.version += 1
