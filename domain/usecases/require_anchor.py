"""Require that the ledger is anchored (留痕账入锚): what a person says now must not become deniable later."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ports import Clock
from domain.ledger.anchor import EvidenceNotAnchored
from domain.ledger.ports import Anchors

COME_BACK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class RequireAnchor:
    """Asked before a yes, a confirmation or a signature is taken. `within`: zero asks nothing.

    Evidence goes before availability, as with X-Road's message log: it too stops when time-stamping has
    failed for too long.
    """

    anchors: Anchors
    within: timedelta
    now: Clock

    async def __call__(self) -> None:
        """Raises EvidenceNotAnchored."""
        if self.within and await self.age() > self.within:
            raise EvidenceNotAnchored(retry_after=COME_BACK_SECONDS)

    async def age(self) -> timedelta:
        """Of the newest checkpoint; before the first, of the oldest entry that waits for it."""
        newest = await self.anchors.newest()
        since = newest.at if newest else await self.anchors.first_without()
        return self.now() - since if since else timedelta()

    async def is_met(self) -> bool:
        return not self.within or await self.age() <= self.within
