"""The ledger bundle (留痕账证明包): what proves a case's entries to somebody who has none of our tables.

docs/ledger.md has the format, tools/verify_bundle.py checks it. It names nobody, unless evidence was asked
for, which holds what was shown to people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from domain.ledger.anchor import Proof
from domain.ledger.digest import canonical, instant, statement_of
from domain.ledger.entry import Entry, leaf_chain
from domain.ledger.words import words_of

FORMAT = "palm-ledger-bundle/1"
ENTRIES, CHECKPOINTS, PROOFS = "entries.jsonl", "checkpoints.jsonl", "proofs.jsonl"
EVIDENCE, SALT = "evidence/", ".salt"


@dataclass(frozen=True, slots=True)
class Shown:
    """The content of evidence, with the salt of its digest."""

    salt: bytes
    content: bytes

    def __repr__(self) -> str:
        return f"Shown({len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class About:
    """What the bundle says of itself. `chains`: each subject with the word for it, «case» or «matter»;
    `earlier`: how many entries of format 1 there are, which the office alone can check."""

    case: str
    made_at: datetime
    chains: Mapping[UUID, str]
    earlier: int


def files_of(
    entries: Sequence[Entry], proofs: Sequence[Proof], lines: Mapping[int, bytes], shown: Mapping[UUID, Shown]
) -> Mapping[str, bytes]:
    """All but the manifest, by path. `entries`: of format 2, in the order in which they happened; `lines`: of
    the file of checkpoints, byte for byte."""
    files = {
        ENTRIES: b"".join(statement_of(entry) + b"\n" for entry in entries),
        CHECKPOINTS: b"".join(lines[number] + b"\n" for number in sorted(lines)),
        PROOFS: b"".join(_told(proof) + b"\n" for proof in proofs),
    }
    for name, one in shown.items():
        files |= {f"{EVIDENCE}{name}": one.content, f"{EVIDENCE}{name}{SALT}": one.salt}
    return files


def manifest_of(
    about: About, entries: Sequence[Entry], proofs: Sequence[Proof], files: Mapping[str, bytes]
) -> bytes:
    """Canonical JSON; signed, it is the head of each chain at one checkpoint: a bundle cut later shows."""
    heads = {leaf_chain(entry.chain): entry for entry in entries}
    return canonical(
        {
            "format": FORMAT,
            "case": about.case,
            "made": instant(about.made_at),
            "line": max((proof.line for proof in proofs), default=0),
            "earlier": about.earlier,
            "chains": [
                {"subject": str(subject), "kind": kind, "number": head.number, "digest": head.digest.hex()}
                for subject, kind in about.chains.items()
                if (head := heads.get(subject)) is not None
            ],
            "words": {str(entry.entry_id): _words(entry) for entry in entries},
            "files": [
                {"path": path, "size": len(content), "sha256": sha256(content).hexdigest()}
                for path, content in sorted(files.items())
            ],
        }
    )


def _words(entry: Entry) -> str:
    """As the timeline has it; bookkeeping between machines keeps its code."""
    words = words_of(entry.step)
    if words is None:
        return entry.step.kind
    return f"{words.title}，{words.detail}" if words.detail else words.title


def _told(proof: Proof) -> bytes:
    return canonical(
        {
            "subject": str(proof.leaf.chain),
            "number": proof.leaf.number,
            "line": proof.line,
            "index": proof.index,
            "path": [one.hex() for one in proof.path],
        }
    )
