"""The request and application types of this BFF, so that nothing on `ctx` is untyped."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from sanic import Request, Sanic
from sanic.config import Config
from sanic.http import Http

from bff.http.refusals import BodyTooLarge, MalformedRequest
from bff.office import Office
from domain.identity.ports import Limits
from domain.identity.session import Known
from domain.kernel.ids import VisitorId
from domain.kernel.party import Acting
from domain.staff.account import StaffAccount, VerifierAccount
from domain.staff.session import OnDuty


class Audience(StrEnum):
    """Who a route is for; every route declares one, and a level beside it."""

    PUBLIC = "public"
    PERSON = "person"
    ENTERPRISE = "enterprise"  # whoever is in the mini-program, known or a visitor
    VERIFIER = "verifier"
    STAFF = "staff"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Traffic:
    """How all that is asked is counted; `line`: what is kept of a network address instead of it."""

    limits: Limits
    line: Callable[[str], str]


class AppCtx(SimpleNamespace):
    office: Office
    traffic: Traffic | None  # None: nobody is counted
    open_now: Counter[str]  # connections of an address


App = Sanic[Config, Any]
USUAL_BODY = 64 * 1024
VENDOR_BODY = 1024 * 1024  # a courier posts the whole track each time
LARGEST_BODY = 10 * 1024 * 1024  # a photograph or a scan of a material; such a route declares `most_bytes`
BODY_SECONDS, BULK = 15.0, 512 * 1024  # for a body to come, and once more for each so much it may have


class AskCtx(SimpleNamespace):
    """What the guard found out before the handler runs; a handler reads only what its audience promises."""

    request_id: str
    started: float  # on the monotonic clock
    acting: Acting
    visitor: VisitorId
    known: Known | None  # who is signed in on this account
    staff: StaffAccount
    on_duty: OnDuty  # the same, and in which session
    verifier: VerifierAccount
    new_device: str  # its secret, given with this answer; empty: the device has one


class Ask(Request[App, AskCtx]):
    @staticmethod
    def make_context() -> AskCtx:
        """Here, not in a middleware: Sanic answers some broken requests without asking any."""
        return AskCtx(request_id=uuid4().hex, started=time.monotonic(), new_device="")

    async def receive_body(self) -> None:
        """Read as much as the route declares, else its audience may send, and for as long as that may take.

        Raises BodyTooLarge, MalformedRequest for a body that trickles: the connection ends with it.
        """
        most = USUAL_BODY
        if self.route is not None:
            is_vendor = self.route.ctx.audience is Audience.VENDOR
            most = getattr(self.route.ctx, "most_bytes", VENDOR_BODY if is_vendor else USUAL_BODY)
        if self.stream is None or self.body:
            return
        try:
            async with asyncio.timeout(self.app.config.get("BODY_SECONDS", BODY_SECONDS) * (1 + most / BULK)):
                self.body = await self._read(most)
        except TimeoutError:
            if isinstance(self.stream, Http):
                self.stream.keep_alive, self.stream.request_body = False, None
            raise MalformedRequest from None

    async def _read(self, most: int) -> bytes:
        parts, size = [], 0
        while self.stream is not None and self.stream.request_body:
            part = await self.stream.read() or b""  # type: ignore[attr-defined]  # both kinds of stream read, their root does not say so
            size += len(part)
            if size > most:
                raise BodyTooLarge
            parts.append(part)
        return b"".join(parts)

    def __repr__(self) -> str:
        """Sanic prints a request in its own errors: the path of a callback is a secret."""
        return f"<{type(self).__name__}: {self.method}>"


def office(request: Ask) -> Office:
    """The use cases of this process."""
    found: Office = request.app.ctx.office
    return found
