"""Read an archive (查档): its manifest for whoever keeps it, its content only with a trace in the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.archives.archive import Archive
from domain.archives.bundle import read_manifest, unpack
from domain.archives.ports import Archives, ArchiveStore
from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.kernel.ids import ArchiveId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class ReadArchive:
    archives: Archives
    store: ArchiveStore
    cases: Cases
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def manifest(self, archive: ArchiveId) -> str:
        """As text, to be read by people; names nobody. Raises NotFound, ArchiveBroken."""
        said = read_manifest(unpack(await self.store.open(archive)))
        return json.dumps(said, ensure_ascii=False, indent=2)

    async def reveal(self, archive: ArchiveId, *, staff: str, why: str) -> Mapping[str, bytes]:
        """Everything in clear, written down first: who, and what for. Raises NotFound, ArchiveBroken."""
        files = unpack(await self.store.open(archive))
        row = next((one for one in await self.archives.all() if one.archive_id == archive), None)
        if row is None:
            raise NotFound(str(archive))
        async with self.atomic():
            case = await self.cases.by_id(row.case)
            facts = {"archive": str(archive), "why": why}
            await self.ledger.append(
                Step("archive-opened", case.matter, case.case_id, staff=staff, facts=facts)
            )
        return files

    async def all(self) -> Sequence[Archive]:
        return await self.archives.all()

    async def due(self) -> tuple[date, Sequence[Archive]]:
        """Kept longer than they must be. Nothing is deleted here: that takes a signed list (销毁清册)."""
        today = beijing_date(self.now())
        return today, await self.archives.due(today)
