"""List the old certificates and parcels (旧证与快递) that wait for a clerk, each with its one next action."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.kernel.personal import Phone
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit
from domain.parties.ports import Parties
from domain.shipments.call import OUTCOME_WORDS
from domain.shipments.cause import Group, ToDo, to_do
from domain.shipments.ports import CertificateQueue, Placed
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction
from domain.staff.ports import StaffNames
from domain.usecases.compose_shown import called
from domain.usecases.parcel_view import ParcelView, parcel_view


@dataclass(frozen=True, slots=True, repr=False)
class CallLine:
    at: datetime
    by: str
    outcome: str
    outcome_text: str
    words: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the papers in the parcel are; `numbers`: hints, for the clerk reads them off the paper in hand."""

    document: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class CertificateLine:
    """`contact_name`, `contact_phone`: the person's side; may be unknown. ReadContactPhone shows the number.

    `case_number` empty until filed; the party's name in clear for an organisation, masked for a person;
    `expected`: of old certificates.
    """

    parcel: ParcelView
    case_id: UUID
    case_number: str
    item_name: str
    party_name: str
    cause: str
    to_do: ToDo
    since: datetime
    contact_name: str
    contact_phone: Phone | None
    calls: tuple[CallLine, ...]
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class ListCertificates:
    queue: CertificateQueue
    cases: Cases
    parties: Parties
    catalogue: Catalogue
    names: StaffNames
    now: Clock

    async def __call__(
        self, *, group: Group | None = None, size: int = 50, remit: Remit = EVERY_BODY
    ) -> tuple[int, tuple[CertificateLine, ...]]:
        """How many wait, and the first `size`, most urgent first; our own rows only."""
        count, placed = await self.queue.placed(self.now(), group=group, size=size, remit=remit)
        return count, tuple([await self._line(one) for one in placed])

    async def _line(self, placed: Placed) -> CertificateLine:
        shipment = placed.shipment
        case = await self.cases.by_id(shipment.case)
        party = await self.parties.by_id(case.party)
        item, person = self.catalogue.of_case(case), shipment.person
        return CertificateLine(
            parcel_view(shipment),
            case.case_id,
            case.number or "",
            item.name,
            called(party),
            str(placed.cause),
            to_do(placed.cause, shipment.direction, shipment.way, shipment.state),
            placed.since,
            person.name.reveal(),
            person.phone if person.phone.reveal() else None,
            await self._calls(shipment),
            _expected(item.licence_type, shipment),
        )

    async def _calls(self, shipment: Shipment) -> tuple[CallLine, ...]:
        """By the names of those who rang."""
        return tuple(
            [
                CallLine(
                    one.at,
                    await self.names.called(one.by),
                    str(one.outcome),
                    OUTCOME_WORDS[one.outcome],
                    one.words,
                )
                for one in shipment.calls
            ]
        )


def _expected(document: str, shipment: Shipment) -> Expected | None:
    if shipment.direction is Direction.DELIVER:
        return None
    return Expected(document, tuple(dict.fromkeys(piece.hint for piece in shipment.pieces if piece.number)))
