"""The ledger (留痕账): what was done, by whom, for whom, when; append-only and hash-chained.

It holds ids, codes, states and salted digests only. What was shown to people lies in evidence rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from domain.kernel.ids import CaseId, EvidenceId, MatterId
from domain.kernel.party import Acting

Fact = str | int | bool | None
# one of sixteen in format 1; in format 2 the subject that has the chain to itself
Chain = int | UUID
LEAF_BYTES, LEAF_KEY = 56, 24


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a use case reports it; the ledger adds instant, place in the chain and digests.

    kind: kebab-case, public for ever («intent-given»); acting None means the office's own worker;
    staff: the clerk's account when a clerk did it; facts: ids, codes and states, nothing about people.
    """

    kind: str
    matter: MatterId | None = None
    case: CaseId | None = None
    acting: Acting | None = None
    staff: str | None = None
    evidence: EvidenceId | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A step in its place: `number` counts from 1 without gaps within `chain`.

    `evidence_digest`: of what was shown, empty when nothing was; `digest`: of this entry and the one before.
    """

    chain: Chain
    number: int
    at: datetime
    step: Step
    digest: bytes
    entry_id: UUID
    evidence_digest: bytes

    @property
    def format(self) -> int:
        return 1 if isinstance(self.chain, int) else 2


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of one chain."""

    chain: Chain
    number: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a checkpoint keeps of one entry. `chain`: the subject, or one of sixteen as a number."""

    chain: UUID
    number: int
    digest: bytes

    def packed(self) -> bytes:
        """56 bytes: the chain, the number as eight bytes with the highest first, the digest."""
        return self.chain.bytes + self.number.to_bytes(8, "big") + self.digest

    @classmethod
    def unpacked(cls, packed: bytes) -> "Leaf":
        number = int.from_bytes(packed[16:LEAF_KEY], "big")
        return cls(UUID(bytes=packed[:16]), number, packed[LEAF_KEY:])


@dataclass(frozen=True, slots=True)
class Fault:
    """What `palm ledger verify` found, with the first place where it shows."""

    chain: Chain
    number: int
    what: str


def subject_of(step: Step, at: datetime) -> UUID:
    """Whose chain a step stands in: the case's, else the matter's, the person's, the clerk's, else the day's.

    Steps about different subjects do not wait for each other.
    """
    if step.case or step.matter:
        return step.case or step.matter or UUID(int=0)
    if step.acting is not None:
        return step.acting.person
    if step.staff:
        return UUID(bytes=sha256(b"palm-ledger/2 staff " + step.staff.encode()).digest()[:16])
    return UUID(int=at.date().toordinal())


def leaf_chain(chain: Chain) -> UUID:
    """How a checkpoint names a chain: no subject is a number below sixteen."""
    return UUID(int=chain) if isinstance(chain, int) else chain
