"""The authenticator (动态码): RFC 6238 SHA-1, six digits, 30 seconds: what every such program speaks."""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

ISSUER = "掌上办"
KEY, DIGITS, SECONDS = 20, 6, 30  # RFC 4226 §4: 160 bits


class TotpAuthenticator:
    """Implements domain.staff.ports.Authenticator."""

    def fresh(self) -> bytes:
        return secrets.token_bytes(KEY)

    def text(self, secret: bytes) -> str:
        return base64.b32encode(secret).decode().rstrip("=")

    def uri(self, secret: bytes, login: str) -> str:
        issuer = quote(ISSUER)
        return f"otpauth://totp/{issuer}:{quote(login)}?secret={self.text(secret)}&issuer={issuer}"

    def step(self, secret: bytes, code: str, *, at: datetime) -> int | None:
        present = int(at.timestamp()) // SECONDS
        totp, fits = _totp(secret), None
        for step in (present - 1, present, present + 1):  # RFC 6238 §5.2: clocks and fingers differ a little
            try:
                totp.verify(code.encode(), step * SECONDS)
            except InvalidToken:
                continue
            fits = step
        return fits


def digits(secret: bytes, at: datetime) -> str:
    """What the authenticator shows at that moment: for the sandbox's own accounts and for tests."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303 - the algorithm authenticators have
