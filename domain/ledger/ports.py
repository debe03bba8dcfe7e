"""What the ledger needs from outside: rows nobody can change, and evidence that can be erased."""

from typing import Protocol

from domain.kernel.ids import CaseId, EvidenceId, MatterId
from domain.ledger.entry import Entry, Fault, Head, Step


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

    async def verify(self) -> tuple[int, tuple[Fault, ...]]:
        """Recompute every chain: how many entries were read, and every edit, removal, insertion or swap."""
        ...

    async def heads(self) -> tuple[Head, ...]:
        """The newest entry of each chain, for a checkpoint."""
        ...

    async def holds(self, head: Head) -> bool:
        """Whether the entry that once was this head still stands in its place with this digest."""
        ...


class Evidence(Protocol):
    """What was shown or received, encrypted; erasing it leaves the chain whole. Adapter: as above."""

    async def keep(self, kind: str, content: bytes, *, matter: MatterId | None) -> EvidenceId:
        """Store `content` encrypted with a fresh salt; its salted digest is what the ledger quotes."""
        ...

    async def read(self, evidence: EvidenceId) -> bytes | None:
        """The clear content, or None once erased."""
        ...


class Checkpoints(Protocol):
    """Heads kept outside the database, signed. Adapter: adapters/files/checkpoints.py."""

    def write(self, heads: tuple[Head, ...]) -> None: ...

    def latest(self) -> tuple[Head, ...] | None:
        """Raises CheckpointForged when the signature is not ours."""
        ...
