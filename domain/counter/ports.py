"""Where visits (窗口办理) are kept."""

from datetime import datetime
from typing import Protocol

from domain.counter.visit import Visit
from domain.kernel.ids import PartyId, StaffId, VisitId


class Visits(Protocol):
    """Adapter: adapters/postgres/visits.py."""

    async def add(self, visit: Visit) -> None:
        """After `end_others` for its person, in the same transaction."""
        ...

    async def by_id(self, visit: VisitId) -> Visit | None: ...

    async def end_others(self, person: PartyId, at: datetime) -> tuple[Visit, ...]:
        """End what is open for this person, wherever it is: those it ended. One at a time for one person."""
        ...

    async def live(self, at: datetime, *, clerk: StaffId | None) -> tuple[Visit, ...]:
        """Open ones, the newest first, at most a hundred; of one clerk or of all."""
        ...

    async def save(self, visit: Visit) -> None: ...
