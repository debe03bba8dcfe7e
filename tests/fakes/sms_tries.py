"""Tries of texts and the operators' shares, in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.invitations.tries import Measured, Shares, SmsTry, TryState


@asynccontextmanager
async def together() -> AsyncIterator[None]:
    """A transaction of one thought."""
    yield


@dataclass
class FakeSmsTries:
    """`found`: what is measured."""

    kept: dict[tuple[str, str], SmsTry] = field(default_factory=dict)
    found: tuple[Measured, ...] = ()

    async def of(self, out_id: str) -> tuple[SmsTry, ...]:
        return tuple(one for one in self.kept.values() if one.out_id == out_id)

    async def begin(self, one: SmsTry) -> None:
        self.kept.pop((one.out_id, one.vendor), None)
        self.kept[one.out_id, one.vendor] = one

    async def answered(self, out_id: str, vendor: str, state: TryState, *, reference: str = "") -> None:
        one = self.kept[out_id, vendor]
        is_reported = one.state in (TryState.DELIVERED, TryState.FAILED)
        self.kept[out_id, vendor] = replace(
            one, state=one.state if is_reported else state, reference=reference or one.reference
        )

    async def reported(self, vendor: str, *, out_id: str, reference: str, state: TryState) -> str | None:
        for key, one in self.kept.items():
            is_it = one.out_id == out_id if out_id else bool(reference) and one.reference == reference
            if one.vendor == vendor and is_it:
                kept = one.state if one.state is TryState.DELIVERED else state
                self.kept[key] = replace(one, state=kept, reference=one.reference or reference)
                return one.out_id
        return None

    async def measured(self, *, now: datetime) -> tuple[Measured, ...]:
        del now
        return self.found


@dataclass
class FakeVendorShares:
    kept: dict[str, Shares] = field(default_factory=dict)

    async def current(self, port: str) -> Shares | None:
        return self.kept.get(port)

    async def take(self, port: str) -> Shares | None:
        return self.kept.get(port)

    async def save(self, port: str, shares: Shares) -> None:
        self.kept[port] = shares
