"""The numbers (统计) counted in PostgreSQL, over the rows the office keeps anyway."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tortoise.connection import get_connection

from domain.figures.figure import By
from domain.figures.ports import CaseLine
from domain.invitations.subscription import TEMPLATES
from domain.kernel.ids import CaseId, CaseNumber, ItemCode

# how a case is counted under each heading; the channel is where its yes was given
_BODY_OF_CASE = (
    "(SELECT o.issuing_body FROM offers o JOIN invitations i ON i.id = o.invitation_id"
    " WHERE i.matter_id = c.matter_id AND o.item = c.item_code)"
)
_CHANNEL_OF_CASE = (
    "(SELECT l.channel FROM ledger_entries l WHERE l.case_id = c.id AND l.kind = 'intent-given'"
    " ORDER BY l.at LIMIT 1)"
)
_CASE_KEYS = {By.ITEM: "c.item_code", By.BODY: _BODY_OF_CASE, By.CHANNEL: _CHANNEL_OF_CASE}
# the first notice of what can be done that went out to a matter: its channel is how they were told; what it
# was told later of its own case, or of a case it began by itself, is none
_FIRST_NOTICE = (
    "SELECT DISTINCT ON (n.invitation_id) n.invitation_id, coalesce(n.channel, 'sms') AS channel, n.sent_at"
    " FROM notices n WHERE n.sent_at IS NOT NULL AND n.template = ANY(%(templates)s)"
    " ORDER BY n.invitation_id, n.sent_at"
)
_OFFER_KEYS = {By.ITEM: "o.item", By.BODY: "o.issuing_body", By.CHANNEL: "f.channel"}
_FINDING_KEYS = {By.ITEM: "f.item", By.BODY: "f.issuing_body", By.CHANNEL: "''"}
_ENDED_IN = {
    "refused": (
        "EXISTS (SELECT 1 FROM decisions d WHERE d.case_id = c.id AND d.result IN ('denied', 'not_accepted')"
        " AND d.decided_at >= %(first)s AND d.decided_at < %(end)s)"
        " OR ('returned' IN (c.state, c.ended_as) AND c.ended_at >= %(first)s AND c.ended_at < %(end)s)"
    ),
    "withdrawn": "'withdrawn' IN (c.state, c.ended_as) AND c.ended_at >= %(first)s AND c.ended_at < %(end)s",
    "accepted": "c.intended_at >= %(first)s AND c.intended_at < %(end)s",
    "done": (
        "EXISTS (SELECT 1 FROM decisions d WHERE d.case_id = c.id AND d.result = 'granted'"
        " AND d.decided_at >= %(first)s AND d.decided_at < %(end)s)"
    ),
}


class PostgresFigures:
    """Implements domain.figures.ports.FigureBooks."""

    async def counted(self, name: str, by: By, first: datetime, end: datetime) -> Mapping[str, int]:
        rows = await _rows(_counting(name, by), first=first, end=end, templates=list(TEMPLATES))
        return {row["key"] or "": int(row["n"]) for row in rows}

    async def decided(
        self, first: datetime, end: datetime, *, after: CaseId | None, size: int
    ) -> tuple[CaseId, ...]:
        sql = (
            "SELECT c.id FROM cases c WHERE c.accepted_at IS NOT NULL AND c.decided_at >= %(first)s"
            " AND c.decided_at < %(end)s AND (%(after)s::uuid IS NULL OR c.id > %(after)s::uuid)"
            " ORDER BY c.id LIMIT %(size)s"
        )
        rows = await _rows(sql, first=first, end=end, after=after, size=size)
        return tuple(CaseId(row["id"]) for row in rows)

    async def keys(self, by: By, cases: Iterable[CaseId]) -> Mapping[CaseId, str]:
        sql = f"SELECT c.id, {_CASE_KEYS[by]} AS key FROM cases c WHERE c.id = ANY(%(cases)s::uuid[])"  # noqa: S608 - our own words
        rows = await _rows(sql, cases=list(cases))
        return {CaseId(row["id"]): row["key"] or "" for row in rows}

    async def begun(self, first: datetime, end: datetime, *, size: int) -> tuple[CaseLine, ...]:
        sql = (
            f"SELECT c.*, {_BODY_OF_CASE} AS body, {_CHANNEL_OF_CASE} AS channel FROM cases c"  # noqa: S608 - likewise
            " WHERE c.intended_at >= %(first)s AND c.intended_at < %(end)s"
            " ORDER BY c.intended_at, c.id LIMIT %(size)s"
        )
        return tuple(
            CaseLine(
                CaseId(row["id"]),
                CaseNumber(row["number"]) if row["number"] else None,
                ItemCode(row["item_code"]),
                row["state"],
                row["channel"] or "",
                row["body"] or "",
                row["intended_at"],
                row["accepted_at"],
                row["decided_at"],
                row["delivered_at"],
                row["ended_at"],
            )
            for row in await _rows(sql, first=first, end=end, size=size)
        )


def _counting(name: str, by: By) -> str:
    if name == "found":
        key = _FINDING_KEYS[by]
        return (
            f"SELECT {key} AS key, count(*) AS n FROM findings f JOIN push_lists p ON p.id = f.push_list_id"  # noqa: S608 - likewise
            " WHERE f.reason IS NULL AND p.prepared_at >= %(first)s AND p.prepared_at < %(end)s GROUP BY 1"
        )
    if name in ("told", "read"):
        when = "f.sent_at" if name == "told" else "i.seen_at"
        return (
            f"WITH f AS ({_FIRST_NOTICE}) SELECT {_OFFER_KEYS[by]} AS key, count(*) AS n FROM offers o"  # noqa: S608 - likewise
            " JOIN invitations i ON i.id = o.invitation_id JOIN f ON f.invitation_id = i.id"
            f" WHERE {when} >= %(first)s AND {when} < %(end)s GROUP BY 1"
        )
    return f"SELECT {_CASE_KEYS[by]} AS key, count(*) AS n FROM cases c WHERE {_ENDED_IN[name]} GROUP BY 1"  # noqa: S608 - likewise


async def _rows(sql: str, **values: object) -> list[dict[str, Any]]:
    return await get_connection("default").execute_query_dict(sql, values)  # type: ignore[arg-type]  # psycopg takes names too
