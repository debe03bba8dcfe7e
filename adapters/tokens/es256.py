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

from domain.identity.ports import Claims, VisitorClaims
from domain.identity.session import ACCESS, SessionEnded
from domain.kernel.ids import PartyId, SessionId, VisitorId, short, unshort
from domain.kernel.party import Channel
from domain.kernel.ports import Clock

ALGORITHM, TYPE, ISSUER = "ES256", "at+jwt", "palm"
FRONTS = {"palm-citizen": Channel.H5, "palm-enterprise": Channel.MINI_PROGRAM}
AUDIENCES = {channel: audience for audience, channel in FRONTS.items()}
VISITOR = "palm-visitor"  # a mini-program account of which nobody is known yet: it has no session
VISITOR_CLAIMS = frozenset({"iss", "aud", "sub", "iat", "exp"})
CLAIMS = VISITOR_CLAIMS | {"sid"}
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
        self._seen: OrderedDict[bytes, Claims | VisitorClaims] = OrderedDict()

    def issue(self, claims: Claims | VisitorClaims) -> str:
        payload = {
            "iss": ISSUER,
            **_named(claims),
            "iat": int(self._now().timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        return jwt.encode(payload, self._key, ALGORITHM, headers={"typ": TYPE, "kid": self._kid})

    def read(self, token: str) -> Claims | VisitorClaims:
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

    def _verify(self, token: str) -> Claims | VisitorClaims:
        try:
            header = jwt.get_unverified_header(token)
            key = self._keys.get(str(header.get("kid")))
            if set(header) != HEADER or header["typ"] != TYPE or header["alg"] != ALGORITHM or key is None:
                raise SessionEnded
            payload = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                # times are judged below, by our own clock; the audience, too: each kind has its own claims
                options={
                    "require": sorted(VISITOR_CLAIMS),
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError:
            raise SessionEnded from None
        return self._claims(payload)

    def _claims(self, payload: dict[str, object]) -> Claims | VisitorClaims:
        issued, expires = payload["iat"], payload["exp"]
        if type(issued) is not int or type(expires) is not int:
            raise SessionEnded
        issued_at = _instant(issued)
        expires_at = _instant(expires)
        if issued_at > self._now() + SKEW or not issued_at < expires_at <= issued_at + ACCESS:
            raise SessionEnded
        return _who(payload, expires_at)


def _named(claims: Claims | VisitorClaims) -> dict[str, str]:
    """For whom, and on which front."""
    if isinstance(claims, VisitorClaims):
        return {"aud": VISITOR, "sub": short("vis", claims.visitor)}
    person, session = short("pty", claims.person), short("ses", claims.session)
    return {"aud": AUDIENCES[claims.channel], "sub": person, "sid": session}


def _who(payload: dict[str, object], expires_at: datetime) -> Claims | VisitorClaims:
    """Raises SessionEnded for another audience, a list of them, a claim too many or too few."""
    audience, subject = payload["aud"], str(payload["sub"])
    if audience == VISITOR and set(payload) == VISITOR_CLAIMS:
        visitor = unshort("vis", subject)
        if visitor is not None:
            return VisitorClaims(VisitorId(visitor), expires_at)
    if isinstance(audience, str) and audience in FRONTS and set(payload) == CLAIMS:
        person, session = unshort("pty", subject), unshort("ses", str(payload["sid"]))
        if person is not None and session is not None:
            return Claims(SessionId(session), PartyId(person), expires_at, FRONTS[audience])
    raise SessionEnded


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
