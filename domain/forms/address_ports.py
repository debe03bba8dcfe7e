"""Where address books (地址簿) are kept, sealed."""

from typing import Protocol

from domain.forms.address_book import SavedAddress
from domain.kernel.ids import AddressId, PartyId


class AddressBook(Protocol):
    """Adapter: adapters/postgres/addresses.py."""

    async def of_person(self, person: PartyId, *, held: bool = False) -> tuple[SavedAddress, ...]:
        """What went into a form last comes first. `held`: nobody else changes the book until the
        transaction ends."""
        ...

    async def add(self, saved: SavedAddress) -> None: ...

    async def save(self, saved: SavedAddress) -> None: ...

    async def remove(self, person: PartyId, address: AddressId) -> None:
        """Of this person's book; harmless when it is not there."""
        ...
