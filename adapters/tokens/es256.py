"""Access tokens: JWTs signed with ES256 (RFC 7518, RFC 9068), everything about them pinned.

Nothing of a token is believed before its signature: not its algorithm, not where it says its key lies.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from domain.identity.ports import AccountClaims, AnyClaims, Claims, PublishedKey, VisitorClaims
from domain.identity.session import ACCESS, SessionEnded
from domain.kernel.ids import AccountId, PartyId, SessionId, VisitorId, short, unshort
from domain.kernel.party import Channel
from domain.kernel.ports import Clock

ALGORITHM, TYPE, ISSUER = "ES256", "at+jwt", "palm"
FRONTS = {"palm-citizen": Channel.H5, "palm-enterprise": Channel.MINI_PROGRAM}
AUDIENCES = {channel: audience for audience, channel in FRONTS.items()}
VISITOR = "palm-visitor"  # a mini-program account of which nobody is known yet: it has no session
ACCOUNT = "palm-account"  # a phone number that a code was right for: likewise
VISITOR_CLAIMS = frozenset({"iss", "aud", "sub", "iat", "exp"})
CLAIMS = VISITOR_CLAIMS | {"sid"}
HEADER = frozenset({"alg", "typ", "kid"})  # more, such as crit, jku, jwk or x5u, is not ours
LONGEST = 1024
SKEW = timedelta(seconds=30)  # between our own machines
REMEMBERED = 10_000
COORDINATE_BYTES = 32  # of a P-256 point


class SigningKeys(Protocol):
    """PEMs: of the key that signs, and of those whose tokens still count while a rotation lasts."""

    @property
    def tokens(self) -> str: ...

    @property
    def retired_tokens(self) -> tuple[str, ...]: ...


class KeySource(Protocol):
    """Where the keys stand: what was read lately, and what stands there at this moment."""

    def now(self) -> SigningKeys: ...

    def anew(self) -> SigningKeys: ...


class _Loaded:
    """The keys of one reading."""

    def __init__(self, read: SigningKeys) -> None:
        self.tokens, self.retired = read.tokens, read.retired_tokens
        self.private = _private(read.tokens)
        publics = [self.private.public_key(), *(_private(pem).public_key() for pem in self.retired)]
        self.kid = _kid(publics[0])
        self.publics = {_kid(public): public for public in publics}

    def is_of(self, read: SigningKeys) -> bool:
        return self.tokens == read.tokens and self.retired == read.retired_tokens


class Es256AccessTokens:
    """Implements domain.identity.ports.AccessTokens.

    A signature costs 100 µs to verify, so what a token says is remembered, under its digest, until
    it expires. Whether the session still stands is asked elsewhere, on every request.
    """

    def __init__(self, source: KeySource, now: Clock) -> None:
        """A key that another process took into use a moment ago is looked up when a token names it."""
        self._source, self._now = source, now
        self._loaded = _Loaded(source.now())
        self._seen: OrderedDict[bytes, tuple[str, AnyClaims]] = OrderedDict()

    def published(self) -> tuple[PublishedKey, ...]:
        return tuple(_told(kid, public) for kid, public in self._keys(self._source.now()).publics.items())

    def _keys(self, read: SigningKeys) -> _Loaded:
        if not self._loaded.is_of(read):
            self._loaded = _Loaded(read)
        return self._loaded

    def issue(self, claims: AnyClaims) -> str:
        payload = {
            "iss": ISSUER,
            **_named(claims),
            "iat": int(self._now().timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        keys = self._keys(self._source.now())
        return jwt.encode(payload, keys.private, ALGORITHM, headers={"typ": TYPE, "kid": keys.kid})

    def read(self, token: str) -> AnyClaims:
        if len(token) > LONGEST or not token.isascii():
            raise SessionEnded
        digest = hashlib.sha256(token.encode()).digest()
        kid, claims = self._seen.get(digest) or self._verified(token, digest)
        if self._now() >= claims.expires_at or kid not in self._keys(self._source.now()).publics:
            self._seen.pop(digest, None)
            raise SessionEnded
        return claims

    def _verified(self, token: str, digest: bytes) -> tuple[str, AnyClaims]:
        found = self._verify(token)
        self._seen[digest] = found
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return found

    def _public(self, kid: str) -> EllipticCurvePublicKey | None:
        known = self._keys(self._source.now()).publics.get(kid)
        return known or self._keys(self._source.anew()).publics.get(kid)

    def _verify(self, token: str) -> tuple[str, AnyClaims]:
        """What the token says, and the id of the key that says so."""
        try:
            header = jwt.get_unverified_header(token)
            kid = str(header.get("kid"))
            if set(header) != HEADER or header["typ"] != TYPE or header["alg"] != ALGORITHM:
                raise SessionEnded
            key = self._public(kid)
            if key is None:
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
        return kid, self._claims(payload)

    def _claims(self, payload: dict[str, object]) -> AnyClaims:
        issued, expires = payload["iat"], payload["exp"]
        if type(issued) is not int or type(expires) is not int:
            raise SessionEnded
        issued_at = _instant(issued)
        expires_at = _instant(expires)
        if issued_at > self._now() + SKEW or not issued_at < expires_at <= issued_at + ACCESS:
            raise SessionEnded
        return _who(payload, expires_at)


def _named(claims: AnyClaims) -> dict[str, str]:
    """For whom, and on which front."""
    if isinstance(claims, VisitorClaims):
        return {"aud": VISITOR, "sub": short("vis", claims.visitor)}
    if isinstance(claims, AccountClaims):
        return {"aud": ACCOUNT, "sub": short("acn", claims.account)}
    person, session = short("pty", claims.person), short("ses", claims.session)
    return {"aud": AUDIENCES[claims.channel], "sub": person, "sid": session}


def _who(payload: dict[str, object], expires_at: datetime) -> AnyClaims:
    """Raises SessionEnded for another audience, a list of them, a claim too many or too few."""
    audience, subject = payload["aud"], str(payload["sub"])
    if audience == VISITOR and set(payload) == VISITOR_CLAIMS:
        visitor = unshort("vis", subject)
        if visitor is not None:
            return VisitorClaims(VisitorId(visitor), expires_at)
    if audience == ACCOUNT and set(payload) == VISITOR_CLAIMS:
        account = unshort("acn", subject)
        if account is not None:
            return AccountClaims(AccountId(account), expires_at)
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


def _told(kid: str, public: EllipticCurvePublicKey) -> PublishedKey:
    point = public.public_numbers()
    return PublishedKey(kid, _coordinate(point.x), _coordinate(point.y))


def _coordinate(number: int) -> str:
    """As RFC 7518 §6.2.1 has it: all of its bytes, base64url, without padding."""
    return urlsafe_b64encode(number.to_bytes(COORDINATE_BYTES, "big")).rstrip(b"=").decode()


def _kid(public: EllipticCurvePublicKey) -> str:
    """Names a key by what it is, so that no path or address can stand there."""
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:16]
