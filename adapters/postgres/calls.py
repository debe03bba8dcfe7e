"""The staff's call list (电话联络清单) in PostgreSQL; numbers are sealed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.invitations import NoticeRow
from domain.invitations.ports import Call, DueCall, ReplyKind
from domain.kernel.ids import MatterId
from domain.kernel.personal import Phone
from domain.kernel.ports import Cipher, Digests

PLACE = "calls.phone"
ADD = """
INSERT INTO calls (id, natural_key, phone, kind, received_at, matter_id) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (natural_key) DO NOTHING
"""
WAITING = """
SELECT * FROM (
    SELECT c.*, (
        SELECT min(o.last_day) FROM invitations i JOIN offers o ON o.invitation_id = i.id
        WHERE i.matter_id = c.matter_id
    ) AS last_day FROM calls c WHERE c.done_at IS NULL
) AS due
WHERE last_day IS NOT NULL AND (%s::date IS NULL OR (last_day, id) > (%s::date, %s::uuid))
ORDER BY last_day, id LIMIT %s
"""


class PostgresCalls:
    """Implements domain.invitations.ports.Calls."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def add(self, call: Call, *, natural_key: str) -> bool:
        phone = None
        if call.phone is not None:
            phone = self._cipher.seal(PLACE, call.call_id, call.phone.reveal().encode())
        values = [call.call_id, natural_key, phone, str(call.kind), call.received_at, call.matter]
        inserted, _ = await get_connection("default").execute_query(ADD, values)
        return bool(inserted)

    async def waiting(self, *, after: tuple[date, UUID] | None, size: int) -> tuple[DueCall, ...]:
        day, call = after or (None, None)
        rows = await get_connection("default").execute_query_dict(WAITING, [day, day, call, size])
        return tuple(self._due(row) for row in rows)

    async def last_matter_of(self, phone: Phone) -> MatterId | None:
        index = self._digests.keyed("phone", phone.reveal())
        row = await NoticeRow.filter(to_index=index).order_by("-queued_at", "-id").first()
        return None if row is None else MatterId(row.matter_id)

    def _due(self, row: Mapping[str, Any]) -> DueCall:
        call, matter, phone = row["id"], MatterId(row["matter_id"]), None
        if row["phone"] is not None:
            phone = Phone(self._cipher.open(PLACE, call, row["phone"]).decode())
        told = Call(call, phone, ReplyKind(row["kind"]), row["received_at"], matter)
        return DueCall(told, matter, row["last_day"])
