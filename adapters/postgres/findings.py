"""Findings (研判结果) in PostgreSQL: each event pursued once, whatever runs at the same time."""

from collections.abc import Collection, Mapping
from datetime import date

from tortoise.connection import get_connection
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from adapters.postgres.rows.findings import FindingRow, PushListRow
from domain.cases.case import SETTLED
from domain.findings.finding import Due, Finding, Reason, SetAside, Verdict, Why
from domain.findings.ports import Candidate, Move
from domain.findings.push_list import ListState
from domain.findings.store import Standing
from domain.invitations.invitation import Answer
from domain.kernel.ids import FindingId, ItemCode, PushListId
from domain.kernel.refusals import NotFound
from domain.matters.matter import MatterState

# one nobody answered in time, or whose case is settled, keeps nobody from being told of the next event: a
# rating may never come, and no clock writes «lapsed» down. Offers of before they kept their holder's key
# were of one finding each
IN_HAND = """
SELECT DISTINCT COALESCE(o.holder_key, (
    SELECT f.holder_key FROM findings f WHERE f.event_key = m.event_key LIMIT 1)) AS holder_key
FROM offers o JOIN invitations i ON i.id = o.invitation_id JOIN matters m ON m.id = i.matter_id
WHERE o.item = %s AND (
    m.state = ANY(%s) AND o.answer IS NULL AND o.last_day >= %s
    OR m.state = %s AND EXISTS (
        SELECT 1 FROM cases c WHERE c.matter_id = m.id AND c.item_code = o.item AND c.state <> ALL(%s)))
"""
NEVER = """
SELECT DISTINCT COALESCE(o.holder_key, (
    SELECT f.holder_key FROM findings f WHERE f.event_key = m.event_key LIMIT 1)) AS holder_key
FROM offers o JOIN invitations i ON i.id = o.invitation_id JOIN matters m ON m.id = i.matter_id
WHERE o.item = %s AND o.answer = %s
"""
UNANSWERED = [str(state) for state in (MatterState.FOUND, MatterState.INVITED, MatterState.UNDER_WAY)]
# one parameter, however many events; a matter people opened themselves has no finding, its offers say whose
PURSUED = """
SELECT event_key FROM findings WHERE pursued_key = ANY(%s)
UNION SELECT event_key FROM findings WHERE event_key = ANY(%s) AND reason = %s
UNION SELECT event_key FROM matters WHERE event_key = ANY(%s)
UNION SELECT o.item || '/' || o.record_id || substr(m.event_key, length('change/')) FROM matters m
    JOIN invitations i ON i.matter_id = m.id JOIN offers o ON o.invitation_id = i.id
    WHERE m.event_key = ANY(%s)
"""
TOLD = """
SELECT DISTINCT f.event_key, f.reason FROM findings f JOIN push_lists l ON l.id = f.push_list_id
WHERE f.event_key = ANY(%s) AND f.reason IS NOT NULL AND l.state <> %s
"""


class PostgresFindings:
    """Implements domain.findings.store.Findings."""

    async def pursued(self, items: Collection[ItemCode], events: Mapping[str, str]) -> frozenset[str]:
        connection = get_connection("default")
        for item in sorted(items):  # always in one order: two runs never wait for each other
            await connection.execute_query("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"findings {item}"])
        keys, current = list(events), str(Reason.ALREADY_CURRENT)
        changes = [bundle for bundle in set(events.values()) if bundle not in events]
        asked = [keys, keys, current, keys, changes]
        found = await connection.execute_query_dict(PURSUED, asked)
        return frozenset(row["event_key"] for row in found)

    async def told(self, event_keys: Collection[str]) -> frozenset[tuple[str, Reason]]:
        values = [list(event_keys), str(ListState.SENT_BACK)]
        found = await get_connection("default").execute_query_dict(TOLD, values)
        return frozenset((row["event_key"], Reason(row["reason"])) for row in found)

    async def standing(self, item: ItemCode, *, on: date) -> Standing:
        in_hand = [item, UNANSWERED, on, str(MatterState.UNDER_WAY), [str(state) for state in SETTLED]]
        return Standing(await _holders(IN_HAND, in_hand), await _holders(NEVER, [item, str(Answer.NEVER)]))

    async def by_id(self, finding: FindingId) -> Finding:
        return finding_of(await _row(finding))

    async def of_bundle(self, finding: FindingId) -> tuple[Finding, ...]:
        return tuple(finding_of(row) for row in await _bundle(await _row(finding)))

    async def take_bundle(self, finding: FindingId) -> tuple[Finding, ...]:
        rows = _bundle(await _row(finding)).select_for_update()
        return tuple(finding_of(row) for row in await rows)

    async def may_be_told(self, finding: FindingId) -> bool:
        row = await FindingRow.get_or_none(id=finding)
        return row is not None and await PushListRow.exists(id=row.push_list_id, state=str(ListState.SIGNED))

    async def save(self, finding: Finding) -> None:
        candidate, why = finding.verdict.candidate, finding.verdict.why
        await FindingRow.filter(id=finding.finding_id).update(
            reason=_text(finding.reason),
            pursued_key=finding.event_key if finding.reason is None else None,
            issuing_body=candidate.issuing_body_code,
            has_contact=candidate.has_contact,
            as_of=why.as_of,
            last_day=why.last_day,
        )


async def _holders(query: str, values: list[object]) -> frozenset[str]:
    rows = await get_connection("default").execute_query_dict(query, values)
    return frozenset(row["holder_key"] for row in rows)


async def _row(asked: FindingId) -> FindingRow:
    row = await FindingRow.get_or_none(id=asked)
    if row is None:
        raise NotFound(str(asked))
    return row


def _bundle(row: FindingRow) -> QuerySet[FindingRow]:
    key = Q(id=row.id) if row.bundle_key is None else Q(bundle_key=row.bundle_key)
    return FindingRow.filter(key, push_list_id=row.push_list_id, reason=None).order_by("id")


def _text(reason: Reason | None) -> str | None:
    return None if reason is None else str(reason)


def row_of(finding: Finding, push_list: PushListId) -> FindingRow:
    candidate, why = finding.verdict.candidate, finding.verdict.why
    return FindingRow(
        id=finding.finding_id,
        push_list_id=push_list,
        item=finding.item,
        event_key=finding.event_key,
        pursued_key=finding.event_key if finding.reason is None else None,
        reason=_text(finding.reason),
        record_id=candidate.record_id,
        holder_key=candidate.holder_key,
        holder_kind=candidate.holder_kind,
        issuing_body=candidate.issuing_body_code,
        event_date=candidate.event_date,
        has_contact=candidate.has_contact,
        originals=candidate.originals,
        duplicates=candidate.duplicates,
        rule_id=why.rule_id,
        rule_version=why.rule_version,
        as_of=why.as_of,
        last_day=why.last_day,
        bundle_key=finding.bundle_key if candidate.change_id else None,
        change_id=candidate.change_id or None,
        changed_field=candidate.changed_field or None,
        move=str(candidate.move) or None,
    )


def finding_of(row: FindingRow) -> Finding:
    candidate = Candidate(
        row.record_id,
        row.holder_key,
        row.holder_kind,
        row.issuing_body,
        row.event_date,
        row.has_contact,
        row.originals,
        row.duplicates,
        row.change_id or "",
        row.changed_field or "",
        Move(row.move or ""),
    )
    why = Why(row.rule_id, row.rule_version, row.record_id, row.as_of, row.event_date, row.last_day)
    verdict: Verdict = Due(candidate, why)
    if row.reason is not None:
        verdict = SetAside(candidate, why, Reason(row.reason))
    return Finding(FindingId(row.id), ItemCode(row.item), verdict)
