"""How a shipment's (快递单) move is written into the ledger."""

from domain.ledger.entry import Fact, Step
from domain.shipments.shipment import Shipment, ShipmentState


def parcel_step(shipment: Shipment, before: ShipmentState, **more: Fact) -> Step:
    """The move from `before` to where it is now; no word of who sends, carries or receives."""
    facts: dict[str, Fact] = {
        "shipment": str(shipment.shipment_id),
        "direction": shipment.direction.value,
        "from": before.value,
        "to": shipment.state.value,
        **more,
    }
    kind = f"parcel-{shipment.state.value.replace('_', '-')}"
    return Step(kind, shipment.matter, shipment.case, facts=facts)
