"""Where grievances (错证、缺证、差评、投诉) are kept."""

from datetime import date, datetime
from typing import Protocol

from domain.grievances.grievance import Grievance
from domain.kernel.ids import CaseId, GrievanceId, PartyId
from domain.kernel.remit import EVERY_BODY, Remit


class Grievances(Protocol):
    """Adapter: adapters/postgres/grievances.py. What people said and were told is sealed."""

    async def add(self, grievance: Grievance, *, due: date) -> None:
        """`due` only orders the queue; what is shown is counted anew, by the calendar of the day."""
        ...

    async def by_id(self, grievance: GrievanceId) -> Grievance:
        """For reading. Raises NotFound."""
        ...

    async def take(self, grievance: GrievanceId) -> Grievance:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def save(self, grievance: Grievance, *, due: date | None = None) -> None:
        """`due` where the days run anew."""
        ...


class GrievanceBook(Protocol):
    """The same rows, looked through. Adapter: adapters/postgres/grievances.py."""

    async def of_party(self, party: PartyId, *, size: int) -> tuple[Grievance, ...]:
        """Newest first."""
        ...

    async def of_case(self, case: CaseId) -> tuple[Grievance, ...]:
        """Newest first."""
        ...

    async def raised_since(self, party: PartyId, since: datetime) -> int: ...

    async def standing(self, party: PartyId) -> tuple[Grievance, ...]:
        """Those of the party that wait for an answer; at most a hundred."""
        ...


class GrievanceQueue(Protocol):
    """What waits for the office. Adapter: adapters/postgres/grievances.py."""

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Grievance, ...]]:
        """How many wait, and the first of them, earliest day first."""
        ...

    async def answered_before(self, at: datetime, *, size: int) -> tuple[GrievanceId, ...]:
        """Answered by then, and not reopened since."""
        ...
