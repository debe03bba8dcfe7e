"""List the old certificates (旧证) on their way to our counter, with the pieces each parcel must hold."""

from dataclasses import dataclass
from uuid import UUID

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.kernel.remit import EVERY_BODY, Remit
from domain.parties.ports import Parties
from domain.shipments.ports import ShipmentLists
from domain.shipments.shipment import Shipment
from domain.usecases.compose_shown import called
from domain.usecases.parcel_view import ParcelView, parcel_view


@dataclass(frozen=True, slots=True)
class Arriving:
    """`case_number` empty until filed; the party's name in clear for an organisation, masked for a person."""

    parcel: ParcelView
    case_id: UUID
    case_number: str
    item_name: str
    party_name: str


@dataclass(frozen=True, slots=True)
class ListArriving:
    shipments: ShipmentLists
    cases: Cases
    parties: Parties
    catalogue: Catalogue

    async def __call__(self, remit: Remit = EVERY_BODY) -> tuple[Arriving, ...]:
        """Nearest first."""
        return tuple([await self._describe(one) for one in await self.shipments.arriving(remit)])

    async def _describe(self, shipment: Shipment) -> Arriving:
        case = await self.cases.by_id(shipment.case)
        party = await self.parties.by_id(case.party)
        item = self.catalogue.of_case(case).name
        return Arriving(parcel_view(shipment), case.case_id, case.number or "", item, called(party))
