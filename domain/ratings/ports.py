"""Where ratings (好差评) are kept, and the official tags."""

from collections.abc import Mapping
from typing import Protocol

from domain.kernel.ids import CaseId, RatingId
from domain.ratings.rating import Rating, Satisfaction


class Ratings(Protocol):
    """Adapter: adapters/postgres/ratings.py."""

    async def add(self, rating: Rating) -> bool:
        """False, and nothing added, when the case has one."""
        ...

    async def of_case(self, case: CaseId) -> Rating | None: ...

    async def take(self, rating: RatingId) -> Rating:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def save(self, rating: Rating) -> None: ...


class RatingTags(Protocol):
    """The official tag codes and words of each level. Adapter: adapters/files/rating_tags.py."""

    def of(self, level: Satisfaction) -> Mapping[str, str]: ...
