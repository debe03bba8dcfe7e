"""Signers (签名器): headers for one call in a back-end's own scheme, and whether a second try may help."""

from collections.abc import Mapping
from typing import Protocol

from adapters.gateway.exchange_secret import ExchangeSecret
from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import exchange_headers, gateway_hmac_headers
from domain.kernel.ports import Clock


class Signer(Protocol):
    async def sign(self, method: str, target: str) -> Mapping[str, str]:
        """`target`: path and query as in the request line. Raises Unavailable."""
        ...

    def renew(self) -> bool:
        """After a 401: whether signing again may help."""
        ...


class HmacSigner:
    """gateway-hmac: the key is the key."""

    def __init__(self, pair: KeyPair, clock: Clock) -> None:
        self._pair, self._clock = pair, clock

    async def sign(self, method: str, target: str) -> Mapping[str, str]:
        return gateway_hmac_headers(self._pair, method, target, self._clock())

    def renew(self) -> bool:
        return False


class ExchangeSigner:
    """national-exchange: signs with a secret that may be withdrawn before its time."""

    def __init__(self, secret: ExchangeSecret, *, sid: str, rid: str, clock: Clock) -> None:
        self._secret, self._sid, self._rid, self._clock = secret, sid, rid, clock
        self._used = self._refused = b""

    async def sign(self, method: str, target: str) -> Mapping[str, str]:  # noqa: ARG002 - it signs neither
        self._used = await self._secret.current(refused=self._refused)
        return exchange_headers(self._used, sid=self._sid, rid=self._rid, at=self._clock())

    def renew(self) -> bool:
        self._refused = self._used
        return True
