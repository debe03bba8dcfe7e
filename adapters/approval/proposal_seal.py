"""The signature under a proposal (秒批建议): a compact JWS, ES256 (RFC 7515, RFC 7518 §3.4), key of its own.

Source: docs/vendors/approval-back-end.md (our profile), read 2026-11-22.
"""

import hashlib

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

ALGORITHM, TYPE = "ES256", "palm-proposal+json"


class ProposalSeal:
    """`sign` implements SignProposal. `public_pem` is what a back-end is given to check it with."""

    def __init__(self, key_pem: str) -> None:
        key = load_pem_private_key(key_pem.encode(), None)
        if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name != SECP256R1.name:
            raise ValueError("the key of proposals is not an EC P-256 key")
        self._key, public = key, key.public_key()
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self._kid = hashlib.sha256(spki).hexdigest()[:16]
        self.public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, content: bytes) -> str:
        return jwt.PyJWS().encode(content, self._key, ALGORITHM, headers={"typ": TYPE, "kid": self._kid})
