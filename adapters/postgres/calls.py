"""What asks for a call (电话联络), one by one, in PostgreSQL; numbers are sealed."""

from collections.abc import Iterable
from datetime import datetime

from tortoise.connection import get_connection

from adapters.postgres.rows.invitations import BadNumberRow, NoticeRow
from domain.invitations.call import Call
from domain.kernel.ids import MatterId
from domain.kernel.personal import Phone
from domain.kernel.ports import Cipher, Digests, NewId

PLACE = "calls.phone"
ADD = """
INSERT INTO calls (id, natural_key, phone, kind, received_at, matter_id, phone_index, evidence_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (natural_key) DO NOTHING
"""
MARK = """
INSERT INTO bad_numbers (id, phone_index, noted_at, noted_by) VALUES (%s, %s, %s, %s)
ON CONFLICT (phone_index) DO NOTHING
"""


class PostgresCalls:
    """Implements domain.invitations.ports.Calls."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def add(self, call: Call, *, natural_key: str) -> bool:
        phone, index = None, None
        if call.phone is not None:
            phone = self._cipher.seal(PLACE, call.call_id, call.phone.reveal().encode())
            index = phone_index(self._digests, call.phone)
        values = [
            call.call_id,
            natural_key,
            phone,
            str(call.kind),
            call.received_at,
            call.matter,
            index,
            call.evidence,
        ]
        inserted, _ = await get_connection("default").execute_query(ADD, values)
        return bool(inserted)

    async def last_matter_of(self, phone: Phone) -> MatterId | None:
        index = phone_index(self._digests, phone)
        row = await NoticeRow.filter(to_index=index).order_by("-queued_at", "-id").first()
        return None if row is None else MatterId(row.matter_id)


class PostgresBadNumbers:
    """Implements domain.invitations.ports.BadNumbers."""

    def __init__(self, digests: Digests, new_id: NewId) -> None:
        self._digests, self._new_id = digests, new_id

    async def mark(self, phone: Phone, *, at: datetime, by: str) -> None:
        values = [self._new_id(), phone_index(self._digests, phone), at, by]
        await get_connection("default").execute_query(MARK, values)

    async def among(self, phones: Iterable[Phone]) -> frozenset[Phone]:
        by_index = {phone_index(self._digests, phone): phone for phone in phones}
        rows = await BadNumberRow.filter(phone_index__in=list(by_index)) if by_index else []
        return frozenset(by_index[bytes(row.phone_index)] for row in rows)


def phone_index(digests: Digests, phone: Phone) -> bytes:
    """Under which notices, calls and bad numbers of one number are found."""
    return digests.keyed("phone", phone.reveal())
