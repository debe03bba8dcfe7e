"""How entries of the ledger (留痕账) are digested in format 2: by SHA-256 over text anybody can write again.

Who holds an entry and the digest before it needs no key to check it. Format 1 was an HMAC: see the adapter.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from domain.kernel.party import Channel
from domain.ledger.entry import Entry, leaf_chain

NAME = b"palm-ledger/2"


def genesis(subject: UUID) -> bytes:
    """What the first entry of a chain stands on: no chain can be shown as another's."""
    return sha256(NAME + b" " + subject.bytes).digest()


def digest_after(before: bytes, statement: bytes) -> bytes:
    return sha256(NAME + before + statement).digest()


def canonical(value: Mapping[str, object]) -> bytes:
    """Sorted keys, no blanks, UTF-8, nothing escaped that JSON does not demand."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def instant(at: datetime) -> str:
    """In UTC, always with microseconds: `2026-11-22T03:04:05.000000+00:00`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def statement_of(entry: Entry) -> bytes:
    """The text that is digested: the whole entry but its own digest."""
    step, acting = entry.step, entry.step.acting
    return canonical(
        {
            "format": 2,
            "subject": str(leaf_chain(entry.chain)),
            "number": entry.number,
            "id": str(entry.entry_id),
            "at": instant(entry.at),
            "kind": step.kind,
            "matter": _id(step.matter),
            "case": _id(step.case),
            "person": _id(acting.person) if acting else None,
            "party": _id(acting.party) if acting else None,
            "level": int(acting.level) if acting else 0,
            "channel": str(acting.channel if acting else Channel.SYSTEM),
            "session": _id(acting.session) if acting else None,
            "check": _id(acting.check) if acting else None,
            "device": acting.device.hex() if acting else "",
            "staff": step.staff or (acting.clerk if acting and acting.clerk else None),
            "evidence": _id(step.evidence),
            "evidence_digest": entry.evidence_digest.hex(),
            "facts": dict(step.facts),
        }
    )


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None
