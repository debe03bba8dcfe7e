"""The key ring: named secrets with versions, read from one file that only its owner may read.

File: JSON {"current": "2026-11", "keys": {"2026-11": "<base64 of 32 bytes>", …}, "index": "<base64>", …}.
The `index` key never changes (blind indexes would be lost); `current` seals new data, older versions still
open theirs.
"""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

KEY_BYTES = 32


class KeyRingProblem(ValueError):
    """The key file is missing, readable by others, or does not hold what it must."""


class KeyRing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    current: str
    keys: Mapping[str, bytes]
    index: bytes
    ledger: bytes
    tokens: str  # PEM of the EC P-256 key that signs access tokens

    @classmethod
    def fresh(cls, version: str) -> "KeyRing":
        token_key = ec.generate_private_key(ec.SECP256R1())
        pem = token_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        return cls(
            current=version,
            keys={version: secrets.token_bytes(KEY_BYTES)},
            index=secrets.token_bytes(KEY_BYTES),
            ledger=secrets.token_bytes(KEY_BYTES),
            tokens=pem,
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
        return ring

    def write(self, path: Path) -> None:
        """Raises FileExistsError rather than overwrite keys that data depends on."""
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(self))
            file.flush()
            os.fsync(file.fileno())
