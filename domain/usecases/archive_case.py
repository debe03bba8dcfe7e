"""Archive a case (办结即归档): everything it consists of in one signed, sealed bundle, when it has ended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from domain.archives.archive import Archive, Part, Retention, archive_id, kept_until
from domain.archives.bundle import BundleFile, Sm3, manifest_of, pack
from domain.archives.ports import Archives, ArchiveSeal, ArchiveStore
from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.kernel.ids import CaseId, short
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.archive_afterwards import ARCHIVED

PARTS = {CaseState.CLOSED: Part.CLOSED, CaseState.REVOKED: Part.REVOKED}

ArchivePart = Callable[[Case], Awaitable[tuple[BundleFile, ...]]]
"""Reads some of what the case consists of."""


@dataclass(frozen=True, slots=True)
class PackCase:
    """Reads only; the same rows give the same bytes."""

    parts: tuple[ArchivePart, ...]
    catalogue: Catalogue
    ledger: Ledger
    seal: ArchiveSeal
    sm3: Sm3
    program: str

    async def __call__(self, case: Case, part: Part) -> tuple[bytes, datetime, Retention]:
        """The bundle, when the case ended, and how long it must be kept."""
        files = [file for gather in self.parts for file in await gather(case)]
        ended_at, item = await self._ended_at(case), self.catalogue.of_case(case)
        retention = item.archive.retention_years if item.archive is not None else "permanent"
        until = kept_until(beijing_date(ended_at), retention)
        about: dict[str, object] = {
            "archive": short("arc", archive_id(case.case_id, part)),
            "part": str(part),
            "case": short("case", case.case_id),
            "caseNumber": case.number,
            "item": str(case.item),
            "itemVersion": item.version,
            "endedAs": str(case.ended_as) if case.ended_as else str(case.state),
            "endedAt": ended_at.isoformat(),
            "retention": {"years": retention, "until": until.isoformat() if until else None},
            "program": self.program,
        }
        manifest = manifest_of(about, files, self.sm3)
        return pack(files, manifest, self.seal.sign(manifest)), ended_at, retention

    async def _ended_at(self, case: Case) -> datetime:
        """As the ledger has it: the row keeps no day of its own for every end."""
        moves = [
            entry.at
            for entry in await self.ledger.of_case(case.case_id)
            if entry.step.facts.get("to") == str(case.state)
        ]
        return moves[-1] if moves else case.ended_at or case.delivered_at or case.intended_at


@dataclass(frozen=True, slots=True)
class ArchiveCase:
    """A job. Killed anywhere, it is done again: the file has its name before the row is written."""

    cases: Cases
    archives: Archives
    pack_case: PackCase
    store: ArchiveStore
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, case: CaseId) -> None:
        """Nothing for a case that goes on, or is archived as what it is.

        Raises NotFound; Unavailable while a revoked case waits for its sealed decision.
        """
        known = await self.cases.by_id(case)
        part = PARTS.get(known.state)
        if part is None or await self.archives.part_of(case, part) is not None:
            return
        bundle, ended_at, retention = await self.pack_case(known, part)
        archive = Archive(
            archive_id(case, part),
            case,
            part,
            known.item,
            known.number,
            sha256(bundle).hexdigest(),
            len(bundle),
            self.now(),
            kept_until(beijing_date(ended_at), retention),
        )
        async with self.atomic():
            await self.cases.take(case)  # two workers: the second one's bundle is not written at all
            if not await self.archives.add(archive):
                return
            await self.store.put(archive.archive_id, bundle)
            facts = {"archive": str(archive.archive_id), "part": str(part), "sha256": archive.digest}
            await self.ledger.append(Step(ARCHIVED, known.matter, case, facts=facts))
