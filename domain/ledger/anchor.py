"""The checkpoint (库外锚点): what of the ledger is held outside the database, what is refused without."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.kernel.ids import CaseId, MatterId
from domain.kernel.refusal import Refusal
from domain.ledger.entry import LEAF_BYTES, Fault, Leaf


class EvidenceNotAnchored(Refusal):
    """Nobody outside holds what was said here lately: a yes taken now could be made unsaid."""

    code, title = "evidence-not-anchored", "系统暂时不能受理确认"
    advice = "您填写的内容都已保存。请过一会儿再确认，或到窗口办理"


class LedgerRewritten(ValueError):
    """For operators: chains no longer hold what a checkpoint saw."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file: `line` counts from 1, `entries` are all that the file holds up to it."""

    at: datetime
    line: int
    entries: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """Entries no checkpoint holds yet, as packed leaves in the order they were written.

    With each goes the last entry of its chain that a checkpoint does hold: it must still be the same.
    `lost`: chains that no longer hold that entry at all.
    """

    leaves: bytes
    lost: frozenset[UUID] = frozenset()

    def without(self, chains: frozenset[UUID]) -> "Pending":
        gone = {chain.bytes for chain in chains}
        each = (self.leaves[at : at + LEAF_BYTES] for at in range(0, len(self.leaves), LEAF_BYTES))
        left = b"".join(leaf for leaf in each if leaf[:16] not in gone) if gone else self.leaves
        return Pending(left, self.lost)


@dataclass(frozen=True, slots=True)
class Anchored:
    """`rewritten`: chains that say now something else than they said to a checkpoint; they were left out."""

    anchor: Anchor
    rewritten: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies outside the database: packed leaves, some at a time, and when the last line was signed.

    `heads`: what lines of format 1 say, of which there are no leaves. `again`: all leaves as they lie
    there by now; whoever looks at the ledger after them may find it further on.
    """

    at: datetime | None
    heads: tuple[Leaf, ...]
    leaves: Callable[[], Iterator[bytes]]
    again: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Recount:
    """`entries`: how many were read; `checkpointed`: how many a checkpoint holds; of each chain one fault."""

    entries: int
    checkpointed: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """That a signed line holds an entry: the leaf's place among the line's own, and its path to the root."""

    leaf: Leaf
    line: int
    index: int
    count: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The chains in which a case's steps stand: its own and its matter's."""

    case: CaseId
    matter: MatterId
