"""Where supplements (补正) and what is given for them are kept, encrypted."""

from datetime import datetime
from typing import Protocol

from domain.kernel.ids import CaseId, SupplementId
from domain.kernel.remit import EVERY_BODY, Remit
from domain.supplements.supplement import GivenFile, Supplement


class Supplements(Protocol):
    """Adapter: adapters/postgres/supplements.py."""

    async def add(self, supplement: Supplement) -> None:
        """Inside atomic, the case held."""
        ...

    async def by_id(self, supplement: SupplementId) -> Supplement:
        """For reading. Raises NotFound."""
        ...

    async def of_case(self, case: CaseId) -> tuple[Supplement, ...]:
        """Newest first. Whoever holds the case may change them."""
        ...

    async def save(self, supplement: Supplement) -> None:
        """All but the files: `keep_file` does that."""
        ...


class SupplementFiles(Protocol):
    """Adapter: as above."""

    async def keep_file(self, supplement: SupplementId, index: int, file: GivenFile, content: bytes) -> None:
        """In place of the one that was there. Inside atomic, the case held."""
        ...

    async def content(self, supplement: SupplementId, index: int) -> bytes:
        """Raises NotFound."""
        ...


class SupplementLists(Protocol):
    """Adapter: as above."""

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Supplement, ...]:
        """Open, late and contested ones of cases not ended, the earliest told first: for the clerks' page."""
        ...

    async def told_before(
        self, at: datetime, *, after: SupplementId | None, size: int
    ) -> tuple[Supplement, ...]:
        """Open ones, by id: for those whose day may have passed."""
        ...
