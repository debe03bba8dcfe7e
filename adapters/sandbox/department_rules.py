"""How the emulated department (部门) checks and makes signatures, in code of its own.

Source: docs/vendors/gateway.md, read 2026-11-21.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, quote

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from adapters.sandbox.kit_public import Credentials

SKEW_SECONDS = 90
SECRET_LIFE = timedelta(minutes=10)
EXCHANGE = ("gjgxjhpt_sid", "gjgxjhpt_rid", "gjgxjhpt_rtime")


class Wrong(Exception):
    """The message a back-end of this kind answers 401 with."""


def mac(key: bytes, text: str) -> str:
    return base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()


def sorted_pairs(query: str) -> str:
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def check_gateway_hmac(
    caller: Credentials, method: str, target: str, headers: Mapping[str, str], wall: datetime
) -> None:
    """Raises Wrong with that gateway's own words."""
    if headers.get("X-BG-HMAC-ACCESS-KEY") != caller.app_id:
        raise Wrong("Invalid access key")
    date = headers.get("X-BG-DATE-TIME", "")
    try:
        skew = abs((wall - parsedate_to_datetime(date)).total_seconds())
    except (ValueError, TypeError):
        raise Wrong("Clock skew exceeded") from None
    if skew > SKEW_SECONDS:
        raise Wrong("Clock skew exceeded")
    path, _, query = target.partition("?")
    text = "".join(f"{line}\n" for line in (method, path, sorted_pairs(query), caller.app_id, date))
    given = headers.get("X-BG-HMAC-SIGNATURE", "")
    is_theirs = headers.get("X-BG-HMAC-ALGORITHM") == "hmac-sha256"
    if not is_theirs or not hmac.compare_digest(mac(caller.secret, text).encode(), given.encode()):
        raise Wrong("Invalid signature")


def gateway_hmac_headers(own: Credentials, method: str, path: str, wall: datetime) -> dict[str, str]:
    """What the department signs with when it calls us."""
    date = format_datetime(wall.astimezone(UTC), usegmt=True)
    return {
        "X-BG-HMAC-ACCESS-KEY": own.app_id,
        "X-BG-HMAC-ALGORITHM": "hmac-sha256",
        "X-BG-DATE-TIME": date,
        "X-BG-HMAC-SIGNATURE": mac(own.secret, f"{method}\n{path}\n\n{own.app_id}\n{date}\n"),
    }


class ExchangeDesk:
    """The national exchange's two checks: with the app key for a secret, with the secret for a call."""

    def __init__(self, caller: Credentials, sid: str, now: Callable[[], datetime]) -> None:
        self._caller, self._sid, self._now = caller, sid, now
        self._secret, self._ends, self._number = "", now(), 0

    def withdraw(self) -> None:
        """The running secret is worth nothing from now on."""
        self._secret = ""

    def issue(self, given: Mapping[str, object]) -> dict[str, object]:
        """A fresh secret, sealed under the app key. Raises Wrong."""
        self._check(
            self._caller.secret, {name: str(given.get(name, "")) for name in (*EXCHANGE, "gjgxjhpt_sign")}
        )
        self._number += 1
        self._secret = hashlib.md5(f"{self._number}".encode()).hexdigest()  # noqa: S324 - 32 hex digits, as theirs
        self._ends = self._now() + SECRET_LIFE
        padder = PKCS7(128).padder()
        padded = padder.update(self._secret.encode()) + padder.finalize()
        seed = hashlib.sha1(self._caller.secret).digest()  # noqa: S324 - Java's SHA1PRNG
        key = hashlib.sha1(seed).digest()[:16]  # noqa: S324 - likewise
        encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - theirs to choose
        sealed = base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
        return {"secret": sealed, "secretEndTime": int(self._ends.timestamp() * 1000)}

    def check(self, headers: Mapping[str, str]) -> None:
        """Raises Wrong."""
        if not self._secret or self._now() >= self._ends:
            raise Wrong("secret expired")
        self._check(self._secret.encode(), headers)

    def _check(self, key: bytes, given: Mapping[str, str]) -> None:
        sid, rid, rtime = (given.get(name, "") for name in EXCHANGE)
        if (sid, rid) != (self._sid, self._caller.app_id):
            raise Wrong("unknown service")
        is_stamp = rtime.isascii() and rtime.isdigit()
        if not is_stamp or abs(self._now().timestamp() - int(rtime) / 1000) > SKEW_SECONDS:
            raise Wrong("stale")
        if not hmac.compare_digest(mac(key, sid + rid + rtime), given.get("gjgxjhpt_sign", "")):
            raise Wrong("sign")
