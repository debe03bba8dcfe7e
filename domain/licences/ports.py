"""Where licences (证照), presentations and verifications are kept."""

from datetime import datetime
from typing import Protocol

from domain.kernel.ids import LicenceId, PartyId, VerifierId
from domain.licences.licence import Licence
from domain.licences.presentation import Look, Presentation


class Licences(Protocol):
    """Adapter: adapters/postgres/licences.py."""

    async def of_holder(self, holder: PartyId) -> tuple[Licence, ...]:
        """Newest validity first."""
        ...

    async def by_id(self, licence: LicenceId) -> Licence:
        """Raises NotFound."""
        ...

    async def put(self, licence: Licence) -> Licence:
        """Add, or refresh the one with this identifier unless it was confirmed later; the row as it now is.
        Revoked it stays, whatever somebody heard of it meanwhile.

        Inside atomic; several of one holder in the order of their identifiers.
        """
        ...

    async def asked_at(self, holder: PartyId) -> datetime | None:
        """When the licence bank was last asked about this holder."""
        ...

    async def asked(self, holder: PartyId, at: datetime) -> None: ...


class Presentations(Protocol):
    """Adapter: adapters/postgres/licences.py."""

    async def add(self, presentation: Presentation, *, code: bytes) -> None:
        """Older ones of the same licence not yet redeemed are replaced; its licence was `put` before."""
        ...

    async def take_by_code(self, code: bytes) -> Presentation | None:
        """Held FOR UPDATE."""
        ...

    async def save(self, presentation: Presentation) -> None: ...

    async def add_look(self, look: Look, *, verifier: VerifierId) -> None: ...

    async def looks(self, licence: LicenceId) -> tuple[Look, ...]:
        """Newest first, the last hundred."""
        ...
