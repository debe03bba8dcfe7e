"""Weigh the operators of texts (短信通道权重): who fails or is slow gets fewer, and back again slowly."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.invitations.routing import PORT, SET_UP, weighed
from domain.invitations.tries import Shares, SmsTries, VendorShares
from domain.kernel.ports import Atomic, Clock


@dataclass(frozen=True, slots=True)
class WeighSmsOperators:
    """A chore of every worker: held while it counts, so that no two of them move the same points.

    `rest`: where the shares rest.
    """

    tries: SmsTries
    shares: VendorShares
    rest: Mapping[str, int]
    atomic: Atomic
    now: Clock

    async def given(self) -> Mapping[str, int]:
        """Of a hundred texts, how many each operator is given at the moment."""
        found = await self.shares.current(PORT)
        return found.of if found is not None else self.rest

    async def __call__(self) -> Shares | None:
        """The shares as they are from now on; None: unchanged."""
        async with self.atomic():
            before, now = await self.shares.take(PORT), self.now()
            if before is None:
                after: Shares | None = Shares(dict(self.rest), now, SET_UP)
            else:
                after = weighed(before, self.rest, await self.tries.measured(now=now), now=now)
            if after is not None:
                await self.shares.save(PORT, after)
            return after
