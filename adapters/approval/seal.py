"""The back-end's seal (电子印章) on a document: whether it holds, and whose it is.

Source: docs/vendors/approval-back-end.md (our profile: detached Ed25519), read 2026-11-21. Real e-seals are
SM2 signatures inside the file (GB/T 38540): another file beside this one.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key


class SealCertificate(msgspec.Struct, rename="camel"):
    body_code: str
    algorithm: str
    public_key: str
    valid_from: Annotated[datetime, msgspec.Meta(tz=True)]
    valid_until: Annotated[datetime, msgspec.Meta(tz=True)]


class SealBroken(Exception):
    """Why a seal does not hold; nothing of the document in it."""


def fingerprint(public_key_pem: str) -> str:
    """SHA-256 of the key's SubjectPublicKeyInfo, lower-case hex: what an operator pins. Raises SealBroken."""
    return _fingerprint(_load(public_key_pem))


@dataclass(frozen=True, slots=True)
class SealTrust:
    """`pinned`: each issuing body's USCC to the fingerprint of its seal key, as the operator checked it."""

    pinned: Mapping[str, str]

    def check(
        self, certificate: SealCertificate, body_code: str, seal: str, content: bytes, *, sealed_at: datetime
    ) -> str:
        """The fingerprint of the key that sealed these bytes. Raises SealBroken."""
        wanted = self.pinned.get(body_code)
        if wanted is None or certificate.body_code != body_code:
            raise SealBroken("body-not-trusted")
        if certificate.algorithm != "Ed25519":
            raise SealBroken("algorithm")
        key = _load(certificate.public_key)
        found = _fingerprint(key)
        if not hmac.compare_digest(found.encode(), wanted.lower().encode()):
            raise SealBroken("key-not-pinned")
        if not certificate.valid_from <= sealed_at <= certificate.valid_until:
            raise SealBroken("certificate-not-valid-then")
        try:
            key.verify(base64.b64decode(seal, validate=True), content)
        except (InvalidSignature, ValueError):
            raise SealBroken("signature") from None
        return found


def _load(pem: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        raise SealBroken("key-malformed") from None
    if not isinstance(key, Ed25519PublicKey):
        raise SealBroken("key-malformed")
    return key


def _fingerprint(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
