"""The key ring: named secrets with versions, read from one file that only its owner may read.

File: JSON {"current": "2026-11", "keys": {"2026-11": "<base64 of 32 bytes>", …}, "index": "<base64>", …}.
`index` and `ledger` never change (blind indexes, the ledger would be lost); `current` seals new data, older
versions still open theirs. What an older ring lacks has a meaning: see the fields.
"""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from adapters.keys.sm2 import ORDER, Sm2Key
from domain.keys.algorithms import Indexing, Sealing

KEY_BYTES = 32
VERSION_BYTES = 32  # what a row of key_sweeps has room for
# the order of P-256 (SEC 2 §2.4.2): private keys are the numbers from 1 to one less
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_WIDE_BYTES = 48  # 128 bits more than the order, so that the remainder favours no number (FIPS 186-5 A.2.1)


class KeyRingProblem(ValueError):
    """The key file is missing, readable by others, or does not hold what it must."""


class KeyRing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    current: str
    keys: Mapping[str, bytes]
    index: bytes
    ledger: bytes
    tokens: str  # PEM of the EC P-256 key that signs access tokens
    proposals: str = ""  # likewise for proposals 秒批建议; empty: derived
    # empty: a ring of before; it seals in format 1, which the release of before can read as well
    sealing: Sealing | Literal[""] = ""
    indexing: Indexing = "HMAC-SHA-256"  # chosen when the ring is made: indexes cannot be computed anew
    checkpoints: str = ""  # PEM of the EC P-256 key that signs checkpoints 库外锚点; empty: derived
    retired_tokens: tuple[str, ...] = ()  # PEM of keys that still prove tokens signed before, newest first
    bank: str = ""  # hex of the SM2 key the licence bank 证照库 encrypts to; empty: derived
    retired_banks: tuple[str, ...] = ()  # likewise of before: the bank may not know the new one yet

    def __repr__(self) -> str:
        return f"KeyRing({self.current}, …)"

    __str__ = __repr__

    def now(self) -> "KeyRing":
        """Implements Ring: a ring in the hand does not change."""
        return self

    def anew(self) -> "KeyRing":
        """Implements Ring."""
        return self

    @property
    def proposal_key(self) -> str:
        """PEM of the EC P-256 key that signs proposals; of an older ring always the same one."""
        return self.proposals or _pem(_derived(self.ledger, b"palm proposal key"))

    @property
    def archive_key(self) -> str:
        """PEM of the EC P-256 key that signs archives 归档包: always derived, so no ring lacks it."""
        return _pem(_derived(self.ledger, b"palm archive key"))

    @property
    def checkpoint_key(self) -> str:
        """PEM of the EC P-256 key that signs checkpoints 库外锚点; of an older ring always the same one."""
        return self.checkpoints or _pem(_derived(self.ledger, b"palm checkpoint key"))

    @property
    def bank_keys(self) -> tuple[str, ...]:
        """SM2 keys as hex, those the licence bank may encrypt to; the first is the one to hand over."""
        return (self.bank or _sm2_derived(self.ledger, b"palm licence bank key"), *self.retired_banks)

    @classmethod
    def fresh(
        cls, version: str, *, sealing: Sealing = "AES-256-GCM", indexing: Indexing = "HMAC-SHA-256"
    ) -> "KeyRing":
        return cls(
            current=version,
            keys={version: secrets.token_bytes(KEY_BYTES)},
            index=secrets.token_bytes(KEY_BYTES),
            ledger=secrets.token_bytes(KEY_BYTES),
            tokens=fresh_signing_key(),
            proposals=fresh_signing_key(),
            sealing=sealing,
            indexing=indexing,
            checkpoints=fresh_signing_key(),
        )

    @classmethod
    def read(cls, path: Path) -> "KeyRing":
        """Raises KeyRingProblem, naming the file and never its content."""
        try:
            mode = path.stat().st_mode
            body = path.read_bytes()
        except OSError as error:
            raise KeyRingProblem(f"{path.name}: {error.strerror}; run `palm keys new`") from None
        if stat.S_IMODE(mode) & 0o077:
            raise KeyRingProblem(f"{path.name}: others may read it; run `chmod 600`")
        try:
            ring = msgspec.json.decode(body, type=cls)
        except msgspec.MsgspecError:
            raise KeyRingProblem(f"{path.name}: not a key ring; run `palm keys new`") from None
        short = [*ring.keys.values(), ring.index, ring.ledger]
        if ring.current not in ring.keys or any(len(key) != KEY_BYTES for key in short):
            raise KeyRingProblem(f"{path.name}: a key is missing or not {KEY_BYTES} bytes long")
        try:
            for key in ring.bank_keys:
                Sm2Key(key)
        except ValueError:
            raise KeyRingProblem(f"{path.name}: a key for the licence bank is no SM2 key") from None
        return ring

    def write(self, path: Path) -> None:
        """Raises FileExistsError rather than overwrite keys that data depends on."""
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(self))
            file.flush()
            os.fsync(file.fileno())


class Ring(Protocol):
    """Where a ring is had from: itself, or the file it stands in (adapters/keys/ring_file.py)."""

    def now(self) -> KeyRing:
        """The ring as of a few seconds ago at most."""
        ...

    def anew(self) -> KeyRing:
        """The ring as its file is at this moment: for a version or a `kid` that is not known."""
        ...


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def fresh_signing_key() -> str:
    """PEM of a new EC P-256 key."""
    return _pem(ec.generate_private_key(ec.SECP256R1()))


def fresh_sm2_key() -> str:
    """Hex of a new SM2 key."""
    return _sm2_hex(secrets.token_bytes(_WIDE_BYTES))


def _derived(secret: bytes, info: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(_wide(secret, info), "big") % (_P256_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _sm2_derived(secret: bytes, info: bytes) -> str:
    return _sm2_hex(_wide(secret, info))


def _sm2_hex(wide: bytes) -> str:
    return f"{int.from_bytes(wide, 'big') % (ORDER - 2) + 1:064x}"


def _wide(secret: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), _WIDE_BYTES, salt=None, info=info).derive(secret)
