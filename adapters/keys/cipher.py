"""Field encryption: AES-256-GCM, one random nonce a value, bound to its table, column and row.

Sealed layout: 1 byte format, 1 byte length of the key version, the version, 12 bytes nonce, ciphertext, tag.
The key of a column is derived (HKDF-SHA-256) from the ring's key of that version: no nonce space is shared.
"""

import hmac
import secrets
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.keys.ring import KeyRing

FORMAT = 1
NONCE = 12


class SealBroken(ValueError):
    """A sealed value does not open here: edited, moved, or its key is gone."""


class AesCipher:
    """Implements domain.kernel.ports.Cipher."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._column = lru_cache(maxsize=1024)(self._derive)

    def seal(self, place: str, row: UUID, clear: bytes) -> bytes:
        version = self._ring.current
        nonce = secrets.token_bytes(NONCE)
        body = self._column(version, place).encrypt(nonce, clear, row.bytes)
        name = version.encode()
        return bytes((FORMAT, len(name))) + name + nonce + body

    def open(self, place: str, row: UUID, sealed: bytes) -> bytes:
        try:
            split = 2 + sealed[1]
            version, nonce, body = (
                sealed[2:split].decode(),
                sealed[split : split + NONCE],
                sealed[split + NONCE :],
            )
            if sealed[0] != FORMAT or version not in self._ring.keys:
                raise SealBroken(place)
            return self._column(version, place).decrypt(nonce, body, row.bytes)
        except (InvalidTag, IndexError, UnicodeDecodeError, ValueError):
            raise SealBroken(place) from None

    def _derive(self, version: str, place: str) -> AESGCM:
        info = f"palm field {place}".encode()
        return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(self._ring.keys[version]))


class HmacDigests:
    """Implements domain.kernel.ports.Digests: HMAC-SHA-256 under a key of its own for each purpose."""

    def __init__(self, ring: KeyRing) -> None:
        self._index = ring.index

    def keyed(self, purpose: str, text: str) -> bytes:
        key = hmac.digest(self._index, f"palm index {purpose}".encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256")
