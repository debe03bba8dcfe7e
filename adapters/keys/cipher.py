"""Field encryption: one random nonce a value, bound to its table, column and row; each value names its key.

Sealed layout: 1 byte format, 1 byte length of the key version, the version, 12 bytes nonce, ciphertext, tag.

| format | cipher | key |
|---|---|---|
| 1 | AES-256-GCM | of the column; read for ever, sealed under a ring of before |
| 2 | SM4-GCM | of the column and row, derived with SM3 |
| 3 | AES-256-GCM | of the column and row |

Why a key is derived for each row, and none stored wrapped: docs/adr/0016.
"""

import secrets
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from adapters.keys.ring import Ring
from adapters.keys.sm4_gcm import Sm4Gcm
from domain.kernel.refusals import KeyLost
from domain.keys.algorithms import Indexing

COLUMN_AES, ROW_SM4, ROW_AES = 1, 2, 3
FORMATS = {"": COLUMN_AES, "SM4-GCM": ROW_SM4, "AES-256-GCM": ROW_AES}
HEAD, NONCE = 2, 12
HASH = {"HMAC-SHA-256": SHA256, "HMAC-SM3": SM3}


class SealBroken(ValueError):
    """A sealed value does not open here: edited, or moved."""


class FieldCipher:
    """Implements domain.kernel.ports.Cipher and domain.keys.ports.Resealer."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._column = lru_cache(maxsize=1024)(_column_key)

    def seal(self, place: str, row: UUID, clear: bytes) -> bytes:
        ring, nonce = self._ring.now(), secrets.token_bytes(NONCE)
        beginning = _beginning(FORMATS[ring.sealing], ring.current)
        key = self._key(beginning[0], ring.keys[ring.current], place, row)
        return beginning + nonce + key.encrypt(nonce, clear, _bound(beginning, row))

    def open(self, place: str, row: UUID, sealed: bytes) -> bytes:
        beginning = _beginning_of(sealed)
        if beginning is None:
            raise SealBroken(place)
        version = beginning[HEAD:].decode("ascii")
        secret = self._ring.now().keys.get(version) or self._ring.anew().keys.get(version)
        if secret is None:
            raise KeyLost(version, place)
        nonce, body = sealed[len(beginning) : len(beginning) + NONCE], sealed[len(beginning) + NONCE :]
        try:
            return self._key(beginning[0], secret, place, row).decrypt(nonce, body, _bound(beginning, row))
        except (InvalidTag, ValueError):  # a nonce cut short is a ValueError
            raise SealBroken(place) from None

    def version(self) -> str:
        return self._ring.anew().current

    def beginning(self) -> bytes:
        ring = self._ring.now()
        return _beginning(FORMATS[ring.sealing], ring.current)

    def version_of(self, sealed: bytes) -> str:
        beginning = _beginning_of(sealed)
        return "" if beginning is None else beginning[HEAD:].decode("ascii")

    def again(self, place: str, row: UUID, sealed: bytes) -> bytes | None:
        try:
            clear = self.open(place, row, sealed)
        except (SealBroken, KeyLost):
            return None
        return self.seal(place, row, clear)

    def _key(self, form: int, secret: bytes, place: str, row: UUID) -> AESGCM | Sm4Gcm:
        column = self._column(form, secret, place)
        if form == ROW_SM4:
            return Sm4Gcm(HKDFExpand(SM3(), 16, row.bytes).derive(column))
        if form == ROW_AES:
            return AESGCM(HKDFExpand(SHA256(), 32, row.bytes).derive(column))
        return AESGCM(column)


class HmacDigests:
    """Implements domain.kernel.ports.Digests: HMAC with SHA-256 or SM3, a key for each purpose."""

    def __init__(self, ring: Ring) -> None:
        made = ring.now()  # neither ever changes
        self._index, self._indexing = made.index, made.indexing

    def keyed(self, purpose: str, text: str) -> bytes:
        key = hmac(self._indexing, self._index, f"palm index {purpose}".encode())
        return hmac(self._indexing, key, text.encode())


def hmac(indexing: Indexing, key: bytes, text: bytes) -> bytes:
    """32 bytes with either hash (HMAC-SM3: GB/T 15852.2)."""
    digest = HMAC(key, HASH[indexing]())
    digest.update(text)
    return digest.finalize()


def _beginning(form: int, version: str) -> bytes:
    """How a sealed value begins: format and key version."""
    return bytes((form, len(version))) + version.encode("ascii")


def _beginning_of(sealed: bytes) -> bytes | None:
    """The same of a value; None when it cannot be one of ours."""
    if len(sealed) < HEAD or sealed[0] not in FORMATS.values():
        return None
    beginning = sealed[: HEAD + sealed[1]]
    version = beginning[HEAD:]
    is_one = len(version) == sealed[1] > 0 and version.isascii() and version.decode("ascii").isprintable()
    return beginning if is_one else None


def _bound(beginning: bytes, row: UUID) -> bytes:
    """What is authenticated with a value; in format 1 its row alone."""
    return row.bytes if beginning[0] == COLUMN_AES else beginning + row.bytes


def _column_key(form: int, secret: bytes, place: str) -> bytes:
    """Of another format another key, though ring and place are the same."""
    if form == COLUMN_AES:
        return HKDF(SHA256(), 32, salt=None, info=f"palm field {place}".encode()).derive(secret)
    kind = SM3() if form == ROW_SM4 else SHA256()
    return HKDF(kind, 32, salt=None, info=f"palm field {form} {place}".encode()).derive(secret)
