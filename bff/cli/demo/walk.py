"""Who walks a journey and with what: the cast, the sandbox's levers, and what is known so far.

One intended action keeps one Idempotency-Key, however often it is tried.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any
from uuid import uuid4

from bff.cli.demo.client import Client


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the responsible person as the register names them, staff and verifier with their keys."""

    name: str
    id_number: str
    phone: str
    organisation: str
    chief_key: str
    clerk_key: str
    verifier_key: str
    purpose: str
    chief: str = ""
    clerk: str = ""
    verifier: str = ""


@dataclass(frozen=True, slots=True)
class Levers:
    """Where the sandbox's control surfaces are."""

    sms: str
    face: str
    courier: str
    approval: str
    wechat: str = ""
    push: str = ""
    other_face: str = ""


@dataclass(slots=True)
class Walk:
    """`say(step, text)` gets what happened, to be shown; `front` is where this person's client calls."""

    client: Client
    cast: Cast
    levers: Levers
    say: Callable[[str, str], None]
    code: str = ""
    token: str = ""
    party: str = ""
    matter: str = ""
    case: str = ""
    cases: list[str] = field(default_factory=list)  # of a bundle
    front: str = "/v1/citizen"
    keys: dict[str, str] = field(default_factory=dict)
    device: str = field(default_factory=lambda: token_urlsafe(32))  # of the phone in this hand

    def key(self, action: str) -> str:
        """One key for one intended action, however often it is tried."""
        return self.keys.setdefault(action, str(uuid4()))

    async def read(self) -> Any:
        return await self.get(f"/cases/{self.case}")

    async def get(self, path: str, *, acting: bool = True) -> Any:
        return await self.client.expect(
            200,
            "GET",
            self._url(path),
            token=self.token,
            acting_for=self.party if acting else "",
            device=self.device,
        )

    async def post(self, status: int, path: str, body: object, *, action: str = "") -> Any:
        return await self.client.expect(
            status,
            "POST",
            self._url(path),
            json=body,
            token=self.token,
            acting_for=self.party,
            key=self.key(action or path),
            device=self.device,
        )

    def _url(self, path: str) -> str:
        return path if path.startswith("/v1/") else self.front + path

    @staticmethod
    def shipment(view: Any, direction: str) -> Any:
        return next((one for one in view.get("shipments", []) if one["direction"] == direction), None)
