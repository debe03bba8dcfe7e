"""Where matters (事由) are kept."""

from typing import Protocol

from domain.kernel.ids import MatterId, PartyId
from domain.matters.matter import Matter


class Matters(Protocol):
    """Adapter: adapters/postgres/matters.py."""

    async def add(self, matter: Matter) -> bool:
        """False, and nothing added, when a matter of this event is there already."""
        ...

    async def take(self, matter: MatterId) -> Matter:
        """The matter, its row held FOR UPDATE until the transaction ends. Raises NotFound."""
        ...

    async def by_id(self, matter: MatterId) -> Matter:
        """For reading. Raises NotFound."""
        ...

    async def of_event(self, event_key: str) -> Matter | None:
        """The matter this event led to, if there is one. For reading."""
        ...

    async def of_holder(self, holder: PartyId) -> tuple[Matter, ...]:
        """Newest first."""
        ...

    async def save(self, matter: Matter) -> None: ...
