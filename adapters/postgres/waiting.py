"""Cases nobody was heard of for long, and those that wait for a system that is away (等待外部系统)."""

from datetime import datetime
from functools import partial
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.cases import PostgresCases
from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.within import case_within, only
from domain.cases.case import Case
from domain.kernel.ids import CaseId
from domain.kernel.remit import EVERY_BODY, Remit

NIL = UUID(int=0)
# what the ledger tells of a case stands there with its day; who only looked is noted elsewhere
SILENT = """
SELECT c.id FROM cases c
WHERE c.state IN ('filed', 'supplementing', 'accepted') AND c.number IS NOT NULL
AND c.materials_put_at < %(before)s AND c.id > %(after)s
AND NOT EXISTS (SELECT 1 FROM ledger_entries l WHERE l.case_id = c.id AND l.at >= %(before)s)
ORDER BY c.id LIMIT %(size)s
"""


class PostgresWaiting:
    """Implements SilentCases and WaitingCases of domain.cases.ports."""

    def __init__(self) -> None:
        self._cases = PostgresCases()

    async def silent(self, *, before: datetime, after: CaseId | None, size: int) -> tuple[Case, ...]:
        asked = {"before": before, "after": after or NIL, "size": size}
        rows = await get_connection("default").execute_query_dict(SILENT, asked)  # type: ignore[arg-type]  # psycopg takes names too
        return tuple([await self._cases.by_id(CaseId(row["id"])) for row in rows])

    async def how_many(self) -> int:
        """That wait, of whichever body."""
        return await CaseRow.filter(waits_since__isnull=False).count()

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[tuple[Case, ...], int]:
        theirs = only(CaseRow.filter(waits_since__isnull=False), remit, partial(case_within, "cases"))
        ids = await theirs.order_by("waits_since", "id").limit(size).values_list("id", flat=True)
        found = tuple([await self._cases.by_id(CaseId(UUID(str(one)))) for one in ids])
        return found, await theirs.count()
