"""Access tokens: ours are read, everything else is refused, however well it is made."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from jwt.types import Options
from msgspec import structs

from adapters.keys.ring import KeyRing
from adapters.tokens.es256 import Es256AccessTokens
from domain.identity.ports import Claims, VisitorClaims
from domain.identity.session import SessionEnded
from domain.kernel.ids import PartyId, SessionId, VisitorId
from domain.kernel.party import Channel
from tests.support.house import RING, HandClock

OTHER = KeyRing.fresh("other").tokens
CLAIMS = Claims(SessionId(UUID(int=7)), PartyId(UUID(int=8)), HandClock().at + timedelta(minutes=15))


def encoded(part: object) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def parts(token: str) -> tuple[dict[str, object], dict[str, object], str]:
    head, body, signature = token.split(".")
    header, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, body))
    return header, payload, signature


@pytest.fixture
def tokens(clock: HandClock) -> Es256AccessTokens:
    return Es256AccessTokens(RING, clock)


@pytest.fixture
def good(tokens: Es256AccessTokens) -> str:
    return tokens.issue(CLAIMS)


def signed(good: str, *, key: str = RING.tokens, **changes: object) -> str:
    """A token of ours but for `changes`: to its header by name, to its claims as claim_…, None takes away."""
    header, payload, _ = parts(good)
    for name, value in changes.items():
        part, name_in_it = (payload, name[6:]) if name.startswith("claim_") else (header, name)
        part[name_in_it] = value
        if value is None:
            del part[name_in_it]
    private = load_pem_private_key(key.encode(), None)
    head, body = encoded(header), encoded(payload)
    es256 = jwt.get_algorithm_by_name("ES256")
    return f"{head}.{body}.{encoded(es256.sign(f'{head}.{body}'.encode(), private))}"


def test_a_token_of_ours_says_who_and_which_session(tokens: Es256AccessTokens, good: str) -> None:
    assert tokens.read(good) == CLAIMS


def test_a_remembered_token_ends_on_time_all_the_same(
    tokens: Es256AccessTokens, good: str, clock: HandClock
) -> None:
    tokens.read(good)
    clock.go_on(timedelta(minutes=14, seconds=59))
    assert tokens.read(good) == CLAIMS

    clock.go_on(timedelta(seconds=1))

    with pytest.raises(SessionEnded):
        tokens.read(good)


class Keys:
    """A key file that somebody else writes: seen when it is looked at."""

    def __init__(self, *pems: str) -> None:
        self.written = self.seen = pems
        self.looks = 0

    def now(self) -> KeyRing:
        current, *retired = self.seen
        return structs.replace(RING, tokens=current, retired_tokens=tuple(retired))

    def anew(self) -> KeyRing:
        self.looks, self.seen = self.looks + 1, self.written
        return self.now()


def test_a_token_of_the_key_before_counts_while_a_rotation_lasts(clock: HandClock, good: str) -> None:
    rotated = Es256AccessTokens(Keys(OTHER, RING.tokens), clock)

    assert rotated.read(good) == CLAIMS
    assert rotated.read(rotated.issue(CLAIMS)) == CLAIMS
    with pytest.raises(SessionEnded):
        Es256AccessTokens(Keys(OTHER), clock).read(good)


def test_a_key_that_another_process_took_into_use_is_looked_up(clock: HandClock) -> None:
    keys = Keys(RING.tokens)
    slow, quick = Es256AccessTokens(keys, clock), Es256AccessTokens(Keys(OTHER, RING.tokens), clock)
    keys.written = (OTHER, RING.tokens)

    assert slow.read(quick.issue(CLAIMS)) == CLAIMS

    assert keys.looks == 1
    assert quick.read(slow.issue(CLAIMS)) == CLAIMS


def test_a_token_of_a_forgotten_key_ends_though_it_was_remembered(clock: HandClock, good: str) -> None:
    keys = Keys(OTHER, RING.tokens)
    tokens = Es256AccessTokens(keys, clock)
    tokens.read(good)

    keys.seen = keys.written = (OTHER,)

    with pytest.raises(SessionEnded):
        tokens.read(good)


UNTIMED: Options = {"verify_exp": False, "verify_iat": False, "verify_aud": False}


def test_what_is_published_proves_what_is_signed_and_tells_no_secret(clock: HandClock, good: str) -> None:
    published = Es256AccessTokens(Keys(OTHER, RING.tokens), clock).published()
    kid = parts(good)[0]["kid"]

    assert [one.kid for one in published][1] == kid
    key = jwt.PyJWK({"kty": "EC", "crv": "P-256", "x": published[1].x, "y": published[1].y})
    told = jwt.decode(good, key, algorithms=["ES256"], options=UNTIMED)
    assert told["iss"] == "palm"
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(
            good,
            jwt.PyJWK({"kty": "EC", "crv": "P-256", "x": published[0].x, "y": published[0].y}),
            algorithms=["ES256"],
            options=UNTIMED,
        )


NOW = int(HandClock().at.timestamp())
RESIGNED: dict[str, dict[str, object]] = {
    "another key": {"key": OTHER},
    "another key under its own name": {"key": OTHER, "kid": "0" * 16},
    "type of a refresh token": {"typ": "rt+jwt"},
    "type JWT": {"typ": "JWT"},
    "no type": {"typ": None},
    "no key name": {"kid": None},
    "key name that is a path": {"kid": "../../../etc/passwd"},
    "key name that is an address": {"kid": "https://evil.invalid/key.pem"},
    "key name that is a list": {"kid": ["a"]},
    "key from an address": {"jku": "https://evil.invalid/keys"},
    "certificate from an address": {"x5u": "https://evil.invalid/chain"},
    "key of its own": {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
    "critical extension": {"crit": ["b64"], "b64": True},
    "claims to be RS256": {"alg": "RS256"},
    "claims to be none": {"alg": "none"},
    "another audience": {"claim_aud": "palm-staff"},
    "audiences as a list": {"claim_aud": ["palm-citizen", "evil"]},
    "no audience": {"claim_aud": None},
    "another issuer": {"claim_iss": "evil"},
    "no issuer": {"claim_iss": None},
    "no end": {"claim_exp": None},
    "ended a second ago": {"claim_exp": NOW - 1, "claim_iat": NOW - 60},
    "an hour long": {"claim_exp": NOW + 3600},
    "end in words": {"claim_exp": "tomorrow"},
    "end as a fraction": {"claim_exp": NOW + 60.5},
    "end beyond time": {"claim_exp": 10**20},
    "end is true": {"claim_exp": True},
    "issued tomorrow": {"claim_iat": NOW + 86400, "claim_exp": NOW + 86460},
    "no instant of issue": {"claim_iat": None},
    "nobody": {"claim_sub": None},
    "another kind of id": {"claim_sub": "case_" + "0" * 26},
    "no session": {"claim_sid": None},
    "a claim too many": {"claim_level": "face"},
}


@pytest.mark.parametrize("what", RESIGNED)
def test_a_signature_alone_is_not_enough(tokens: Es256AccessTokens, good: str, what: str) -> None:
    forged = signed(good, **RESIGNED[what])  # type: ignore[arg-type] # key is a str, the rest anything

    with pytest.raises(SessionEnded):
        tokens.read(forged)


def _unsigned(good: str) -> dict[str, str]:
    header, payload, signature = parts(good)
    private = load_pem_private_key(RING.tokens.encode(), None)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    pem = rsa.generate_private_key(65537, 2048).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )

    def mac(algorithm: str, key: bytes) -> str:
        head, body = encoded({**header, "alg": algorithm}), encoded(payload)
        signer = jwt.get_algorithm_by_name(algorithm)
        hashed = type(signer)(signer.hash_alg)  # type: ignore[attr-defined,call-arg] # of the HMAC family
        return f"{head}.{body}.{encoded(hashed.sign(f'{head}.{body}'.encode(), key))}"

    rs = jwt.encode(payload, pem.decode(), "RS256", headers={"typ": "at+jwt", "kid": str(header["kid"])})
    return {
        "none": f"{encoded({**header, 'alg': 'none'})}.{encoded(payload)}.",
        "nOnE": f"{encoded({**header, 'alg': 'nOnE'})}.{encoded(payload)}.",
        "empty signature": f"{encoded(header)}.{encoded(payload)}.",
        "other signature": f"{encoded(header)}.{encoded(payload)}.{encoded(b'x' * 64)}",
        "zero signature": f"{encoded(header)}.{encoded(payload)}.{encoded(bytes(64))}",
        "changed claims": f"{encoded(header)}.{encoded({**payload, 'sub': 'pty_' + '1' * 26})}.{signature}",
        "HS256 with the public key": mac("HS256", public),
        "HS512 with our own key": mac("HS512", RING.tokens.encode()),
        "RS256": rs,
        "seven kilobytes": f"{encoded({**header, 'pad': 'x' * 7000})}.{encoded(payload)}.{signature}",
        "two parts": f"{encoded(header)}.{encoded(payload)}",
        "nothing": "",
        "not ASCII": "令牌.令牌.令牌",
        "not JSON": f"{encoded(b'[1,')}.{encoded(payload)}.{signature}",
        "a list for a header": f"{encoded([1])}.{encoded(payload)}.{signature}",
    }


@pytest.mark.parametrize("what", sorted(_unsigned(Es256AccessTokens(RING, HandClock()).issue(CLAIMS))))
def test_no_forged_signature_is_believed(tokens: Es256AccessTokens, good: str, what: str) -> None:
    forged = _unsigned(good)[what]

    with pytest.raises(SessionEnded):
        tokens.read(forged)


VISITING = VisitorClaims(VisitorId(UUID(int=9)), CLAIMS.expires_at)


def test_a_token_says_on_which_front_it_counts(tokens: Es256AccessTokens) -> None:
    enterprise = replace(CLAIMS, channel=Channel.MINI_PROGRAM)

    assert tokens.read(tokens.issue(enterprise)) == enterprise != CLAIMS


def test_a_visitors_token_names_the_account_and_nobody_else(tokens: Es256AccessTokens) -> None:
    token = tokens.issue(VISITING)

    assert tokens.read(token) == VISITING
    assert parts(token)[1].keys() == {"iss", "aud", "sub", "iat", "exp"}


TWISTED: dict[str, dict[str, object]] = {
    "a visitor on the phone page": {"claim_aud": "palm-citizen"},
    "a visitor with a session": {"claim_sid": "ses_" + "0" * 26},
    "a person for an account": {"claim_sub": "pty_" + "0" * 26},
}


@pytest.mark.parametrize("what", TWISTED)
def test_a_visitors_token_is_no_persons(tokens: Es256AccessTokens, what: str) -> None:
    twisted = signed(tokens.issue(VISITING), **TWISTED[what])  # type: ignore[arg-type] # as above

    with pytest.raises(SessionEnded):
        tokens.read(twisted)


def test_a_persons_token_is_no_visitors(tokens: Es256AccessTokens, good: str) -> None:
    with pytest.raises(SessionEnded):
        tokens.read(signed(good, claim_aud="palm-visitor"))
