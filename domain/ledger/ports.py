"""What the ledger needs from outside: rows nobody can change, erasable evidence, a file elsewhere."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.kernel.ids import CaseId, EvidenceId, MatterId
from domain.ledger.anchor import Anchor, Anchored, Kept, Pending, Proof, Recount, Scope
from domain.ledger.entry import Entry, Fault, Step


class Ledger(Protocol):
    """Adapter: adapters/postgres/ledger.py."""

    async def append(self, step: Step) -> None:
        """Add one entry within the running transaction."""
        ...

    async def of_matter(self, matter: MatterId) -> tuple[Entry, ...]:
        """The matter's entries, oldest first: its timeline."""
        ...

    async def of_case(self, case: CaseId) -> tuple[Entry, ...]:
        """The case's entries, oldest first, for replay."""
        ...

    async def of_chain(self, subject: UUID) -> tuple[Entry, ...]:
        """One subject's whole chain of format 2, by number."""
        ...


class Evidence(Protocol):
    """What was shown or received, encrypted; erasing it leaves the chain whole. Adapter: as above."""

    async def keep(self, kind: str, content: bytes, *, matter: MatterId | None) -> EvidenceId:
        """Store `content` encrypted with a fresh salt; its salted digest is what the ledger quotes."""
        ...

    async def read(self, evidence: EvidenceId) -> bytes | None:
        """The clear content, or None once erased."""
        ...

    async def salt_of(self, evidence: EvidenceId) -> bytes:
        """With it and the content, anybody can compute the digest that the ledger quotes."""
        ...


class Chains(Protocol):
    """The whole ledger read again, as one snapshot. Adapter: adapters/postgres/ledger_verify.py."""

    async def verify(self, kept: Kept, only: Scope | None, told: Callable[[int], None]) -> Recount:
        """Every chain anew, and for each that is not whole the first place where it shows.

        `told` hears from time to time how many entries were read so far.
        """
        ...

    async def verify_contents(self, only: Scope | None) -> tuple[Fault, ...]:
        """Evidence opened and digested again: what no longer is what the ledger quotes."""
        ...


class Anchors(Protocol):
    """What the database knows of checkpoints. Adapter: adapters/postgres/ledger_anchors.py."""

    async def pending(self) -> Pending:
        """What no checkpoint holds yet."""
        ...

    async def keep(self, anchor: Anchor, pending: Pending) -> None:
        """That `pending` is held by a checkpoint now. Waits for nobody who is writing."""
        ...

    async def newest(self) -> Anchor | None: ...

    async def first_without(self) -> datetime | None:
        """When nothing was ever anchored: the instant of the oldest entry that waits for it."""
        ...


class Checkpoints(Protocol):
    """Leaves and signed lines outside the database. Adapter: adapters/files/checkpoints.py.

    Each method raises CheckpointForged when a line is not ours, or is missing.
    """

    def extend(self, pending: Pending, after: Anchor | None) -> Anchored:
        """Add what is new, signed. `after`: the newest the database knows; the file must hold it."""
        ...

    def kept(self, after: Anchor | None) -> Kept:
        """All that was ever held, each line and each root checked."""
        ...

    def prove(self, chains: frozenset[UUID]) -> Iterator[Proof]:
        """For each entry of these chains, the line that holds it and the path to its root."""
        ...

    def lines(self, numbers: frozenset[int]) -> Mapping[int, bytes]:
        """The text of these lines, word for word, without their ends."""
        ...
