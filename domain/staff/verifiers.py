"""Where keys of registered verifiers (核验方) are kept, with the day each one ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.kernel.ids import VerifierId
from domain.staff.account import VerifierAccount


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """One account has one key; a new key is a new account of the same operator."""

    account: VerifierAccount
    ends_at: datetime | None = None  # from then on it is nobody's; None: until somebody ends it


class Verifiers(Protocol):
    """Adapter: adapters/postgres/verifiers.py; keys are never kept, only their digests."""

    async def by_key(self, key: bytes, at: datetime) -> VerifierAccount | None:
        """Whose key this is; None for an unknown one and for one that has ended by `at`."""
        ...

    async def add(self, key: VerifierKey, digest: bytes) -> None:
        """Inside atomic."""
        ...

    async def all(self) -> Sequence[VerifierKey]:
        """By organisation and operator, ended ones too."""
        ...

    async def end(self, verifier: VerifierId, *, now: datetime, at: datetime) -> VerifierAccount | None:
        """At `at`, or when it would have before; whose it is. None where it has ended or is nobody's. Inside
        atomic."""
        ...
