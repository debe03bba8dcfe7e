"""Tries of texts (发送尝试) in PostgreSQL: one row for each number of ours and operator."""

from datetime import datetime, timedelta

from tortoise.connection import get_connection

from adapters.postgres.rows.texting import SmsTryRow
from domain.invitations.routing import ANSWER_WITHIN, SLOW_AFTER, WINDOW
from domain.invitations.tries import Measured, SmsTry, TryState
from domain.kernel.ports import Clock, NewId

BEGIN = """
INSERT INTO sms_tries (id, out_id, vendor, template, segments, state, tried_at)
VALUES (%s, %s, %s, %s, %s, 'trying', %s)
ON CONFLICT (out_id, vendor) DO UPDATE SET template = excluded.template, segments = excluded.segments,
  state = 'trying', tried_at = excluded.tried_at, answered_at = NULL, delivered_at = NULL, reference = NULL
"""
ANSWERED = """
UPDATE sms_tries SET answered_at = %s, reference = coalesce(nullif(%s, ''), reference),
  state = CASE WHEN state IN ('delivered', 'failed') THEN state ELSE %s END
WHERE out_id = %s AND vendor = %s
"""
# reports come twice and out of order: the first says when, and what has arrived stays arrived
REPORTED = """
UPDATE sms_tries SET delivered_at = coalesce(delivered_at, %s),
  reference = coalesce(reference, nullif(%s, '')),
  state = CASE WHEN state = 'delivered' THEN state ELSE %s END
WHERE vendor = %s AND """
BY_OURS = f"{REPORTED} out_id = %s RETURNING out_id"
# carriers report within three days; nobody's number is looked for among those of half a year
BY_THEIRS = f"{REPORTED} tried_at > %s AND reference = %s RETURNING out_id"
REPORTS_END = timedelta(days=4)
MEASURED = """
WITH since AS (SELECT %s::timestamptz AS errors, %s::timestamptz AS unanswered, %s::timestamptz AS due,
  %s::interval AS slow, %s::timestamptz AS first)
SELECT vendor,
  count(*) FILTER (WHERE tried_at > errors) AS tries,
  count(*) FILTER (WHERE tried_at > errors AND (state IN ('unavailable', 'unknown')
    OR (state = 'trying' AND tried_at <= unanswered))) AS failed,
  count(*) FILTER (WHERE tried_at <= due AND state IN ('accepted', 'delivered', 'failed')) AS accepted,
  count(*) FILTER (WHERE tried_at <= due AND state IN ('accepted', 'delivered', 'failed')
    AND (delivered_at IS NULL OR delivered_at - tried_at > slow)) AS slow
FROM sms_tries, since WHERE tried_at > first GROUP BY vendor
"""


class PostgresSmsTries:
    """Implements domain.invitations.tries.SmsTries."""

    def __init__(self, now: Clock, new_id: NewId) -> None:
        self._now, self._new_id = now, new_id

    async def of(self, out_id: str) -> tuple[SmsTry, ...]:
        return tuple([_try(row) async for row in SmsTryRow.filter(out_id=out_id).order_by("tried_at", "id")])

    async def begin(self, one: SmsTry) -> None:
        values = [self._new_id(), one.out_id, one.vendor, one.template, one.segments, one.tried_at]
        await get_connection("default").execute_query(BEGIN, values)

    async def answered(self, out_id: str, vendor: str, state: TryState, *, reference: str = "") -> None:
        values = [self._now(), reference[:64], str(state), out_id, vendor]
        await get_connection("default").execute_query(ANSWERED, values)

    async def reported(self, vendor: str, *, out_id: str, reference: str, state: TryState) -> str | None:
        theirs, now = reference[:64], self._now()
        if "\0" in out_id + theirs:  # no text of PostgreSQL's, so no number of anybody's
            return None
        told = [now, theirs, str(state), vendor]
        connection = get_connection("default")
        if out_id:
            found = await connection.execute_query_dict(BY_OURS, [*told, out_id])
        elif theirs:
            found = await connection.execute_query_dict(BY_THEIRS, [*told, now - REPORTS_END, theirs])
        else:
            return None
        return str(found[0]["out_id"]) if found else None

    async def measured(self, *, now: datetime) -> tuple[Measured, ...]:
        due = now - SLOW_AFTER
        values = [now - WINDOW, now - ANSWER_WITHIN, due, SLOW_AFTER, due - WINDOW]
        rows = await get_connection("default").execute_query_dict(MEASURED, values)
        names = ("tries", "failed", "accepted", "slow")
        return tuple(Measured(str(row["vendor"]), *(int(row[name]) for name in names)) for row in rows)


def _try(row: SmsTryRow) -> SmsTry:
    return SmsTry(
        row.out_id,
        row.vendor,
        row.template,
        row.segments,
        row.tried_at,
        TryState(row.state),
        row.reference or "",
    )
