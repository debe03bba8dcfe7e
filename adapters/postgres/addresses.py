"""Address books (地址簿) in PostgreSQL: each line sealed whole."""

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.preferences import AddressRow
from domain.forms.address_book import Line, SavedAddress
from domain.kernel.ids import AddressId, PartyId
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.ports import Cipher

PLACE = "addresses.sealed"
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('addresses ' || %s, 0))"


class _Line(msgspec.Struct):
    label: str
    name: str
    phone: str
    address: str


class PostgresAddressBook:
    """Implements domain.forms.address_ports.AddressBook."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def of_person(self, person: PartyId, *, held: bool = False) -> tuple[SavedAddress, ...]:
        if held:  # no row stands for an empty book, so that the turn is taken by its owner
            await get_connection("default").execute_query(TURN, [str(person)])
        rows = await AddressRow.filter(person_id=person).order_by("-chosen_at", "-id")
        return tuple(self._saved(row) for row in rows)

    async def add(self, saved: SavedAddress) -> None:
        await AddressRow.create(
            id=saved.address_id,
            person_id=saved.person,
            sealed=self._sealed(saved),
            made_at=saved.made_at,
            chosen_at=saved.chosen_at,
        )

    async def save(self, saved: SavedAddress) -> None:
        await AddressRow.filter(id=saved.address_id, person_id=saved.person).update(
            sealed=self._sealed(saved), chosen_at=saved.chosen_at
        )

    async def remove(self, person: PartyId, address: AddressId) -> None:
        await AddressRow.filter(id=address, person_id=person).delete()

    def _sealed(self, saved: SavedAddress) -> bytes:
        line = saved.line
        told = _Line(line.label, line.name.reveal(), line.phone.reveal(), line.address.reveal())
        return self._cipher.seal(PLACE, saved.address_id, msgspec.json.encode(told))

    def _saved(self, row: AddressRow) -> SavedAddress:
        told = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Line)
        line = Line(told.label, PersonName(told.name), Phone(told.phone), Address(told.address))
        return SavedAddress(AddressId(row.id), PartyId(row.person_id), line, row.made_at, row.chosen_at)
