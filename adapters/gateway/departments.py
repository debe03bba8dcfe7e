"""Departments (部门) calling in to exchange a ticket: who signed, in the gateway-hmac scheme.

Source: docs/vendors/gateway.md, read 2026-11-21. The scheme signs no body and has no nonce: what it
guards must be of one use by itself, as a ticket is.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from adapters.envelope.signature import sorted_query
from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import ACCESS_KEY, ALGORITHM, DATE, HMAC_SHA256, SIGNATURE, gateway_hmac
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ports import Clock

SKEW = timedelta(seconds=90)


class SignedDepartments:
    """Implements domain.gateway.ports.Departments. `keys`: department → its pair."""

    def __init__(self, keys: Mapping[str, KeyPair], *, clock: Clock) -> None:
        self._names = {pair.account: name for name, pair in keys.items()}
        self._keys, self._clock = keys, clock

    def who(self, method: str, target: str, headers: Mapping[str, str]) -> str:
        given = {name.lower(): value for name, value in headers.items()}
        name = self._names.get(given.get(ACCESS_KEY.lower(), ""))
        date = given.get(DATE.lower(), "")
        if name is None or given.get(ALGORITHM.lower(), "") != HMAC_SHA256:
            raise SignatureWrong("unknown-key")
        if abs(self._clock() - _instant(date)) > SKEW:
            raise SignatureWrong("stale")
        path, _, query = target.partition("?")
        wanted = gateway_hmac(self._keys[name], method, path, sorted_query(query), date)
        if not hmac.compare_digest(
            wanted.encode(), given.get(SIGNATURE.lower(), "").encode("utf-8", "replace")
        ):
            raise SignatureWrong("signature")
        return name


def _instant(date: str) -> datetime:
    """RFC 1123 in GMT. Raises SignatureWrong."""
    try:
        at = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise SignatureWrong("date-malformed") from None
    if at.tzinfo is None or not date.endswith(" GMT"):
        raise SignatureWrong("date-malformed")
    return at.astimezone(UTC)
