"""Shadow weighings (影子运行) in PostgreSQL: counted in SQL, what each rule was given sealed."""

import json

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.within import case_within, named
from domain.decisions.proposal import RuleSaid
from domain.decisions.shadow import ShadowCount, ShadowDifference, ShadowWeighing
from domain.kernel.ids import CaseId, CaseNumber, ItemCode
from domain.kernel.ports import Cipher, NewId
from domain.kernel.remit import EVERY_BODY, Remit

PLACE = "shadow_weighings.sealed"
ADD = (
    "INSERT INTO shadow_weighings (id, case_id, item_code, rules_version, would_grant, live_grants, unmet,"
    " weighed_at, sealed) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (case_id, rules_version) DO NOTHING"
)
# who granted says yes or no; the shadow says yes, or leaves it to people
COUNTS = """
SELECT s.item_code, s.rules_version,
    count(*) AS weighed,
    count(*) FILTER (WHERE s.would_grant) AS would_grant,
    count(*) FILTER (WHERE s.would_grant = s.live_grants) AS agrees_with_live,
    count(d.id) AS decided,
    count(d.id) FILTER (WHERE s.would_grant = (d.result = 'granted')) AS agrees_with_decision
FROM shadow_weighings s LEFT JOIN decisions d ON d.case_id = s.case_id
GROUP BY s.item_code, s.rules_version ORDER BY s.item_code, s.rules_version DESC
"""
DIFFERING = f"""
SELECT s.case_id, c.number, s.would_grant, s.live_grants, coalesce(d.result, '') AS decision, s.unmet
FROM shadow_weighings s JOIN cases c ON c.id = s.case_id LEFT JOIN decisions d ON d.case_id = s.case_id
WHERE s.item_code = %(item)s AND s.rules_version = %(version)s AND {case_within("c")}
    AND (s.would_grant <> s.live_grants OR s.would_grant <> (d.result = 'granted'))
ORDER BY s.weighed_at DESC, s.id DESC LIMIT %(size)s
"""  # noqa: S608 - our own words


class PostgresShadows:
    """Implements domain.decisions.checking.Shadows."""

    def __init__(self, cipher: Cipher, new_id: NewId) -> None:
        self._cipher, self._new_id = cipher, new_id

    async def add(self, weighing: ShadowWeighing) -> None:
        row = self._new_id()
        values = [
            row,
            weighing.case,
            weighing.item,
            weighing.version,
            weighing.would_grant,
            weighing.live_grants,
            json.dumps([rule.id for rule in weighing.rules if not rule.met]),
            weighing.weighed_at,
            self._cipher.seal(PLACE, row, msgspec.json.encode(weighing.rules)),
        ]
        await get_connection("default").execute_query(ADD, values)

    async def rules(self, case: CaseId, version: int) -> tuple[RuleSaid, ...]:
        """Each rule as it was weighed; empty for a case that was not."""
        rows = await get_connection("default").execute_query_dict(
            "SELECT id, sealed FROM shadow_weighings WHERE case_id = %s AND rules_version = %s",
            [case, version],
        )
        return tuple(
            rule
            for row in rows
            for rule in msgspec.json.decode(
                self._cipher.open(PLACE, row["id"], row["sealed"]), type=tuple[RuleSaid, ...]
            )
        )

    async def counts(self) -> tuple[ShadowCount, ...]:
        rows = await get_connection("default").execute_query_dict(COUNTS)
        return tuple(
            ShadowCount(
                ItemCode(row["item_code"]),
                row["rules_version"],
                row["weighed"],
                row["would_grant"],
                row["agrees_with_live"],
                row["decided"],
                row["agrees_with_decision"],
            )
            for row in rows
        )

    async def differing(
        self, item: ItemCode, version: int, *, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[ShadowDifference, ...]:
        told = {"item": item, "version": version, "size": size, "bodies": named(remit)}
        rows = await get_connection("default").execute_query_dict(DIFFERING, told)  # type: ignore[arg-type]  # psycopg takes names too
        return tuple(
            ShadowDifference(
                CaseId(row["case_id"]),
                CaseNumber(row["number"]) if row["number"] else None,
                row["would_grant"],
                row["live_grants"],
                row["decision"],
                tuple(json.loads(row["unmet"]) if isinstance(row["unmet"], str) else row["unmet"]),
            )
            for row in rows
        )
