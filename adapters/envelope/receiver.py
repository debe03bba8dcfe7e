"""The signed envelope (签名信封) from the other side: whether a call to us is theirs, fresh and new.

Source: docs/vendors/approval-back-end.md, read 2026-11-21.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import timedelta

from adapters.envelope.signature import EnvelopeKey
from domain.kernel.callbacks import Nonces, SignatureWrong
from domain.kernel.ports import Clock

SKEW = timedelta(seconds=300)
# re.ASCII: full-width digits would pass \d, and int() reads them too
_STAMP = re.compile(r"[0-9]{9,11}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9]{16,32}", re.ASCII)


class EnvelopeGuard:
    """`keys`: those a caller may sign with just now, two of them while a secret is being changed."""

    def __init__(self, keys: tuple[EnvelopeKey, ...], *, clock: Clock, nonces: Nonces) -> None:
        self._keys, self._clock, self._nonces = keys, clock, nonces

    async def admit(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """`target`: path and query as in the request line; `body`: the raw bytes. Raises SignatureWrong."""
        given = {name.lower(): value for name, value in headers.items()}
        stamp, nonce = given.get("x-timestamp", ""), given.get("x-nonce", "")
        if not (_STAMP.fullmatch(stamp) and _NONCE.fullmatch(nonce)):
            raise SignatureWrong("envelope-malformed")
        if abs(self._clock().timestamp() - int(stamp)) > SKEW.total_seconds():
            raise SignatureWrong("stale")
        signature = given.get("x-signature", "").encode("utf-8", "replace")
        app_id, algorithm = given.get("x-app-id", ""), given.get("x-sign-alg", "")
        if not any(
            hmac.compare_digest(key.sign(method, target, stamp, nonce, body).encode(), signature)
            for key in self._keys
            if (key.app_id, key.algorithm) == (app_id, algorithm)
        ):
            raise SignatureWrong("signature")
        # after the signature: else anybody could use up a nonce of theirs
        if not await self._nonces.fresh(f"{app_id}:{nonce}"):
            raise SignatureWrong("nonce-seen")
