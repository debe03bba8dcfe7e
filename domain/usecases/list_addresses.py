"""List one's own address book (地址簿), for whomever one acts."""

from dataclasses import dataclass

from domain.forms.address_ports import AddressBook
from domain.kernel.party import Acting
from domain.usecases.address_view import AddressView, address_view


@dataclass(frozen=True, slots=True)
class ListAddresses:
    addresses: AddressBook

    async def __call__(self, acting: Acting) -> tuple[AddressView, ...]:
        """What was chosen last comes first. Nothing for a clerk: it is no part of the file before them."""
        if acting.clerk:
            return ()
        return tuple(address_view(one) for one in await self.addresses.of_person(acting.person))
