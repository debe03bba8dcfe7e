"""Where cases (办件) are kept."""

from typing import Protocol

from domain.cases.case import Case
from domain.kernel.ids import CaseId, CaseNumber, MatterId, PartyId


class Cases(Protocol):
    """Adapter: adapters/postgres/cases.py."""

    async def add(self, case: Case) -> None: ...

    async def by_id(self, case: CaseId) -> Case:
        """For reading. Raises NotFound."""
        ...

    async def take(self, case: CaseId) -> Case:
        """Held FOR UPDATE, its matter's row first. Raises NotFound."""
        ...

    async def by_number(self, number: CaseNumber) -> Case | None: ...

    async def of_matter(self, matter: MatterId) -> tuple[Case, ...]: ...

    async def of_party(self, party: PartyId) -> tuple[Case, ...]:
        """Newest first."""
        ...

    async def save(self, case: Case) -> None: ...
