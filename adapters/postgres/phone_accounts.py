"""Phone accounts (手机号账号) in PostgreSQL: the number sealed, found by its keyed digest."""

from datetime import datetime
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.identity import PhoneAccountRow
from domain.identity.account import PhoneAccount, Unlinked
from domain.kernel.ids import AccountId, PartyId
from domain.kernel.personal import DocumentNumber, Phone
from domain.kernel.ports import Cipher, Digests, NewId

PLACE = "phone_accounts.phone"
# held at once: one that is being erased is waited for, and made anew
ADD = """
INSERT INTO phone_accounts (id, phone_index, phone, first_seen_at, signed_in_at)
VALUES (%s, %s, %s, %s, %s) ON CONFLICT (phone_index) DO UPDATE SET phone_index = excluded.phone_index
"""


class PostgresPhoneAccounts:
    """Implements domain.identity.account.PhoneAccounts."""

    def __init__(self, cipher: Cipher, digests: Digests, new_id: NewId) -> None:
        self._cipher, self._digests, self._new_id = cipher, digests, new_id

    async def remember(self, phone: Phone, at: datetime) -> PhoneAccount:
        index, made = account_index(self._digests, phone), self._new_id()
        values = [made, index, self._seal(made, phone), at, at]
        await get_connection("default").execute_query(ADD, values)
        row = await PhoneAccountRow.select_for_update().get(phone_index=index)
        account = self._account(row)
        await PhoneAccountRow.filter(id=row.id).update(signed_in_at=at)
        return account

    async def by_phone(self, phone: Phone) -> PhoneAccount | None:
        index = account_index(self._digests, phone)
        row = await PhoneAccountRow.select_for_update().get_or_none(phone_index=index)
        return None if row is None else self._account(row)

    async def hold(self, account: AccountId) -> None:
        await PhoneAccountRow.select_for_update().get_or_none(id=account)

    async def of_person(self, person: PartyId) -> tuple[PhoneAccount, ...]:
        rows = await PhoneAccountRow.select_for_update().filter(person_id=person).order_by("id")
        return tuple(self._account(row) for row in rows)

    async def link(
        self, account: AccountId, person: PartyId, number: DocumentNumber, at: datetime
    ) -> PartyId | None:
        row = await PhoneAccountRow.select_for_update().get(id=account)
        before = row.person_id
        row.person_id, row.number_index = person, self._digests.keyed("linked-person", number.reveal())
        row.linked_at, row.unlinked_why = at, None
        await row.save(update_fields=["person_id", "number_index", "linked_at", "unlinked_why"])
        return None if before is None else PartyId(before)

    async def unlink(self, account: AccountId, why: Unlinked) -> None:
        await PhoneAccountRow.filter(id=account).update(
            person_id=None, number_index=None, linked_at=None, unlinked_why=str(why)
        )

    def _seal(self, row: UUID, phone: Phone) -> bytes:
        return self._cipher.seal(PLACE, row, phone.reveal().encode())

    def _account(self, row: PhoneAccountRow) -> PhoneAccount:
        return PhoneAccount(
            AccountId(row.id),
            Phone(self._cipher.open(PLACE, row.id, row.phone).decode()),
            None if row.person_id is None else PartyId(row.person_id),
            row.signed_in_at,
        )


def account_index(digests: Digests, phone: Phone) -> bytes:
    """Under which accounts and codes of one number are found; notices and calls have another."""
    return digests.keyed("phone-account", phone.reveal())
