"""End a delivery (送达): the certificate is in its holder's hands, so the case is delivered, or closed."""

from dataclasses import dataclass

from domain.cases.case import UNGRANTED, Case, CaseState
from domain.cases.ports import Cases
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.shipments.piece import Custody
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction
from domain.usecases.close_matter import CloseMatter


@dataclass(frozen=True, slots=True)
class EndDelivery:
    """Part of a transaction, the shipment held; who calls saves the shipment."""

    shipments: Shipments
    cases: Cases
    close_matter: CloseMatter
    ledger: Ledger

    async def __call__(self, held: Shipment, *, staff: str | None = None) -> None:
        """`staff`: the clerk who handed it over or was told. What comes to us ends by the scan, not so."""
        match held.direction:
            case Direction.DELIVER:
                case = await self.cases.take(held.case)
                if case.state is CaseState.LICENSED:
                    case.delivered_at = held.delivered_at
                    await self._end(held, case, CaseState.DELIVERED, "licence-delivered", staff)
            case Direction.GIVE_BACK:
                await self.settle_old(held, Custody.HOLDER)
                case = await self.cases.take(held.case)
                if case.state in UNGRANTED:
                    await self._end(held, case, CaseState.CLOSED, "certificate-given-back", staff)

    async def give_up(self, back: Shipment, *, staff: str) -> None:
        """What was to go back is lost, and its holder content with another way: the case ends."""
        await self.settle_old(back, Custody.MISSING)
        case = await self.cases.take(back.case)
        if case.state in UNGRANTED:
            await self._end(back, case, CaseState.CLOSED, "give-back-settled", staff)

    async def settle_old(self, back: Shipment, custody: Custody) -> None:
        """What went back is not at our counter any more, as the collection's own pieces say."""
        gone = {(piece.kind, piece.serial) for piece in back.pieces}
        for known in await self.shipments.of_case(back.case):
            if known.direction is not Direction.COLLECT:
                continue
            held = await self.shipments.take(known.shipment_id)
            for piece in held.pieces:
                if piece.custody is Custody.COUNTER and (piece.kind, piece.serial) in gone:
                    piece.custody = custody
            await self.shipments.save(held)

    async def _end(self, held: Shipment, case: Case, to: CaseState, kind: str, staff: str | None) -> None:
        before, after = case.move(to)
        await self.cases.save(case)
        facts: dict[str, Fact] = {
            "from": before.value,
            "to": after.value,
            "shipment": str(held.shipment_id),
        }
        await self.ledger.append(Step(kind, case.matter, case.case_id, staff=staff, facts=facts))
        if to is CaseState.CLOSED:
            await self.close_matter(case.matter)
