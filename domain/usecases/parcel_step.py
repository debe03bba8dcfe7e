"""How a shipment's (快递单) move is written into the ledger."""

from domain.ledger.entry import Fact, Step
from domain.shipments.shipment import Shipment
from domain.shipments.states import ShipmentState


def parcel_step(shipment: Shipment, before: ShipmentState, *, staff: str | None = None, **more: Fact) -> Step:
    """The move from `before` to where it is now; no word of who sends, carries or receives."""
    facts = {"from": before.value, "to": shipment.state.value, **more}
    return parcel_note(f"parcel-{shipment.state.value.replace('_', '-')}", shipment, staff=staff, **facts)


def parcel_note(kind: str, shipment: Shipment, *, staff: str | None = None, **more: Fact) -> Step:
    """Something else about a parcel, of that kind."""
    facts: dict[str, Fact] = {
        "shipment": str(shipment.shipment_id),
        "direction": shipment.direction.value,
        **more,
    }
    return Step(kind, shipment.matter, shipment.case, staff=staff, facts=facts)
