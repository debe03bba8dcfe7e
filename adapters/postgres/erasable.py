"""What of one party may be erased (删除个人信息), family by family, and which cases of it must stay."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tortoise.connection import get_connection

from adapters.postgres.blanking import blank
from adapters.postgres.calls import phone_index
from adapters.postgres.erasable_rows import ALSO, BEFORE, BLANKED, EMPTIED, WHICH, said
from adapters.postgres.followers import unionid_indexes
from adapters.postgres.identity import person_index
from adapters.postgres.rows.parties import PartyRow
from adapters.postgres.subscriptions import subscribed_index
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, PartyId
from domain.kernel.personal import OpenId, Phone
from domain.kernel.ports import Cipher, Digests
from domain.privacy.erasure import Family, HeldCase, families
from domain.privacy.retention import HALF_A_YEAR

HELD = """
SELECT c.item_code, c.item_version, c.number, c.state IN ('closed', 'revoked') AS is_over, a.until,
    a.id IS NOT NULL AS is_archived
FROM cases c LEFT JOIN LATERAL (
    SELECT id, until FROM archives WHERE case_id = c.id ORDER BY until DESC NULLS FIRST LIMIT 1) a ON true
WHERE c.party_id = %(party)s ORDER BY c.intended_at, c.id
"""
ACCOUNTS = "SELECT id, openid, phone FROM visitors WHERE person_id = %(party)s"
PHONES = "SELECT id, phone FROM phone_accounts WHERE person_id = %(party)s"
TO_READ = timedelta(minutes=10)  # the receipt, in the mini-program
THREE_YEARS = timedelta(days=3 * 366)


class PostgresErasable:
    """Implements domain.privacy.data_ports.Erasable."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def count(self, party: PartyId, *, is_person: bool, now: datetime) -> Mapping[Family, int]:
        asked, found = await self._asked(party, now), dict[Family, int]()
        for family in families(is_person=is_person):
            found[family] = 0
            for table, which in _places(family):
                [row] = await _rows(f"SELECT count(*) AS n FROM {table} WHERE {which}", asked)  # noqa: S608 - our own names
                found[family] += row["n"]
        return found

    async def erase(self, family: Family, party: PartyId, *, now: datetime) -> int:
        asked, (table, which) = await self._asked(party, now), WHICH[family]
        for sql in BEFORE.get(family, ()):
            await _do(sql, asked)
        if family in BLANKED:
            rows = await _rows(f"SELECT id, sealed FROM {table} WHERE {which} ORDER BY id FOR UPDATE", asked)  # noqa: S608 - likewise
            return await blank(self._cipher, BLANKED[family], rows)
        if family in EMPTIED:
            return await _do(f"UPDATE {table} SET {EMPTIED[family]} WHERE {which}", asked)  # noqa: S608 - likewise
        gone = 0
        for table, which in reversed(_places(family)):
            gone += await _do(f"DELETE FROM {table} WHERE {which}", asked)  # noqa: S608 - likewise
        return gone

    async def cases(self, party: PartyId) -> tuple[HeldCase, ...]:
        return tuple(
            HeldCase(
                ItemCode(row["item_code"]),
                row["item_version"],
                row["number"] or "",
                is_over=row["is_over"],
                is_archived=row["is_archived"],
                until=row["until"],
            )
            for row in await _rows(HELD, {"party": party})
        )

    async def _asked(self, party: PartyId, now: datetime) -> dict[str, object]:
        row = await PartyRow.get(id=party)
        number = self._open("parties.number", row.id, row.number)
        accounts, phones = await _rows(ACCOUNTS, {"party": party}), await _rows(PHONES, {"party": party})
        openids = [self._open("visitors.openid", one["id"], one["openid"]) for one in accounts]
        told = [self._open("visitors.phone", one["id"], one["phone"]) for one in accounts if one["phone"]]
        told += [self._open("phone_accounts.phone", one["id"], one["phone"]) for one in phones]
        return {
            "party": party,
            "index": person_index(self._digests, number),
            "openids": [subscribed_index(self._digests, OpenId(one)) for one in openids],
            "unionids": await unionid_indexes(self._cipher, self._digests, party),
            "phones": [phone_index(self._digests, Phone(one)) for one in told],
            "now": now,
            "today": beijing_date(now),
            "soon": now + TO_READ,
            "half_a_year": now - HALF_A_YEAR,
            "three_years": now - THREE_YEARS,
        }

    def _open(self, place: str, row: Any, sealed: bytes) -> str:
        return self._cipher.open(place, row, bytes(sealed)).decode()


def _places(family: Family) -> tuple[tuple[str, str], ...]:
    return (WHICH[family], ALSO[family]) if family in ALSO else (WHICH[family],)


async def _rows(sql: str, asked: Mapping[str, object]) -> list[dict[str, Any]]:
    return await get_connection("default").execute_query_dict(said(sql), asked)  # type: ignore[arg-type]  # psycopg takes names too


async def _do(sql: str, asked: Mapping[str, object]) -> int:
    """How many rows it concerned."""
    changed, _ = await get_connection("default").execute_query(said(sql), asked)  # type: ignore[arg-type]  # likewise
    return changed
