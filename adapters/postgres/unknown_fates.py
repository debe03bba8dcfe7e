"""What hangs in the air (结果不明): notices, filings and proposals tried and not heard of since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.connection import get_connection

from domain.kernel.ids import CaseId, NoticeId
from domain.kernel.refusals import NotFound
from domain.staff.stuck import Stuck, StuckKind, StuckState

MOST = 1000
NOTICES = """
SELECT 'notice' AS kind, n.id, n.tried_at AS since, n.tries AS attempts, n.id AS notice, NULL::uuid AS case,
    '' AS reason
FROM notices n WHERE n.state IN ('sending', 'unknown') AND n.tried_at < %s
"""
# a refusal of the filing stands in the ledger once, and the case waits for a person
FILINGS = """
SELECT 'filing' AS kind, c.id, COALESCE(r.at, c.filing_tried_at) AS since, 1 AS attempts,
    NULL::uuid AS notice,
    c.id AS case, COALESCE(r.reason, '') AS reason
FROM cases c LEFT JOIN LATERAL (
    SELECT l.at, l.facts ->> 'reason' AS reason FROM ledger_entries l
    WHERE l.case_id = c.id AND l.kind IN ('filing-refused', 'materials-refused')
    ORDER BY l.at DESC LIMIT 1) r ON true
WHERE (r.at IS NOT NULL AND c.materials_put_at IS NULL AND c.state IN ('confirmed', 'filed', 'accepted'))
    OR (c.state = 'confirmed' AND c.number IS NULL AND c.filing_tried_at < %s)
"""
PROPOSALS = """
SELECT 'proposal' AS kind, p.id, p.tried_at AS since, 1 AS attempts, NULL::uuid AS notice, p.case_id AS case,
    '' AS reason
FROM proposals p WHERE p.state = 'made' AND p.tried_at < %s
"""
ALL = f"{NOTICES} UNION ALL {FILINGS} UNION ALL {PROPOSALS} ORDER BY since LIMIT {MOST}"
TASKS = {"notice": "ask-after-notice", "filing": "file-case", "proposal": "propose-decision"}
JOBS = """
SELECT id FROM procrastinate_jobs WHERE status IN ('failed', 'todo')
AND (task_name = %s AND args @> jsonb_build_object(%s::text, %s::text))
"""


class PostgresUnknownFates:
    """Implements domain.staff.stuck.UnknownFates."""

    async def stuck(self, *, before: datetime) -> tuple[Stuck, ...]:
        rows = await get_connection("default").execute_query_dict(ALL, [before, before, before])
        return tuple(_stuck(row) for row in rows)

    async def find(self, kind: StuckKind, ref: UUID, *, before: datetime) -> Stuck:
        for one in await self.stuck(before=before):
            if (one.kind, one.ref) == (kind, ref):
                return await _with_jobs(one)
        raise NotFound(str(ref))


def _stuck(row: Mapping[str, Any]) -> Stuck:
    return Stuck(
        kind=StuckKind(row["kind"]),
        ref=row["id"],
        task=TASKS[row["kind"]],
        state=StuckState.REFUSED if row["reason"] else StuckState.UNKNOWN,
        since=row["since"],
        attempts=row["attempts"],
        reason=row["reason"],
        notice=None if row["notice"] is None else NoticeId(row["notice"]),
        case=None if row["case"] is None else CaseId(row["case"]),
    )


async def _with_jobs(one: Stuck) -> Stuck:
    """Which job asks or tries again already, so that none is put beside it."""
    name, ref = ("notice_id", one.notice) if one.notice else ("case_id", one.case)
    found = await get_connection("default").execute_query_dict(JOBS, [one.task, name, str(ref)])
    return replace(one, jobs=tuple(row["id"] for row in found))
