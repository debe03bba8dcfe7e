"""Archives (归档包) in PostgreSQL: one row for each end of a case; the bundles are files elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.archives import ArchiveRow
from domain.archives.archive import Archive, Part
from domain.kernel.ids import ArchiveId, CaseId, CaseNumber, ItemCode

ADD = """
INSERT INTO archives (id, case_id, part, item, number, digest, size, archived_at, until)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (case_id, part) DO NOTHING
"""
UNARCHIVED = """
SELECT c.id FROM cases c WHERE c.state IN ('closed', 'revoked')
    AND NOT EXISTS (SELECT 1 FROM archives a WHERE a.case_id = c.id AND a.part = c.state)
    AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs j WHERE j.task_name = 'archive-case'
            AND j.status IN ('todo', 'doing', 'failed') AND j.args ->> 'case_id' = c.id::text
    )
ORDER BY c.id LIMIT %s
"""


class PostgresArchives:
    """Implements domain.archives.ports.Archives and UnarchivedCases."""

    async def add(self, archive: Archive) -> bool:
        values = [
            archive.archive_id,
            archive.case,
            str(archive.part),
            archive.item,
            archive.number,
            archive.digest,
            archive.size,
            archive.archived_at,
            archive.until,
        ]
        inserted, _ = await get_connection("default").execute_query(ADD, values)
        return bool(inserted)

    async def of_case(self, case: CaseId) -> Sequence[Archive]:
        rows = await ArchiveRow.filter(case_id=case).order_by("archived_at", "id")
        return tuple(_archive(row) for row in rows)

    async def part_of(self, case: CaseId, part: Part) -> Archive | None:
        row = await ArchiveRow.get_or_none(case_id=case, part=str(part))
        return None if row is None else _archive(row)

    async def all(self) -> Sequence[Archive]:
        return tuple(_archive(row) for row in await ArchiveRow.all().order_by("archived_at", "id"))

    async def due(self, on: date) -> Sequence[Archive]:
        rows = await ArchiveRow.filter(until__lt=on).order_by("until", "id")
        return tuple(_archive(row) for row in rows)

    async def unarchived(self, *, size: int) -> Sequence[CaseId]:
        found: Sequence[Mapping[str, UUID]] = await get_connection("default").execute_query_dict(
            UNARCHIVED, [size]
        )
        return tuple(CaseId(one["id"]) for one in found)


def _archive(row: ArchiveRow) -> Archive:
    return Archive(
        ArchiveId(row.id),
        CaseId(row.case_id),
        Part(row.part),
        ItemCode(row.item),
        CaseNumber(row.number) if row.number else None,
        row.digest,
        row.size,
        row.archived_at,
        row.until,
    )
