"""Access tokens: JWTs signed with ES256 (RFC 7518, RFC 9068), everything about them pinned.

Nothing of a token is believed before its signature: not its algorithm, not where it says its key lies.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from domain.identity.ports import Claims
from domain.identity.session import ACCESS, SessionEnded
from domain.kernel.ids import PartyId, SessionId, short, unshort
from domain.kernel.ports import Clock

ALGORITHM, TYPE, ISSUER, AUDIENCE = "ES256", "at+jwt", "palm", "palm-citizen"
CLAIMS = frozenset({"iss", "aud", "sub", "sid", "iat", "exp"})
HEADER = frozenset({"alg", "typ", "kid"})  # more, such as crit, jku, jwk or x5u, is not ours
LONGEST = 1024
SKEW = timedelta(seconds=30)  # between our own machines
REMEMBERED = 10_000


class Es256AccessTokens:
    """Implements domain.identity.ports.AccessTokens.

    A signature costs 100 µs to verify, so what a token says is remembered, under its digest, until
    it expires. Whether the session still stands is asked elsewhere, on every request.
    """

    def __init__(self, key_pem: str, now: Clock, *, retired: Sequence[str] = ()) -> None:
        """`retired`: PEMs of keys whose tokens still count while a rotation lasts."""
        self._key = _private(key_pem)
        self._kid = _kid(self._key.public_key())
        publics = [self._key.public_key(), *(_private(pem).public_key() for pem in retired)]
        self._keys = {_kid(public): public for public in publics}
        self._now = now
        self._seen: OrderedDict[bytes, Claims] = OrderedDict()

    def issue(self, claims: Claims) -> str:
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": short("pty", claims.person),
            "sid": short("ses", claims.session),
            "iat": int(self._now().timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        return jwt.encode(payload, self._key, ALGORITHM, headers={"typ": TYPE, "kid": self._kid})

    def read(self, token: str) -> Claims:
        if len(token) > LONGEST or not token.isascii():
            raise SessionEnded
        digest = hashlib.sha256(token.encode()).digest()
        claims = self._seen.get(digest)
        if claims is None:
            claims = self._verify(token)
            self._seen[digest] = claims
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        if self._now() >= claims.expires_at:
            self._seen.pop(digest, None)
            raise SessionEnded
        return claims

    def _verify(self, token: str) -> Claims:
        try:
            header = jwt.get_unverified_header(token)
            key = self._keys.get(str(header.get("kid")))
            if set(header) != HEADER or header["typ"] != TYPE or header["alg"] != ALGORITHM or key is None:
                raise SessionEnded
            payload = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                # times are judged below, by our own clock
                options={
                    "require": sorted(CLAIMS),
                    "verify_exp": False,
                    "verify_iat": False,
                    "strict_aud": True,
                },
            )
        except jwt.InvalidTokenError:
            raise SessionEnded from None
        return self._claims(payload)

    def _claims(self, payload: dict[str, object]) -> Claims:
        issued, expires = payload["iat"], payload["exp"]
        if set(payload) != CLAIMS or type(issued) is not int or type(expires) is not int:
            raise SessionEnded
        person, session = unshort("pty", str(payload["sub"])), unshort("ses", str(payload["sid"]))
        issued_at = _instant(issued)
        expires_at = _instant(expires)
        if person is None or session is None or issued_at > self._now() + SKEW:
            raise SessionEnded
        if not issued_at < expires_at <= issued_at + ACCESS:
            raise SessionEnded
        return Claims(SessionId(session), PartyId(person), expires_at)


def _instant(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise SessionEnded from None


def _private(pem: str) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise ValueError("the token key is not an EC P-256 key")
    return key


def _kid(public: EllipticCurvePublicKey) -> str:
    """Names a key by what it is, so that no path or address can stand there."""
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:16]
