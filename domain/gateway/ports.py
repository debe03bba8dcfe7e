"""What the gateway (代理) needs from outside: back-ends behind doors, departments that sign, tickets kept."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from domain.gateway.plan import Route
from domain.gateway.ticket import Ticket
from domain.kernel.ids import PartyId


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client wrote: `path` (behind the route's name) and `query` raw, percent-encoded as they came."""

    route: str
    method: str
    path: str
    query: str
    trace: str  # the request id, for both sides' logs
    accept: str = ""
    accept_language: str = ""
    content_type: str = ""
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """What we make of it: every byte of `target` and `headers` is written by us.

    target: path and query behind the back-end's base, encoded, pairs sorted by name. who: the person who
    asks, for sharing out the places; never sent.
    """

    route: Route
    target: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    trace: str = field()
    who: PartyId = field()


@dataclass(frozen=True, slots=True)
class Answering:
    """A back-end's answer as it comes in. `headers`: allowed ones only, cleaned, in lower case."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


class BackEnds(Protocol):
    """Adapter: adapters/gateway/back_ends.py; fake: tests/gateway/world.py."""

    def call(self, call: Call) -> AbstractAsyncContextManager[Answering]:
        """Sign, send once, and stream the answer while the block runs; all within the back-end's deadline.

        Raises NotFound (the back-end's 404), GatewayBusy, GatewayUnavailable (nothing arrived),
        GatewayRefused, GatewayTimeout, GatewayFailed, GatewayTooLarge: the last three also in the middle.
        """
        ...


class Departments(Protocol):
    """Adapter: adapters/gateway/departments.py."""

    def who(self, method: str, target: str, headers: Mapping[str, str]) -> str:
        """The name of the department that signed this. Raises SignatureWrong."""
        ...


class Tickets(Protocol):
    """Adapter: adapters/postgres/tickets.py."""

    async def add(self, ticket: Ticket, *, code: bytes) -> None:
        """`code`: keyed digest of the ticket. Inside atomic."""
        ...

    async def take_by_code(self, code: bytes) -> Ticket | None:
        """Held FOR UPDATE."""
        ...

    async def save(self, ticket: Ticket) -> None: ...
