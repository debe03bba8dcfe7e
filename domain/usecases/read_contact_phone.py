"""Read the phone (联系电话) of the person a parcel comes from or goes to; who looked is in the ledger."""

from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic
from domain.ledger.ports import Ledger
from domain.shipments.ports import Shipments
from domain.staff.account import StaffAccount
from domain.usecases.parcel_step import parcel_note


@dataclass(frozen=True, slots=True)
class ReadContactPhone:
    shipments: Shipments
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, staff: StaffAccount, shipment: ShipmentId) -> Phone | None:
        """The number and who saw it, together; None, and nothing written, where none is known.

        Raises NotFound.
        """
        async with self.atomic():
            found = await self.shipments.by_id(shipment)
            phone = found.person.phone
            if not phone.reveal():
                return None
            await self.ledger.append(parcel_note("contact-number-shown", found, staff=staff.login))
        return phone
