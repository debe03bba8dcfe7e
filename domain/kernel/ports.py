"""Ports every use case may need."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from domain.kernel.jobs import Job

T = TypeVar("T")

Clock = Callable[[], datetime]
"""Now, as an aware UTC datetime."""

NewId = Callable[[], UUID]
"""A fresh UUIDv7 (RFC 9562): sorts by the time it was made."""


class Atomic(Protocol):
    """One transaction. A second one inside joins the first. Adapter: adapters/postgres/work.py."""

    def __call__(self) -> AbstractAsyncContextManager[None]: ...


class Jobs(Protocol):
    """What happens next. Deferred on the running transaction: committed or rolled back with it."""

    async def defer(self, job: Job, *, after: timedelta = timedelta()) -> None:
        """Name the job; the worker runs it once `after` has passed. Raises nothing of its own."""
        ...


@dataclass(frozen=True, slots=True)
class RequestKey:
    """One request of one of our own clients that has an effect.

    actor: who sent it, a session, staff or client id; operation: the operationId; key: what the client chose;
    digest: SHA-256 over the request's path and body, so that one key means one request.
    """

    actor: str
    operation: str
    key: str
    digest: bytes


class KeptAnswers(Protocol):
    """Same key, same answer, for 24 hours. Both calls stand inside the use case's own transaction."""

    async def recall(self, request: RequestKey, kind: type[T]) -> T | None:
        """The answer this very request got before, or None for the first time. A second one at the same
        moment waits here for the first. Raises IdempotencyKeyReused for another request under the key."""
        ...

    async def keep(self, request: RequestKey, answer: object) -> None:
        """Store the answer (a frozen dataclass of plain values), encrypted."""
        ...


class Randomness(Protocol):
    """Secrets from the operating system. Adapter: adapters/keys/randomness.py."""

    def token(self) -> str:
        """A fresh URL-safe secret of 256 bits."""
        ...

    def below(self, bound: int) -> int:
        """A whole number from 0 to bound - 1, each as likely."""
        ...


class Digests(Protocol):
    """Keyed digests: what is stored instead of codes, tokens and numbers. Adapter: adapters/keys/."""

    def keyed(self, purpose: str, text: str) -> bytes:
        """HMAC of `text`, 32 bytes; another `purpose` has another key, so no two fields match."""
        ...


class Cipher(Protocol):
    """Field encryption at rest. Adapter: adapters/keys/cipher.py."""

    def seal(self, place: str, row: UUID, clear: bytes) -> bytes:
        """Encrypt for one column of one row: `place` is «table.column»; elsewhere it will not open."""
        ...

    def open(self, place: str, row: UUID, sealed: bytes) -> bytes:
        """The clear bytes. Raises SealBroken when edited or moved to another row or column, KeyLost."""
        ...
