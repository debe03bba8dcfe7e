"""Push lists (推送清单) in PostgreSQL, each with its findings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from tortoise.connection import get_connection
from tortoise.expressions import Q

from adapters.postgres.findings import finding_of, row_of
from adapters.postgres.rows.findings import FindingRow, PushListRow
from adapters.postgres.within import list_within, named, only
from domain.findings.back_test import Outcome, PastCount
from domain.findings.finding import Finding, Reason
from domain.findings.push_list import Counts, ListState, PushList
from domain.kernel.ids import FindingId, ItemCode, PushListId, StaffId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

REMARK = "push_lists.remark"
BATCH = 1000
LET_GO = """
UPDATE findings SET pursued_key = NULL WHERE push_list_id = %s AND pursued_key IS NOT NULL
AND NOT EXISTS (
    SELECT 1 FROM matters m JOIN invitations i ON i.matter_id = m.id JOIN offers o ON o.invitation_id = i.id
    WHERE m.event_key IN (findings.event_key, findings.bundle_key)
    AND o.item = findings.item AND o.record_id = findings.record_id)
"""
WAITS = f"""
FROM push_lists l WHERE {list_within("l")} AND (l.state = 'prepared' OR (
    l.state = 'sent_back' AND l.settled_at >= %(since)s AND NOT EXISTS (
    SELECT 1 FROM push_lists later WHERE later.id > l.id
    AND COALESCE(later.items, jsonb_build_array(later.item)) ?|
        ARRAY(SELECT jsonb_array_elements_text(COALESCE(l.items, jsonb_build_array(l.item)))))))
"""  # noqa: S608 - our own words
PREVIOUS = """
SELECT l.id FROM push_lists l WHERE l.id < %s AND l.state IN ('signed', 'stopped')
AND COALESCE(l.items, jsonb_build_array(l.item)) ?| %s
AND EXISTS (SELECT 1 FROM findings f JOIN matters m ON m.event_key IN (f.event_key, f.bundle_key)
    WHERE f.push_list_id = l.id AND f.reason IS NULL)
ORDER BY l.id DESC LIMIT 1
"""
OUTCOME = """
SELECT count(*) AS stands, count(o.id) AS invited,
    count(*) FILTER (WHERE o.id IS NOT NULL AND EXISTS (
        SELECT 1 FROM notices n WHERE n.matter_id = m.id AND n.sent_at IS NOT NULL)) AS sent,
    count(*) FILTER (WHERE o.answer = 'yes') AS yes,
    count(*) FILTER (WHERE o.answer = 'not_now') AS not_now,
    count(*) FILTER (WHERE o.answer = 'already_done') AS already_done,
    count(*) FILTER (WHERE o.answer = 'not_me') AS not_me,
    count(*) FILTER (WHERE o.answer = 'never') AS never
FROM findings f
LEFT JOIN matters m ON m.event_key IN (f.event_key, f.bundle_key)
LEFT JOIN invitations i ON i.matter_id = m.id
LEFT JOIN offers o ON o.invitation_id = i.id AND o.item = f.item AND o.record_id = f.record_id
WHERE f.push_list_id = %s AND f.reason IS NULL
"""
NEWEST_STATE = """
SELECT l.state FROM findings f JOIN push_lists l ON l.id = f.push_list_id
WHERE (f.event_key = %s OR f.bundle_key = %s) AND f.reason IS NULL ORDER BY l.id DESC LIMIT 1
"""


class PostgresPushLists:
    """Implements domain.findings.store.PushLists."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, push_list: PushList, findings: Sequence[Finding]) -> None:
        counts = push_list.counts
        await PushListRow.create(
            id=push_list.push_list_id,
            item=push_list.items[0],
            rule=push_list.rules[0],
            items=list(push_list.items),
            rules=list(push_list.rules),
            as_of=push_list.as_of,
            prepared_by_id=push_list.prepared_by,
            prepared_at=push_list.prepared_at,
            counts={
                "due": counts.due,
                "by_item": dict(counts.by_item),
                "by_body": dict(counts.by_body),
                "by_reason": dict(counts.by_reason),
                "due_by_item": None if counts.due_by_item is None else dict(counts.due_by_item),
            },
            sample=[str(finding) for finding in push_list.sample],
            digest=push_list.digest,
            state=str(push_list.state),
            back_test=[
                {"days": one.days_ago, "day": one.day.isoformat(), "found": one.found}
                for one in push_list.back_test
            ],
        )
        rows = [row_of(finding, push_list.push_list_id) for finding in findings]
        await FindingRow.bulk_create(rows, batch_size=BATCH)

    async def by_id(self, push_list: PushListId) -> PushList:
        return self._known(push_list, await PushListRow.get_or_none(id=push_list))

    async def take(self, push_list: PushListId) -> PushList:
        return self._known(push_list, await PushListRow.select_for_update().get_or_none(id=push_list))

    async def page(
        self, *, before: PushListId | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[PushList, ...]:
        # ids are UUIDv7: the newest list has the greatest
        older = PushListRow.filter(id__lt=before) if before else PushListRow.all()
        lists = only(older, remit, partial(list_within, "push_lists"))
        return tuple(self._list(row) for row in await lists.order_by("-id").limit(size))

    async def waiting(
        self, *, since: datetime, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[int, tuple[PushList, ...]]:
        ask = get_connection("default").execute_query_dict
        told = {"since": since, "size": size, "bodies": named(remit)}
        [counted] = await ask(f"SELECT count(*) AS n {WAITS}", told)  # type: ignore[arg-type]  # psycopg takes names too
        found = await ask(f"SELECT l.id {WAITS} ORDER BY l.id LIMIT %(size)s", told)  # type: ignore[arg-type]  # as above
        rows = await PushListRow.filter(id__in=[row["id"] for row in found]).order_by("id")
        return counted["n"], tuple(self._list(row) for row in rows)

    async def previous(self, push_list: PushList) -> PushList | None:
        asked = [push_list.push_list_id, list(push_list.items)]
        found = await get_connection("default").execute_query_dict(PREVIOUS, asked)
        return await self.by_id(PushListId(found[0]["id"])) if found else None

    async def outcome(self, push_list: PushList) -> Outcome:
        [row] = await get_connection("default").execute_query_dict(OUTCOME, [push_list.push_list_id])
        due, stands = push_list.counts.due, row.pop("stands")
        return Outcome(due=due, dropped=due - stands, **row)

    async def findings(self, push_list: PushListId) -> tuple[Finding, ...]:
        rows = await FindingRow.filter(push_list_id=push_list).order_by("id")
        return tuple(finding_of(row) for row in rows)

    async def findings_page(
        self, push_list: PushListId, *, reasons: Collection[Reason | None], after: FindingId | None, size: int
    ) -> tuple[Finding, ...]:
        rows = FindingRow.filter(push_list_id=push_list)
        if reasons:
            set_aside = [str(reason) for reason in reasons if reason is not None]
            due = Q(reason=None) if None in reasons else Q()
            rows = rows.filter(Q(reason__in=set_aside) | due if set_aside else due)
        if after:
            rows = rows.filter(id__gt=after)
        return tuple(finding_of(row) for row in await rows.order_by("id").limit(size))

    async def save(self, push_list: PushList) -> None:
        remark = push_list.remark
        sealed = None
        if remark:
            sealed = self._cipher.seal(REMARK, push_list.push_list_id, remark.encode())
        await PushListRow.filter(id=push_list.push_list_id).update(
            state=str(push_list.state),
            settled_by_id=push_list.settled_by,
            settled_at=push_list.settled_at,
            remark=sealed,
        )
        if push_list.state in (ListState.SENT_BACK, ListState.STOPPED):
            await get_connection("default").execute_query(LET_GO, [push_list.push_list_id])

    async def is_stopped(self, event_key: str) -> bool:
        rows = await get_connection("default").execute_query_dict(NEWEST_STATE, [event_key, event_key])
        return any(row["state"] == str(ListState.STOPPED) for row in rows)

    def _known(self, asked: PushListId, row: PushListRow | None) -> PushList:
        if row is None:
            raise NotFound(str(asked))
        return self._list(row)

    def _list(self, row: PushListRow) -> PushList:
        remark = None
        if row.remark is not None:
            remark = self._cipher.open(REMARK, row.id, row.remark).decode()
        return PushList(
            PushListId(row.id),
            tuple(ItemCode(item) for item in row.items or [row.item]),
            tuple(row.rules or [row.rule]),
            row.as_of,
            StaffId(row.prepared_by_id),
            row.prepared_at,
            Counts(**row.counts),
            tuple(FindingId(UUID(finding)) for finding in row.sample),
            row.digest,
            ListState(row.state),
            None if row.settled_by_id is None else StaffId(row.settled_by_id),
            row.settled_at,
            remark,
            tuple(
                PastCount(one["days"], date.fromisoformat(one["day"]), one["found"])
                for one in row.back_test or ()
            ),
        )
