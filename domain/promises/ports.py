"""Where promises (承诺) and what was brought for them are kept, encrypted."""

from datetime import datetime
from typing import Protocol

from domain.kernel.ids import CaseId, PromiseId
from domain.kernel.remit import EVERY_BODY, Remit
from domain.promises.promise import Promise


class Promises(Protocol):
    """Adapter: adapters/postgres/promises.py."""

    async def add(self, promise: Promise) -> None:
        """Inside atomic, the case held."""
        ...

    async def by_id(self, promise: PromiseId) -> Promise:
        """For reading; who holds the case may change it. Raises NotFound."""
        ...

    async def of_case(self, case: CaseId) -> tuple[Promise, ...]:
        """In the order of their materials' keys, which is their order in the filing."""
        ...

    async def save(self, promise: Promise) -> None:
        """All but the file: `keep_file` does that."""
        ...


class PromisedFiles(Protocol):
    """Adapter: as above."""

    async def keep_file(self, promise: PromiseId, content: bytes) -> None:
        """Once for each promise. Inside atomic, the case held."""
        ...

    async def content(self, promise: PromiseId) -> bytes:
        """Raises NotFound."""
        ...


class PromiseLists(Protocol):
    """What the chore and the page of the day go through. Adapter: as above."""

    async def running(self, *, after: PromiseId | None, size: int) -> tuple[Promise, ...]:
        """Deferrals still open, by id."""
        ...

    async def ending(self, *, before: datetime, size: int, remit: Remit = EVERY_BODY) -> tuple[Promise, ...]:
        """Open deferrals of accepted cases not ended without a grant, whose days would be over by then if
        every day were worked: none ends sooner. The soonest first."""
        ...

    async def late(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Promise, ...]:
        """Late deferrals of cases not ended, the longest first."""
        ...

    async def to_check(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Promise, ...]:
        """Open commitments of granted cases, the longest decided first."""
        ...

    async def needless(self, *, size: int) -> tuple[Promise, ...]:
        """Not settled, of cases that ended without what was asked for."""
        ...
