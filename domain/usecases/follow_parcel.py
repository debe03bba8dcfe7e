"""Follow a parcel (物流跟踪): what the courier says moves the shipment, and its arrival moves the case."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.kernel.ports import Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.shipments.outside import CourierNews
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Direction, Shipment, ShipmentState
from domain.usecases.close_matter import CloseMatter
from domain.usecases.parcel_step import parcel_step

# what ends with the certificate back in its holder's hands
SAID_NO = frozenset({CaseState.DENIED, CaseState.NOT_ACCEPTED})


@dataclass(frozen=True, slots=True)
class FollowParcel:
    shipments: Shipments
    cases: Cases
    close_matter: CloseMatter
    ledger: Ledger
    now: Clock

    async def __call__(self, held: Shipment, news: CourierNews) -> bool:
        """Shipment, case and ledger: all or none; inside atomic, the shipment held. True when it moved.

        Only 本人签收 is a delivery: a locker, a station or another's signature leaves the case as it is.
        """
        was = held.state
        held.learn(news, at=self.now())
        for event in news.events:
            before = held.state
            held.hear(event)
            if held.state is not before:
                await self.ledger.append(parcel_step(held, before, at=event.at.isoformat()))
        await self.shipments.save(held)
        if held.state is ShipmentState.DELIVERED_SELF and was is not ShipmentState.DELIVERED_SELF:
            await self._arrive(held)
        return held.state is not was

    async def _arrive(self, held: Shipment) -> None:
        """At our counter nothing ends by the courier's word: the scan does that."""
        match held.direction:
            case Direction.DELIVER:
                case = await self.cases.take(held.case)
                if case.state is CaseState.LICENSED:
                    case.delivered_at = held.delivered_at
                    await self._end(held, case, CaseState.DELIVERED, "licence-delivered")
            case Direction.GIVE_BACK:
                case = await self.cases.take(held.case)
                if case.state in SAID_NO:
                    await self._end(held, case, CaseState.CLOSED, "certificate-given-back")

    async def _end(self, held: Shipment, case: Case, to: CaseState, kind: str) -> None:
        before, after = case.move(to)
        await self.cases.save(case)
        facts: dict[str, Fact] = {
            "from": before.value,
            "to": after.value,
            "shipment": str(held.shipment_id),
        }
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=facts))
        if to is CaseState.CLOSED:
            await self.close_matter(case.matter)
