"""What hangs in the air (结果不明): what was tried outside and not heard of since, a statement a table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from tortoise.connection import get_connection

from domain.kernel.ids import CaseId, NoticeId
from domain.kernel.refusals import NotFound
from domain.staff.stuck import Stuck, StuckKind, StuckState

MOST = 1000
# each: id, since, attempts, notice, case_id, reason, state, and the task that asks or tries again
# what went another way and is sent is settled within a day; who was sent to before that held is not
NOTICES = """
SELECT 'notice' AS kind, n.id, n.tried_at AS since, n.tries AS attempts, n.id AS notice,
    NULL::uuid AS case_id, '' AS reason, 'unknown' AS state, 'ask-after-notice' AS task
FROM notices n WHERE n.state IN ('sending', 'unknown') AND n.tried_at < %(before)s
    OR n.state = 'sent' AND n.channel <> 'sms' AND n.tried_at < %(before)s - interval '2 days'
"""
# a refusal of the filing stands in the ledger once, and the case waits for a person
FILINGS = """
SELECT 'filing', c.id, COALESCE(r.at, c.filing_tried_at), 1, NULL::uuid, c.id, COALESCE(r.reason, ''),
    CASE WHEN r.at IS NULL THEN 'unknown' ELSE 'refused' END, 'file-case'
FROM cases c LEFT JOIN LATERAL (
    SELECT l.at, l.facts ->> 'reason' AS reason FROM ledger_entries l
    WHERE l.case_id = c.id AND l.kind IN ('filing-refused', 'materials-refused')
    ORDER BY l.at DESC LIMIT 1) r ON true
WHERE (r.at IS NOT NULL AND c.materials_put_at IS NULL AND c.state IN ('confirmed', 'filed', 'accepted'))
    OR (c.state = 'confirmed' AND c.number IS NULL AND c.filing_tried_at < %(before)s)
"""
# filed, and not known there any more: until it is heard of again (domain/usecases/ask_after_cases.py)
LOST = """
SELECT 'filing', c.id, l.at, 1, NULL::uuid, c.id, 'approval: case-lost', 'refused', 'file-case'
FROM cases c JOIN LATERAL (
    SELECT e.at, e.kind, e.facts FROM ledger_entries e
    WHERE e.case_id = c.id AND e.kind IN ('case-lost', 'case-found')
    ORDER BY e.at DESC LIMIT 1) l ON l.kind = 'case-lost' AND l.facts ->> 'seq' = c.push_seq::text
WHERE c.state IN ('filed', 'supplementing', 'accepted') AND c.materials_put_at IS NOT NULL
"""
PROPOSALS = """
SELECT 'proposal', p.id, p.tried_at, 1, NULL::uuid, p.case_id, '', 'unknown', 'propose-decision'
FROM proposals p WHERE p.state = 'made' AND p.tried_at < %(before)s
"""
# with_staff: nobody tries any more, a clerk asks the courier
SHIPMENTS = """
SELECT 'shipment', s.id, COALESCE(s.first_tried_at, s.planned_at), 1, NULL::uuid, s.case_id,
    CASE s.state WHEN 'with_staff' THEN 'courier: order-unsettled' ELSE '' END,
    CASE s.state WHEN 'with_staff' THEN 'held' ELSE 'unknown' END, 'order-shipment'
FROM shipments s WHERE s.state IN ('ordering', 'unknown', 'with_staff')
    AND COALESCE(s.first_tried_at, s.planned_at) < %(before)s
"""
REQUESTS = """
SELECT 'request', q.id, q.tried_at, 1, NULL::uuid, q.case_id, '', 'unknown',
    CASE q.kind WHEN 'return' THEN 'return-case' ELSE 'withdraw-case' END
FROM case_requests q WHERE q.state = 'asked' AND q.tried_at < %(before)s
"""
REVOCATIONS = """
SELECT 'revocation', v.id, v.tried_at, 1, NULL::uuid, v.case_id, '', 'unknown', 'ask-revocation'
FROM revocations v WHERE v.state = 'signed' AND v.tried_at < %(before)s
"""
SUPPLEMENTS = """
SELECT 'supplement', u.id, u.tried_at, 1, NULL::uuid, u.case_id, '', 'unknown', 'answer-supplement'
FROM supplements u WHERE u.state = 'given' AND u.tried_at < %(before)s
"""
PROMISES = """
SELECT 'promise', p.id, p.brought_at, 1, NULL::uuid, p.case_id, '', 'unknown', 'tell-promise'
FROM promises p JOIN cases c ON c.id = p.case_id
WHERE p.state = 'given' AND p.told_at IS NULL AND p.brought_at < %(before)s
    AND c.materials_put_at < %(before)s
"""
RATINGS = """
SELECT 'rating', t.id, t.given_at, 1, NULL::uuid, t.case_id, '', 'unknown', 'hand-over-rating'
FROM ratings t WHERE t.state = 'handing' AND t.given_at < %(before)s
"""
RESULTS = """
SELECT 'result', x.id, x.tried_at, 1, NULL::uuid, x.case_id, '', 'unknown', 'push-result'
FROM results x WHERE x.state IN ('sending', 'unknown') AND x.tried_at < %(before)s
"""
FATES: Mapping[StuckKind, str] = MappingProxyType(
    {
        StuckKind.NOTICE: NOTICES,
        StuckKind.FILING: f"{FILINGS} UNION ALL {LOST}",
        StuckKind.PROPOSAL: PROPOSALS,
        StuckKind.SHIPMENT: SHIPMENTS,
        StuckKind.REQUEST: REQUESTS,
        StuckKind.REVOCATION: REVOCATIONS,
        StuckKind.SUPPLEMENT: SUPPLEMENTS,
        StuckKind.PROMISE: PROMISES,
        StuckKind.RATING: RATINGS,
        StuckKind.RESULT: RESULTS,
    }
)
ALL = f"{' UNION ALL '.join(FATES.values())} ORDER BY since LIMIT {MOST}"
# by which argument the job of a kind names what it is about; the others name the case
NAMED: Mapping[StuckKind, str] = MappingProxyType(
    {
        StuckKind.NOTICE: "notice_id",
        StuckKind.SHIPMENT: "shipment_id",
        StuckKind.REVOCATION: "revocation_id",
        StuckKind.SUPPLEMENT: "supplement_id",
        StuckKind.PROMISE: "promise_id",
        StuckKind.RATING: "rating_id",
        StuckKind.RESULT: "result_id",
    }
)
JOBS = """
SELECT id FROM procrastinate_jobs WHERE status IN ('failed', 'todo')
AND (task_name = %s AND args @> jsonb_build_object(%s::text, %s::text))
"""


class PostgresUnknownFates:
    """Implements domain.staff.stuck.UnknownFates."""

    async def stuck(self, *, before: datetime) -> tuple[Stuck, ...]:
        told = {"before": before}
        rows = await get_connection("default").execute_query_dict(ALL, told)  # type: ignore[arg-type]  # psycopg takes names too
        return tuple(_stuck(row) for row in rows)

    async def find(self, kind: StuckKind, ref: UUID, *, before: datetime) -> Stuck:
        for one in await self.stuck(before=before):
            if (one.kind, one.ref) == (kind, ref):
                return await _with_jobs(one)
        raise NotFound(str(ref))


def _stuck(row: Mapping[str, Any]) -> Stuck:
    kind = StuckKind(row["kind"])
    return Stuck(
        kind=kind,
        ref=row["id"],
        task=row["task"],
        state=StuckState(row["state"]),
        since=row["since"],
        attempts=row["attempts"],
        reason=row["reason"],
        notice=None if row["notice"] is None else NoticeId(row["notice"]),
        case=None if row["case_id"] is None else CaseId(row["case_id"]),
        about=row["id"] if kind in NAMED else row["case_id"],
    )


async def _with_jobs(one: Stuck) -> Stuck:
    """Which job asks or tries again already, so that none is put beside it."""
    named = [one.task, NAMED.get(one.kind, "case_id"), str(one.about)]
    found = await get_connection("default").execute_query_dict(JOBS, named)
    return replace(one, jobs=tuple(row["id"] for row in found))
