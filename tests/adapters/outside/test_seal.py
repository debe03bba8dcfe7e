"""The seal on a document: only a pinned key, valid then, over these very bytes."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.approval.seal import SealBroken, SealCertificate, SealTrust, fingerprint

BODY, PAPER = "11370285MB99900016", b"%PDF-1.4 a decision"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def trust(key: Ed25519PrivateKey) -> SealTrust:
    return SealTrust({BODY: fingerprint(pem(key.public_key()))})


def certificate(key: Ed25519PrivateKey, **changed: object) -> SealCertificate:
    told: dict[str, object] = {
        "body_code": BODY,
        "algorithm": "Ed25519",
        "public_key": pem(key.public_key()),
        "valid_from": NOW - timedelta(days=1),
        "valid_until": NOW + timedelta(days=1),
    }
    return SealCertificate(**(told | changed))  # type: ignore[arg-type]  # one odd field at a time


def seal(key: Ed25519PrivateKey, content: bytes = PAPER) -> str:
    return base64.b64encode(key.sign(content)).decode()


def test_a_good_seal_tells_whose_it_is(key: Ed25519PrivateKey, trust: SealTrust) -> None:
    found = trust.check(certificate(key), BODY, seal(key), PAPER, sealed_at=NOW)

    assert found == trust.pinned[BODY]


def test_a_seal_by_another_key_is_refused_though_its_certificate_looks_right(trust: SealTrust) -> None:
    other = Ed25519PrivateKey.generate()

    with pytest.raises(SealBroken, match="key-not-pinned"):
        trust.check(certificate(other), BODY, seal(other), PAPER, sealed_at=NOW)


@pytest.mark.parametrize("days", [-2, 2])
def test_a_seal_set_outside_the_certificates_life_is_refused(
    key: Ed25519PrivateKey, trust: SealTrust, days: int
) -> None:
    with pytest.raises(SealBroken, match="certificate-not-valid-then"):
        trust.check(certificate(key), BODY, seal(key), PAPER, sealed_at=NOW + timedelta(days=days))


@pytest.mark.parametrize("text", ["", "not base64", "é", base64.b64encode(b"\0" * 64).decode()])
def test_a_seal_that_does_not_fit_is_refused(key: Ed25519PrivateKey, trust: SealTrust, text: str) -> None:
    with pytest.raises(SealBroken, match="signature"):
        trust.check(certificate(key), BODY, text, PAPER, sealed_at=NOW)


def test_one_changed_byte_breaks_the_seal(key: Ed25519PrivateKey, trust: SealTrust) -> None:
    with pytest.raises(SealBroken, match="signature"):
        trust.check(certificate(key), BODY, seal(key), PAPER + b" ", sealed_at=NOW)


def test_the_seal_of_a_body_nobody_pinned_is_refused(key: Ed25519PrivateKey, trust: SealTrust) -> None:
    with pytest.raises(SealBroken, match="body-not-trusted"):
        trust.check(certificate(key), "11370200MB99900040", seal(key), PAPER, sealed_at=NOW)
    with pytest.raises(SealBroken, match="body-not-trusted"):
        trust.check(certificate(key, body_code="x"), BODY, seal(key), PAPER, sealed_at=NOW)


def test_another_kind_of_key_is_refused(key: Ed25519PrivateKey, trust: SealTrust) -> None:
    curve = generate_private_key(SECP256R1()).public_key()
    text = curve.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    for odd in (certificate(key, public_key=text), certificate(key, public_key="x")):
        with pytest.raises(SealBroken, match="key-malformed"):
            trust.check(odd, BODY, seal(key), PAPER, sealed_at=NOW)
    with pytest.raises(SealBroken, match="algorithm"):
        trust.check(certificate(key, algorithm="none"), BODY, seal(key), PAPER, sealed_at=NOW)
