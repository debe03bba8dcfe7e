"""Verify archives (归档包核验): seal, signature, every digest, and the ledger's slice against the chain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from domain.archives.archive import Archive, ArchiveBroken, ArchiveFault
from domain.archives.bundle import SIGNATURE, Sm3, faults_of, unpack
from domain.archives.ports import Archives, ArchiveSeal, ArchiveStore
from domain.cases.ports import Cases
from domain.kernel.ids import CaseId, short
from domain.kernel.refusals import NotFound
from domain.ledger.ports import Ledger
from domain.usecases.archive_afterwards import told


@dataclass(frozen=True, slots=True)
class ArchiveReport:
    bundles: int
    files: int
    faults: tuple[ArchiveFault, ...]


@dataclass(frozen=True, slots=True)
class VerifyArchive:
    archives: Archives
    store: ArchiveStore
    seal: ArchiveSeal
    sm3: Sm3
    cases: Cases
    ledger: Ledger

    async def __call__(self, only: CaseId | None = None) -> ArchiveReport:
        """Every bundle, or one case's. A file no row knows is a fault as well.

        Raises NotFound for a case there is none of: a number mistyped proves nothing.
        """
        if only is not None:
            await self.cases.by_id(only)
        rows = await self.archives.of_case(only) if only else await self.archives.all()
        files, faults = 0, []
        for row in rows:
            read, found = await self._check(row)
            files += read
            faults += [ArchiveFault(short("arc", row.archive_id), what) for what in found]
        if only is None:
            known = {row.archive_id for row in rows}
            strays = [one for one in await self.store.list() if one not in known]
            faults += [ArchiveFault(short("arc", one), "没有登记的归档包") for one in strays]
        return ArchiveReport(len(rows), files, tuple(faults))

    async def _check(self, row: Archive) -> tuple[int, tuple[str, ...]]:
        try:
            bundle = await self.store.open(row.archive_id)
            files = unpack(bundle)
            signature = files.get(SIGNATURE, b"").decode("ascii", "replace")
            found = faults_of(files, self.seal.signed(signature), self.sm3)
        except NotFound:
            return 0, ("归档包缺失",)
        except ArchiveBroken as broken:
            return 0, (f"归档包无法打开：{broken}",)
        if not found and sha256(bundle).hexdigest() != row.digest:
            found = ("归档包与登记的摘要不符",)
        if not found:
            found = await self._against_chain(row, files)
        return len(files), found

    async def _against_chain(self, row: Archive, files: Mapping[str, bytes]) -> tuple[str, ...]:
        case = await self.cases.by_id(row.case)
        told_now = [told(one) for one in await self.ledger.of_matter(case.matter)]
        now = {(one["chain"], one["number"]): one for one in told_now}
        then = json.loads(files["ledger.json"])
        return tuple(
            f"ledger.json 第{one['number']}条（链{one['chain']}）与留痕账不符"
            for one in then
            if now.get((one["chain"], one["number"])) != one
        )
