"""Change or remove an address of one's own book (地址簿); anybody else's is not there."""

from dataclasses import dataclass

from domain.forms.address_book import AddressChange, SavedAddress
from domain.forms.address_ports import AddressBook
from domain.kernel.ids import AddressId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic
from domain.kernel.refusals import NotFound
from domain.usecases.address_view import AddressView, address_view


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """Forms that were filled from it keep what they were filled with."""

    addresses: AddressBook
    atomic: Atomic

    async def __call__(self, acting: Acting, address: AddressId, change: AddressChange) -> AddressView:
        """Raises NotFound, AddressIncomplete."""
        async with self.atomic():
            changed = (await self._own(acting, address)).changed(change)
            await self.addresses.save(changed)
        return address_view(changed)

    async def remove(self, acting: Acting, address: AddressId) -> None:
        """Raises NotFound."""
        async with self.atomic():
            await self._own(acting, address)
            await self.addresses.remove(acting.person, address)

    async def _own(self, acting: Acting, address: AddressId) -> SavedAddress:
        book = await self.addresses.of_person(acting.person, held=True)
        for one in book:
            if one.address_id == address:
                return one
        raise NotFound(str(address))
