"""Change or remove an address of one's own book (地址簿); anybody else's is not there."""

from dataclasses import dataclass

from domain.forms.address_book import AddressChange, SavedAddress
from domain.forms.address_ports import AddressBook
from domain.identity.alert import AlertKind
from domain.kernel.ids import AddressId
from domain.kernel.party import Acting, Level
from domain.kernel.ports import Atomic
from domain.kernel.refusals import NotFound
from domain.usecases.address_view import AddressView, address_view
from domain.usecases.raise_alert import RaiseAlert


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """Forms that were filled from it keep what they were filled with.

    Whose line another place, number or name stands on, or is gone, without a fresh face is warned of it: the
    next parcel goes there.
    """

    addresses: AddressBook
    raise_alert: RaiseAlert
    atomic: Atomic

    async def __call__(self, acting: Acting, address: AddressId, change: AddressChange) -> AddressView:
        """Raises NotFound, AddressIncomplete."""
        async with self.atomic():
            before = await self._own(acting, address)
            changed = before.changed(change)
            await self.addresses.save(changed)
            if changed.line.place() != before.line.place():
                await self._warn(acting, address)
        return address_view(changed)

    async def remove(self, acting: Acting, address: AddressId) -> None:
        """Raises NotFound."""
        async with self.atomic():
            await self._own(acting, address)
            await self.addresses.remove(acting.person, address)
            await self._warn(acting, address)

    async def _warn(self, acting: Acting, address: AddressId) -> None:
        if acting.level < Level.FACE:
            await self.raise_alert.sparing(
                acting.person, AlertKind.ADDRESS_CHANGED, {"address": str(address)}
            )

    async def _own(self, acting: Acting, address: AddressId) -> SavedAddress:
        book = await self.addresses.of_person(acting.person, held=True)
        for one in book:
            if one.address_id == address:
                return one
        raise NotFound(str(address))
