"""Seal everything anew under the current key (密钥轮换), while the office goes on working."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.kernel.ports import Clock
from domain.keys.ports import Resealer, SealedPlace, Settling, Sweeps
from domain.keys.sweep import Rotated, Sweep, Unopened

BATCH = 200
PASSES = 4  # the second finds what processes wrote before they knew the key; more is patience


@dataclass(frozen=True, slots=True)
class RotateKeys:
    """No transaction spans two values: what a person writes meanwhile wins, and is found again.

    Killed anywhere it goes on behind the last batch: a value sealed anew twice is sealed anew once.
    """

    places: Sequence[SealedPlace]
    sweeps: Sweeps
    resealer: Resealer
    settling: Settling
    now: Clock

    async def left(self) -> int:
        """Values sealed otherwise than the cipher seals now."""
        return sum([await place.left() for place in self.places])

    async def __call__(self, tell: Callable[[Sweep], None]) -> Rotated:
        """`tell` hears of every batch."""
        values, left, unopened = 0, 0, set[Unopened]()
        for _ in range(PASSES):
            unopened.clear()
            for place in self.places:
                values += await self._swept(place, tell, unopened)
            await self.settling.settled()
            left = await self.left()
            if left == len(unopened):
                break
        ordered = sorted(unopened, key=lambda one: (one.place, one.row))
        return Rotated(self.resealer.version(), values, left, tuple(ordered))

    async def _swept(self, place: SealedPlace, tell: Callable[[Sweep], None], unopened: set[Unopened]) -> int:
        """How many were sealed. A sweep that was finished begins anew when there is something again."""
        version = self.resealer.version()
        sweep = await self.sweeps.of(place.name, version)
        if sweep is None or sweep.finished_at is not None:
            left = await place.left()
            if sweep is not None and not left:
                return 0
            sweep = Sweep(place.name, version, left, self.now())
        sealed = 0
        while rows := await place.next(sweep.after, BATCH):
            remaining = await place.seal_again(rows)
            unopened.update(Unopened(place.name, row) for row in remaining)
            sealed += len(rows) - len(remaining)
            sweep = sweep.past(rows)
            await self.sweeps.keep(sweep)
            tell(sweep)
        await self.sweeps.keep(sweep.finished(self.now()))
        return sealed


@dataclass(frozen=True, slots=True)
class CountKeys:
    """Which key versions are in use where: before one is retired, and to find what has lost its key."""

    places: Sequence[SealedPlace]

    async def __call__(self) -> Mapping[str, Mapping[str, int]]:
        """By place, then by version; a place without values is left out."""
        found = {place.name: await place.in_use() for place in self.places}
        return {name: counts for name, counts in found.items() if counts}
