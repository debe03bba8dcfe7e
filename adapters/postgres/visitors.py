"""Mini-program accounts (小程序访客) in PostgreSQL: all of WeChat's own sealed, found by keyed digest."""

from datetime import datetime
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.followers import unionid_index
from adapters.postgres.rows.identity import VisitorRow
from domain.identity.mini_program import WechatUser
from domain.identity.visitor import Visitor
from domain.kernel.ids import PartyId, VisitorId
from domain.kernel.personal import DocumentNumber, OpenId, Phone
from domain.kernel.ports import Cipher, Digests, NewId

TABLE = "visitors"
# held at once: one that is being erased is waited for, and made anew
ADD = """
INSERT INTO visitors (id, openid_index, openid, session_key, first_seen_at, signed_in_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (openid_index) DO UPDATE SET openid_index = excluded.openid_index
"""


class PostgresVisitors:
    """Implements domain.identity.visitor.Visitors."""

    def __init__(self, cipher: Cipher, digests: Digests, new_id: NewId) -> None:
        self._cipher, self._digests, self._new_id = cipher, digests, new_id

    async def remember(self, user: WechatUser, at: datetime) -> Visitor:
        index, made = self._account(user.openid), self._new_id()
        openid = self._seal("openid", made, user.openid.reveal())
        session_key = self._seal("session_key", made, user.session_key.reveal())
        values = [made, index, openid, session_key, at, at]
        await get_connection("default").execute_query(ADD, values)
        row = await VisitorRow.select_for_update().get(openid_index=index)
        row.session_key = self._seal("session_key", row.id, user.session_key.reveal())
        if user.unionid is not None:
            row.unionid = self._seal("unionid", row.id, user.unionid.reveal())
            row.unionid_index = unionid_index(self._digests, user.unionid)
        row.signed_in_at = at
        await row.save(update_fields=["session_key", "unionid", "unionid_index", "signed_in_at"])
        return self._visitor(row)

    async def by_id(self, visitor: VisitorId) -> Visitor | None:
        row = await VisitorRow.get_or_none(id=visitor)
        return None if row is None else self._visitor(row)

    async def take(self, visitor: VisitorId) -> Visitor | None:
        row = await VisitorRow.select_for_update().get_or_none(id=visitor)
        return None if row is None else self._visitor(row)

    async def by_openid(self, openid: OpenId) -> Visitor | None:
        row = await VisitorRow.get_or_none(openid_index=self._account(openid))
        return None if row is None else self._visitor(row)

    async def keep_phone(self, visitor: VisitorId, phone: Phone) -> None:
        sealed = self._seal("phone", visitor, phone.reveal())
        await VisitorRow.filter(id=visitor).update(phone=sealed)

    async def link(
        self, visitor: VisitorId, person: PartyId, number: DocumentNumber, at: datetime
    ) -> PartyId | None:
        row = await VisitorRow.select_for_update().get(id=visitor)
        before = row.person_id
        row.person_id, row.number_index, row.linked_at = person, self._of_person(number), at
        if before not in {None, person}:
            row.phone = None
        await row.save(update_fields=["person_id", "number_index", "linked_at", "phone"])
        return None if before is None else PartyId(before)

    async def unlink(self, visitor: VisitorId) -> None:
        await VisitorRow.filter(id=visitor).update(
            person_id=None, number_index=None, linked_at=None, phone=None
        )

    async def linked(self, number: DocumentNumber) -> tuple[Visitor, ...]:
        rows = await VisitorRow.filter(number_index=self._of_person(number)).order_by("-linked_at", "-id")
        return tuple(self._visitor(row) for row in rows)

    def _account(self, openid: OpenId) -> bytes:
        return self._digests.keyed("openid", openid.reveal())

    def _of_person(self, number: DocumentNumber) -> bytes:
        return self._digests.keyed("linked-person", number.reveal())

    def _seal(self, column: str, row: UUID, clear: str) -> bytes:
        return self._cipher.seal(f"{TABLE}.{column}", row, clear.encode())

    def _visitor(self, row: VisitorRow) -> Visitor:
        opened = {
            column: self._cipher.open(f"{TABLE}.{column}", row.id, sealed).decode()
            for column, sealed in (("openid", row.openid), ("phone", row.phone))
            if sealed is not None
        }
        return Visitor(
            VisitorId(row.id),
            OpenId(opened["openid"]),
            None if row.person_id is None else PartyId(row.person_id),
            Phone(opened["phone"]) if "phone" in opened else None,
        )
