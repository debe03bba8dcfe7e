"""The ledger (留痕账): what was done, by whom, for whom, when; append-only and hash-chained.

It holds ids, codes, states and salted digests only. What was shown to people lies in evidence rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.kernel.ids import CaseId, EvidenceId, MatterId
from domain.kernel.party import Acting

Fact = str | int | bool | None


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
    """A step in its place: `number` counts from 1 without gaps within `chain`."""

    chain: int
    number: int
    at: datetime
    step: Step
    digest: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of one chain."""

    chain: int
    number: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What `palm ledger verify` found, with the first place where it shows."""

    chain: int
    number: int
    what: str
