"""Where a real adapter and its vendor's emulator are put together."""

import secrets
from dataclasses import dataclass

from aiohttp import web

from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import EnvelopeKey
from adapters.outbound.http import Outbound
from adapters.sandbox.kit import Running
from adapters.sandbox.kit_public import Credentials
from tests.sandbox.conftest import FixedClock, Hand, Listener

SECRET = b"invented-secret-of-the-palm-office"
CALLER = Credentials("palm-office", SECRET)
KEY = EnvelopeKey("palm-office", SECRET)


@dataclass
class Stand:
    http: Outbound
    hand: Hand
    clock: FixedClock

    async def start(self, app: web.Application) -> Running:
        return await self.hand.start(app)

    async def mode(self, vendor: Running, mode: str, **more: object) -> None:
        """The next request meets this fault."""
        await self.hand.control(vendor, "/__mode", mode=mode, times=1, **more)

    def signed(self, vendor: Running | Listener, system: str, *, key: EnvelopeKey = KEY) -> SignedHttp:
        return SignedHttp(
            self.http,
            system=system,
            base_url=vendor.url,
            key=key,
            clock=self.clock.now,
            nonce=lambda: secrets.token_hex(12),
            deadline_seconds=1.0,
        )
