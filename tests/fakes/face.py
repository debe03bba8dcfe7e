"""A face verification vendor in memory."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.identity.outside import Cause, FaceSession, FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble

UNFINISHED = FaceVerdict("pending")


@dataclass
class Check:
    name: PersonName
    number: DocumentNumber
    order_no: str
    callback_url: str
    callback_token: str
    opened_at: datetime
    return_url: str
    verdict: FaceVerdict = UNFINISHED


@dataclass
class FakeFace:
    """`finish` plays the person in front of the camera."""

    clock: Clock
    checks: dict[str, Check] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("face"))
    opening: Callable[[], Awaitable[object]] | None = None  # what takes long

    async def open(
        self,
        name: PersonName,
        number: DocumentNumber,
        *,
        order_no: str,
        meta_info: str,
        return_url: str,
        callback_url: str,
        callback_token: str,
    ) -> FaceSession:
        if self.opening is not None:
            await self.opening()
        self.trouble.enter()
        if not _is_object(meta_info):
            raise Refused("face", "meta-info-malformed")
        reference = f"certify-{len(self.checks) + 1}"
        now = self.clock()
        self.checks[reference] = Check(name, number, order_no, callback_url, callback_token, now, return_url)
        self.trouble.leave()
        url = f"https://face.invalid/{reference}"
        return FaceSession(reference, url, now + timedelta(minutes=30))

    async def verdict(self, reference: str) -> FaceVerdict:
        self.trouble.enter()
        if reference not in self.checks:
            raise Refused("face", "406")
        return self.checks[reference].verdict

    async def forget(self, reference: str) -> None:
        self.trouble.enter()
        self.checks.pop(reference, None)

    def sent_back(self) -> dict[str, str]:
        """Check number to the ticket with which its person's browser came back."""
        found = (check.return_url.partition("?check=")[2] for check in self.checks.values())
        return {one[: one.index("&")]: one[one.index("=") + 1 :] for one in found}

    def finish(self, reference: str, cause: Cause = "") -> None:
        outcome = FaceVerdict("failed" if cause else "passed", cause)
        self.checks[reference].verdict = outcome


def _is_object(text: str) -> bool:
    try:
        told = json.loads(text)
    except ValueError:
        return False
    return isinstance(told, dict) and bool(told)
