"""The signature under an archive's manifest (归档清单签名): a compact JWS, ES256, deterministic (RFC 6979).

The same manifest has the same signature, so that the same case again gives the same bundle.
"""

import base64
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

ALGORITHM, ARCHIVE, LEDGER = "ES256", "palm-archive+json", "palm-ledger-bundle+json"
HALF = 32


class ArchiveSignature:
    """Implements ArchiveSeal. `public_pem` is what an archive office is given to check it with.

    `kind`: what it signs the manifests of; nothing signed for one counts for the other.
    """

    def __init__(self, key_pem: str, kind: str = ARCHIVE) -> None:
        key = load_pem_private_key(key_pem.encode(), None)
        if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name != SECP256R1.name:
            raise ValueError("the key of archives is not an EC P-256 key")
        self._key, self._public = key, key.public_key()
        spki = self._public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        said = {"alg": ALGORITHM, "kid": hashlib.sha256(spki).hexdigest()[:16], "typ": kind}
        self._header = _encode(json.dumps(said, separators=(",", ":"), sort_keys=True).encode())
        self.public_pem = self._public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, manifest: bytes) -> str:
        signing = f"{self._header}.{_encode(manifest)}"
        der = self._key.sign(signing.encode(), ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(der)
        return f"{signing}.{_encode(r.to_bytes(HALF, 'big') + s.to_bytes(HALF, 'big'))}"

    def signed(self, signature: str) -> bytes | None:
        """The header is compared whole: there is nothing in it to choose."""
        header, _, rest = signature.partition(".")
        payload, _, mark = rest.partition(".")
        try:
            content, raw = _decode(payload), _decode(mark)
        except ValueError:
            return None
        if header != self._header or len(raw) != 2 * HALF:
            return None
        der = encode_dss_signature(int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big"))
        try:
            self._public.verify(der, f"{header}.{payload}".encode(), ECDSA(SHA256()))
        except InvalidSignature:
            return None
        return content


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
