"""A try (发送尝试) at one of the operators of texts: noted before the call, for a crash to hide nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class TryState(StrEnum):
    TRYING = "trying"  # found so after a crash, nobody knows
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"  # certainly not accepted: another operator may be tried
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    FAILED = "failed"  # accepted, and did not arrive


NOT_ACCEPTED = frozenset({TryState.REFUSED, TryState.UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class SmsTry:
    """Nothing of the person. `segments`: what it is billed as; `reference`: the operator's number."""

    out_id: str
    vendor: str
    template: str
    segments: int
    tried_at: datetime
    state: TryState = TryState.TRYING
    reference: str = ""

    @property
    def may_have_gone(self) -> bool:
        return self.state not in NOT_ACCEPTED


@dataclass(frozen=True, slots=True)
class Measured:
    """One operator, lately. `failed`: of `tries`, those it did not answer with yes or no.

    `slow`: of `accepted` that were due, those whose delivery report took too long or has not come.
    """

    vendor: str
    tries: int
    failed: int
    accepted: int
    slow: int


class SmsTries(Protocol):
    """Adapter: adapters/postgres/sms_tries.py. Fake: tests/fakes/sms_tries.py."""

    async def of(self, out_id: str) -> tuple[SmsTry, ...]:
        """Oldest first; one for each operator at most."""
        ...

    async def begin(self, one: SmsTry) -> None:
        """Kept under (out_id, vendor); a later one there takes its place."""
        ...

    async def answered(self, out_id: str, vendor: str, state: TryState, *, reference: str = "") -> None:
        """A report that was quicker than the answer stays."""
        ...

    async def reported(self, vendor: str, *, out_id: str, reference: str, state: TryState) -> str | None:
        """A delivery report came, found by our number or, where they echo none, by theirs.

        Our number of it; None: no try of ours is known by either (yet: a report may be that quick).
        """
        ...

    async def measured(self, *, now: datetime) -> tuple[Measured, ...]:
        """Of the last minutes, as domain.invitations.routing counts them."""
        ...


@dataclass(frozen=True, slots=True)
class Shares:
    """Of a hundred messages, how many each operator is given, and since when."""

    of: Mapping[str, int]
    changed_at: datetime
    why: str


class VendorShares(Protocol):
    """Adapter: adapters/postgres/vendor_shares.py. Fake: tests/fakes/sms_tries.py. `port`: «sms»."""

    async def current(self, port: str) -> Shares | None:
        """None before they were ever set."""
        ...

    async def take(self, port: str) -> Shares | None:
        """Held until the transaction ends, by one process at a time, also when there are none yet."""
        ...

    async def save(self, port: str, shares: Shares) -> None:
        """These and no others."""
        ...
