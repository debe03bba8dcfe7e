"""The regulators' platform (审管衔接平台) in the signed envelope: results in, signed receipts out.

Source: docs/vendors/regulator.md (our profile; no public standard exists), read 2026-11-22.
"""

import hmac
from datetime import date, datetime

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from adapters.envelope.sender import Reply, SignedHttp
from adapters.envelope.signature import EnvelopeKey
from domain.kernel.refusal import Unknown
from domain.supervision.result import Receipt, RegulatorResult, Told

SYSTEM, ABSENT = "regulator", "4040"
_RESULTS = ("api", "v1", "results")


class _Receipt(msgspec.Struct, rename="camel"):
    receipt_no: str
    body: str
    seq: int
    digest: str
    received_at: str
    signature: str


class _Day(msgspec.Struct, rename="camel"):
    results: list[Told]


class RegulatorPlatform:
    """Implements Regulator. `receipts`: the key their receipts are signed with, theirs and not ours."""

    def __init__(self, window: SignedHttp, *, receipts: EnvelopeKey) -> None:
        self._window, self._receipts = window, receipts

    async def push(self, result: RegulatorResult) -> Receipt:
        reply = await self._window.call(
            "POST",
            (*_RESULTS, result.body, str(result.seq)),
            effect=True,
            content=result.content,
            headers={"Content-Type": "application/json"},
        )
        return self._receipt(reply, result)

    async def ask(self, result: RegulatorResult) -> Receipt | None:
        path, known = (*_RESULTS, result.body, str(result.seq)), frozenset({ABSENT})
        reply = await self._window.call("GET", path, effect=False, known=known)
        return None if reply.code == ABSENT else self._receipt(reply, result)

    async def received(self, body: str, day: date) -> tuple[Told, ...]:
        query = {"body": body, "day": day.isoformat()}
        reply = await self._window.call("GET", ("api", "v1", "reconciliation"), effect=False, query=query)
        return tuple(reply.read(_Day).results)

    def _receipt(self, reply: Reply, result: RegulatorResult) -> Receipt:
        """Raises Unknown for one that proves nothing: they may have the result all the same."""
        told = reply.read(_Receipt)
        mac = HMAC(self._receipts.secret, hashes.SM3())
        for line in (told.receipt_no, told.body, str(told.seq), told.digest, told.received_at):
            mac.update(f"{line}\n".encode())
        if not hmac.compare_digest(mac.finalize().hex().encode(), told.signature.encode("utf-8", "replace")):
            raise Unknown(SYSTEM, "receipt-forged")
        if (told.body, told.seq, told.digest) != (result.body, result.seq, result.digest):
            raise Unknown(SYSTEM, "receipt-of-another")
        try:
            received_at = datetime.fromisoformat(told.received_at)
        except ValueError:
            raise Unknown(SYSTEM, "receipt-malformed") from None
        return Receipt(told.receipt_no, told.body, told.seq, told.digest, received_at)
