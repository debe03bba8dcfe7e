"""Findings (研判结果) in PostgreSQL: each event pursued once, whatever runs at the same time."""

from collections.abc import Collection
from datetime import date

from tortoise.connection import get_connection

from adapters.postgres.rows.findings import FindingRow, PushListRow
from domain.cases.case import SETTLED
from domain.findings.finding import Due, Finding, Reason, SetAside, Verdict, Why
from domain.findings.ports import Candidate
from domain.findings.push_list import ListState
from domain.findings.store import Standing
from domain.invitations.invitation import Answer
from domain.kernel.ids import FindingId, ItemCode, PushListId
from domain.kernel.refusals import NotFound
from domain.matters.matter import MatterState

TOLD = (MatterState.FOUND, MatterState.INVITED)
# one nobody answered in time, or whose cases are all settled, keeps nobody from being told of the next event:
# a rating may never come, and no clock writes «lapsed» down
IN_HAND = """
SELECT DISTINCT f.holder_key FROM findings f JOIN matters m ON m.event_key = f.event_key
WHERE f.item = %s AND (
    m.state = ANY(%s) AND EXISTS (
        SELECT 1 FROM invitations i JOIN offers o ON o.invitation_id = i.id
        WHERE i.matter_id = m.id AND o.last_day >= %s)
    OR m.state = %s AND EXISTS (SELECT 1 FROM cases c WHERE c.matter_id = m.id AND c.state <> ALL(%s)))
"""
NEVER = """
SELECT DISTINCT f.holder_key FROM offers o
JOIN invitations i ON i.id = o.invitation_id
JOIN matters m ON m.id = i.matter_id
JOIN findings f ON f.event_key = m.event_key
WHERE o.item = %s AND o.answer = %s
"""
PURSUED = "SELECT event_key FROM findings WHERE pursued_key = ANY(%s)"  # one parameter, however many events


class PostgresFindings:
    """Implements domain.findings.store.Findings."""

    async def pursued(self, item: ItemCode, event_keys: Collection[str]) -> frozenset[str]:
        connection = get_connection("default")
        await connection.execute_query("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"findings {item}"])
        found = await connection.execute_query_dict(PURSUED, [list(event_keys)])
        return frozenset(row["event_key"] for row in found)

    async def standing(self, item: ItemCode, *, on: date) -> Standing:
        told, settled = [str(state) for state in TOLD], [str(state) for state in SETTLED]
        in_hand = [item, told, on, str(MatterState.UNDER_WAY), settled]
        return Standing(await _holders(IN_HAND, in_hand), await _holders(NEVER, [item, str(Answer.NEVER)]))

    async def by_id(self, finding: FindingId) -> Finding:
        return _known(finding, await FindingRow.get_or_none(id=finding))

    async def take(self, finding: FindingId) -> Finding:
        return _known(finding, await FindingRow.select_for_update().get_or_none(id=finding))

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


def _known(asked: FindingId, row: FindingRow | None) -> Finding:
    if row is None:
        raise NotFound(str(asked))
    return finding_of(row)


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
    )
    why = Why(row.rule_id, row.rule_version, row.record_id, row.as_of, row.event_date, row.last_day)
    verdict: Verdict = Due(candidate, why)
    if row.reason is not None:
        verdict = SetAside(candidate, why, Reason(row.reason))
    return Finding(FindingId(row.id), ItemCode(row.item), verdict)
