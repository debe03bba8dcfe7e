"""Where it is kept who looked at whose data."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.kernel.ids import CaseId, PartyId
from domain.privacy.access import About, Access, Look, Place, Subject


class Accesses(Protocol):
    """Rows nobody can change. Adapter: adapters/postgres/accesses.py."""

    async def whose(self, about: Collection[About]) -> Collection[Subject]:
        """The parties behind these ids, and who applied for them; an id nobody has is nobody's.

        Raises AccessNotNoted.
        """
        ...

    async def note(
        self, look: Look, subjects: Collection[tuple[UUID, Subject]], *, at: datetime, since: datetime | None
    ) -> None:
        """One row for each, under the id beside it, in one statement; none for whom `since` has one already.

        Raises AccessNotNoted.
        """
        ...

    async def of_party(self, party: PartyId, *, before: Place | None, size: int) -> tuple[Access, ...]:
        """Newest first, with what verifiers, departments, the back-end and couriers were told."""
        ...

    async def of_case(self, case: CaseId, *, before: Place | None, size: int) -> tuple[Access, ...]:
        """What members of staff saw of this case, newest first; one for each answer."""
        ...
