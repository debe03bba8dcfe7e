"""Where archives (归档包) are kept: sealed files in a store, and a row for each."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from domain.archives.archive import Archive, Part
from domain.kernel.ids import ArchiveId, CaseId


class ArchiveStore(Protocol):
    """Sealed at rest. Adapter: adapters/archive/folder.py."""

    async def put(self, archive: ArchiveId, bundle: bytes) -> None:
        """Whole or not at all, also under kill -9; the same id again takes the place of the first."""
        ...

    async def open(self, archive: ArchiveId) -> bytes:
        """The bundle in clear. Raises NotFound, ArchiveBroken."""
        ...

    async def list(self) -> Sequence[ArchiveId]: ...


class Archives(Protocol):
    """Adapter: adapters/postgres/archives.py."""

    async def add(self, archive: Archive) -> bool:
        """False, and nothing added, when this end of this case has one. Inside atomic."""
        ...

    async def of_case(self, case: CaseId) -> Sequence[Archive]:
        """Oldest first."""
        ...

    async def part_of(self, case: CaseId, part: Part) -> Archive | None: ...

    async def all(self) -> Sequence[Archive]:
        """Oldest first."""
        ...

    async def due(self, on: date) -> Sequence[Archive]:
        """Kept longer than their retention says, the longest first."""
        ...


class UnarchivedCases(Protocol):
    """Adapter: as above."""

    async def unarchived(self, *, size: int) -> Sequence[CaseId]:
        """Closed or revoked, not archived as what they are, and with no job to do it, waiting or given up."""
        ...


class ArchiveSeal(Protocol):
    """The office's signature under manifests. Adapter: adapters/archive/signature.py."""

    def sign(self, manifest: bytes) -> str: ...

    def signed(self, signature: str) -> bytes | None:
        """What stands under this signature, or None when it is not ours."""
        ...
