"""What the hourly rounds look at (提醒阶梯), in PostgreSQL: matters not answered, forms left open."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tortoise.connection import get_connection

from domain.invitations.ports import Standing
from domain.kernel.ids import CallId, CaseId, ItemCode, MatterId

STANDING = """
SELECT m.id, o.item, o.last_day, (
    SELECT max(n.queued_at) FROM notices n WHERE n.matter_id = m.id AND n.template = ANY(%s)
) AS told_at
FROM matters m JOIN invitations i ON i.matter_id = m.id JOIN LATERAL (
    SELECT item, last_day FROM offers
    WHERE invitation_id = i.id AND (answer IS NULL OR answer = 'not_now') AND last_day >= %s::date
    ORDER BY last_day, place LIMIT 1
) o ON true
WHERE m.state IN ('invited', 'declined') AND (%s::uuid IS NULL OR m.id > %s::uuid) ORDER BY m.id LIMIT %s
"""
LAPSING = """
SELECT m.id FROM matters m JOIN invitations i ON i.matter_id = m.id
WHERE m.state IN ('found', 'invited')
AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.invitation_id = i.id AND o.last_day >= %s::date)
ORDER BY m.id LIMIT %s
"""
UNFINISHED = """
SELECT id FROM cases WHERE state = 'intended' AND intended_at <= %s AND (%s::uuid IS NULL OR id > %s::uuid)
ORDER BY id LIMIT %s
"""
MOOT = """
SELECT (array_agg(c.id ORDER BY c.id))[1] AS id FROM calls c JOIN matters m ON m.id = c.matter_id
WHERE c.done_at IS NULL GROUP BY m.id, m.state
HAVING m.state IN ('lapsed', 'closed') OR bool_and(
    (c.kind = 'last_rung' AND m.state = 'under_way')
    OR (c.kind = 'unfinished' AND NOT EXISTS (
        SELECT 1 FROM cases k WHERE k.matter_id = m.id AND k.state = 'intended'
    ))
)
ORDER BY 1 LIMIT %s
"""


class PostgresLadders:
    """Implements domain.invitations.ports.Ladders."""

    async def standing(
        self, today: date, *, after: MatterId | None, size: int, templates: tuple[str, ...]
    ) -> tuple[Standing, ...]:
        rows = await _rows(STANDING, [list(templates), today, after, after, size])
        return tuple(
            Standing(MatterId(row["id"]), ItemCode(row["item"]), row["last_day"], row["told_at"])
            for row in rows
        )

    async def lapsing(self, today: date, *, size: int) -> tuple[MatterId, ...]:
        return tuple(MatterId(row["id"]) for row in await _rows(LAPSING, [today, size]))

    async def unfinished(self, since: datetime, *, after: CaseId | None, size: int) -> tuple[CaseId, ...]:
        return tuple(CaseId(row["id"]) for row in await _rows(UNFINISHED, [since, after, after, size]))

    async def moot(self, *, size: int) -> tuple[CallId, ...]:
        return tuple(CallId(row["id"]) for row in await _rows(MOOT, [size]))


async def _rows(sql: str, values: Sequence[object]) -> Sequence[dict[str, Any]]:
    return list(await get_connection("default").execute_query_dict(sql, list(values)))
