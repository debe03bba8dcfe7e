"""The national exchange's short-lived secret (请求密钥): fetched with the app key, kept until it ends.

Source: public integrations, docs/vendors/gateway.md, read 2026-11-21: POST rid, sid, rtime and sign as JSON;
`data.secret` is AES/ECB/PKCS5 under SHA-1(SHA-1(app key))[:16], which is what Java's seeded SHA1PRNG yields
(one published pair of key and ciphertext opens with it); `data.secretEndTime` counts milliseconds since 1970.
"""

import asyncio
import base64
import binascii
import hashlib
from datetime import UTC, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from yarl import URL

from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import exchange_headers
from adapters.outbound.http import Outbound, decode
from domain.kernel.ports import Clock
from domain.kernel.refusal import Unavailable

MARGIN = timedelta(seconds=30)  # before its end: a call signed with it still has to travel
BLOCK_BITS = 128
OK = range(200, 300)


class _Data(msgspec.Struct, rename="camel"):
    secret: str
    secret_end_time: int


class _Answer(msgspec.Struct):
    data: _Data


class ExchangeSecret:
    """Of one service under one requester. `deadline_seconds` bounds one fetch."""

    def __init__(
        self, http: Outbound, *, system: str, url: str, sid: str, pair: KeyPair, clock: Clock
    ) -> None:
        self._http, self._system, self._url = http, system, URL(url, encoded=True)
        self._sid, self._pair, self._clock = sid, pair, clock
        self._secret, self._ends = b"", datetime.min.replace(tzinfo=UTC)
        self._fetching = asyncio.Lock()

    async def current(self, *, refused: bytes = b"") -> bytes:
        """The secret to sign with, fetched by one for all; `refused`: one just not accepted.

        Raises Unavailable.
        """
        if self._is_good(refused):
            return self._secret
        async with self._fetching:
            if not self._is_good(refused):  # somebody else may have fetched it meanwhile
                await self._fetch()
            return self._secret

    def _is_good(self, refused: bytes) -> bool:
        return self._secret not in (b"", refused) and self._clock() < self._ends - MARGIN

    async def _fetch(self) -> None:
        signed = exchange_headers(self._pair.secret, sid=self._sid, rid=self._pair.account, at=self._clock())
        answer = await self._http.send(
            self._system,
            "POST",
            self._url,
            effect=False,
            headers={"Content-Type": "application/json"},
            body=msgspec.json.encode(signed),
            deadline_seconds=3.0,
        )
        if answer.status not in OK:
            raise Unavailable(self._system, f"http-{answer.status}")
        told = decode(self._system, answer.body, _Answer, effect=False).data
        try:
            self._secret = opened(self._pair.secret, told.secret)
            self._ends = datetime.fromtimestamp(told.secret_end_time / 1000, UTC)
        except (ValueError, binascii.Error, OverflowError):
            raise Unavailable(self._system, "secret-malformed") from None


def opened(app_key: bytes, sealed: str) -> bytes:
    """Raises ValueError."""
    # SHA-1 twice is what their own library derives keys with; it protects nothing here that TLS does not
    key = hashlib.sha1(hashlib.sha1(app_key).digest()).digest()[:16]  # noqa: S324 - see above
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305 - theirs to choose
    padded = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
    unpadder = PKCS7(BLOCK_BITS).unpadder()
    return unpadder.update(padded) + unpadder.finalize()
