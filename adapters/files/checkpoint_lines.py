"""The lines of the checkpoint file (检查点): one JSON each, signed, chained to the one before.

A line of today says which leaves it adds and the Merkle root over them; ES256, so that anybody with the
public key can check it. A line of format 1 held the heads of sixteen chains under an HMAC; it stays readable.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from domain.ledger.digest import canonical, instant
from domain.ledger.entry import Leaf

HALF = 32


class CheckpointForged(ValueError):
    """A line is not ours, or one is missing between two."""


class _Head(msgspec.Struct):
    chain: int
    number: int
    digest: bytes


class _First(msgspec.Struct):
    """A line of format 1."""

    at: datetime
    heads: list[_Head]
    before: bytes
    seal: bytes = b""


class Stated(msgspec.Struct, forbid_unknown_fields=True):
    """A line of format 2 as its JSON has it. `before`: SHA-256 of the line above, in hex."""

    at: str
    before: str
    count: int
    first: int = msgspec.field(name="from")
    kid: str
    line: int
    root: str
    signature: str
    total: int
    v: int


@dataclass(frozen=True, slots=True)
class Line:
    """`first` and `count`: its leaves among all. A line of format 1 has heads instead, and no root."""

    at: datetime
    first: int
    count: int
    root: bytes
    heads: tuple[Leaf, ...] = ()


class CheckpointKeys:
    """The key that signs lines, and keys that signed before it: once a newer one has, no older one may."""

    def __init__(self, current: str, *before: str) -> None:
        self._keys = [_loaded(pem) for pem in (current, *before)]
        self._ids = [_kid(key) for key in self._keys]
        self.kid = self._ids[0]
        self.public_pem = (
            self._keys[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        )

    def sign(self, said: dict[str, object]) -> bytes:
        """The whole line, signed, without its end."""
        stated = said | {"kid": self.kid, "v": 2}
        der = self._keys[0].sign(canonical(stated), ECDSA(SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(der)
        return canonical(stated | {"signature": _encoded(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big"))})

    def age_of(self, kid: str) -> int:
        """0 for the key of today. Raises ValueError for one we do not know."""
        return self._ids.index(kid)

    def signed(self, line: Stated) -> bool:
        stated = json.loads(msgspec.json.encode(line))
        stated.pop("signature")
        try:
            raw = base64.b64decode(line.signature + "==", altchars=b"-_", validate=True)
            key = self._keys[self.age_of(line.kid)].public_key()
            half = int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big")
            key.verify(encode_dss_signature(*half), canonical(stated), ECDSA(SHA256()))
        except (ValueError, InvalidSignature):
            return False
        return len(raw) == 2 * HALF and _encoded(raw) == line.signature


class LineReader:
    """Reads a file from its first line on, and refuses the first that is not ours."""

    def __init__(self, keys: CheckpointKeys, first_key: bytes) -> None:
        self._keys = keys
        self._first_key = hmac.digest(first_key, b"palm checkpoints", "sha256")

    def read(self, whole: bytes) -> list[Line]:
        """Raises CheckpointForged."""
        lines: list[Line] = []
        texts = whole.split(b"\n")[:-1]
        total, seal, age = 0, b"", None
        for number, text in enumerate(texts, start=1):
            try:
                is_new = msgspec.json.decode(text, type=dict[str, msgspec.Raw]).get("v") is not None
                if not is_new and age is None:
                    line, seal = self._first(text, seal)
                else:
                    before = hashlib.sha256(texts[number - 2]).hexdigest() if number > 1 else ""
                    line, age = self._second(text, (number, total, before), age)
                    total += line.count
            except (msgspec.MsgspecError, ValueError) as error:
                raise CheckpointForged(f"line {number} {_why(error)}") from None
            lines.append(line)
        return lines

    def _second(self, text: bytes, place: tuple[int, int, str], age: int | None) -> tuple[Line, int]:
        said = msgspec.json.decode(text, type=Stated, strict=True)
        signer = self._keys.age_of(said.kid)
        if canonical(msgspec.json.decode(text)) != text or said.v != 2:  # noqa: PLR2004 - the format
            raise CheckpointForged
        if (said.line, said.first, said.before) != place:
            raise CheckpointForged
        if said.count < 0 or said.total != said.first + said.count or (age is not None and signer > age):
            raise CheckpointForged
        if not self._keys.signed(said):
            raise CheckpointForged
        return Line(_instant(said.at), said.first, said.count, bytes.fromhex(said.root)), signer

    def _first(self, text: bytes, before: bytes) -> tuple[Line, bytes]:
        said = msgspec.json.decode(text, type=_First)
        stated = msgspec.json.encode((said.at, said.heads, said.before))
        ours = hmac.digest(self._first_key, stated, "sha256")
        if said.before != before or not hmac.compare_digest(said.seal, ours):
            raise CheckpointForged
        heads = tuple(Leaf(UUID(int=one.chain), one.number, one.digest) for one in said.heads)
        return Line(said.at, 0, 0, b"", heads), said.seal


def statement(at: datetime, place: tuple[int, int, str], count: int, root: bytes) -> dict[str, object]:
    """What a new line says; `place`: its number, its first leaf, the digest of the line above."""
    number, first, before = place
    return {
        "at": instant(at),
        "before": before,
        "count": count,
        "from": first,
        "line": number,
        "root": root.hex(),
        "total": first + count,
    }


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _loaded(pem: str) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, EllipticCurvePrivateKey) or key.curve.name != SECP256R1.name:
        raise ValueError("the key of checkpoints is not an EC P-256 key")
    return key


def _kid(key: EllipticCurvePrivateKey) -> str:
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).hexdigest()[:16]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _why(error: Exception) -> str:
    return "is not ours" if isinstance(error, CheckpointForged) else "cannot be read"
