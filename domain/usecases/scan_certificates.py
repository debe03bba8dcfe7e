"""Scan the old certificates (旧证核收) at our counter: custody ends here, not with the courier's word."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.kernel.ids import MatterId, ShipmentId
from domain.kernel.jobs import ReportOriginals
from domain.kernel.ports import Jobs, RequestKey
from domain.ledger.entry import Fact
from domain.shipments.piece import Absent, Custody, PiecesDoNotMatch
from domain.shipments.shipment import Shipment
from domain.shipments.states import ShipmentState, Way
from domain.staff.account import StaffAccount
from domain.usecases.cancel_collection import CancelCollection
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_note
from domain.usecases.parcel_view import ParcelNow, parcel_now
from domain.usecases.tell_holder import TellHolder


@dataclass(frozen=True, slots=True)
class ScannedPiece:
    """What the clerk holds in hand: 正本 or 副本, which of them, and the number printed on it."""

    kind: str
    serial: str
    number: str


@dataclass(frozen=True, slots=True)
class Scan:
    """`absent`: (kind, serial) of every other piece that is due, and why it is not here."""

    found: tuple[ScannedPiece, ...]
    absent: Mapping[tuple[str, str], Absent]


@dataclass(frozen=True, slots=True)
class ScanCertificates:
    desk: ParcelDesk
    jobs: Jobs
    cancel_collection: CancelCollection
    cases: Cases
    catalogue: Catalogue
    tell_holder: TellHolder

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, scan: Scan, request: RequestKey
    ) -> ParcelNow:
        """Custody, ledger, the report to the back-end and, for what is missing, the holder told: all or none.

        A mismatch takes nothing in; that there was one is kept. Raises NotFound, StepNotAllowed,
        PiecesDoNotMatch, PiecesUnaccounted.
        """
        desk = self.desk
        async with desk.atomic():
            before = await desk.answers.recall(request, ParcelNow)
            if before is None:
                held = await desk.shipments.take(shipment)
                before = await self._take_in(staff, held, scan)
                await desk.shipments.save(held)
                await desk.answers.keep(request, before)
        if before.missing:
            raise PiecesDoNotMatch(str(shipment), missing=list(before.missing))
        return before

    async def _take_in(self, staff: StaffAccount, held: Shipment, scan: Scan) -> ParcelNow:
        desk, is_to_fetch = self.desk, held.is_to_fetch and held.way is Way.COURIER
        is_planned = held.state is ShipmentState.PLANNED
        try:
            held.scan([(one.kind, one.serial, one.number) for one in scan.found], scan.absent, at=desk.now())
        except PiecesDoNotMatch as error:
            held.mismatched_at = desk.now()
            await desk.ledger.append(parcel_note("certificate-mismatch", held, staff=staff.login))
            missing = error.data["missing"]
            assert isinstance(missing, list)  # noqa: S101 - as its constructor says, for the type checker
            return parcel_now(held, missing=tuple(missing))
        facts: dict[str, Fact] = {
            "pieces": len(scan.found),
            "here": sum(piece.custody is Custody.COUNTER for piece in held.pieces),
            "of": len(held.pieces),
        }
        await desk.ledger.append(parcel_note("certificate-scanned", held, staff=staff.login, **facts))
        await self.jobs.defer(ReportOriginals(held.shipment_id))
        if is_to_fetch and not is_planned:  # brought by its holder: nobody needs to come for it
            await self.cancel_collection.call_off(held)
        if any(piece.is_awaited for piece in held.pieces):
            await self._ask_for_the_rest(held.matter, held)
        return parcel_now(held)

    async def _ask_for_the_rest(self, matter: MatterId, held: Shipment) -> None:
        case = await self.cases.by_id(held.case)
        await self.tell_holder(matter, "certificate-wanted", {"item": self.catalogue.of_case(case).name})
