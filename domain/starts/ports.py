"""Where starts (自己办) are kept."""

from typing import Protocol

from domain.kernel.ids import ItemCode, PartyId, StartId
from domain.starts.start import Start


class Starts(Protocol):
    """Adapter: adapters/postgres/starts.py."""

    async def add(self, start: Start) -> bool:
        """False, and nothing added, while one of this party for this item is running."""
        ...

    async def running(self, party: PartyId, item: ItemCode) -> Start | None: ...

    async def by_id(self, start: StartId) -> Start:
        """For reading. Raises NotFound."""
        ...

    async def take(self, start: StartId) -> Start:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def save(self, start: Start) -> None: ...
