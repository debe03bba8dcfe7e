"""Every old piece (正本, 副本) of a case accounted for: what is in, what is lost, what is still out."""

from collections.abc import Iterable

from domain.shipments.piece import Custody, Piece
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState

OURS = frozenset({Custody.COURIER, Custody.COUNTER})


def collections(of_case: Iterable[Shipment]) -> list[Shipment]:
    """Those that bring old certificates: each piece is in exactly one of them."""
    return [one for one in of_case if one.direction is Direction.COLLECT]


def old_pieces(of_case: Iterable[Shipment]) -> list[Piece]:
    return [piece for one in collections(of_case) for piece in one.pieces]


def unaccounted(of_case: Iterable[Shipment]) -> list[Piece]:
    """Neither in our hands nor known to be lost."""
    return [piece for piece in old_pieces(of_case) if not piece.is_accounted]


def nothing_out(of_case: Iterable[Shipment]) -> bool:
    """No old piece is with us or a courier, and no courier may still fetch one."""
    brought = collections(of_case)
    is_asked_for = any(one.is_to_fetch for one in brought)
    return not is_asked_for and not any(piece.custody in OURS for one in brought for piece in one.pieces)


def still_open(shipment: Shipment) -> list[Piece]:
    """Of a collection that has ended: what is neither in nor registered as lost."""
    if shipment.direction is not Direction.COLLECT:
        return []
    return [
        piece
        for piece in shipment.pieces
        if piece.is_awaited or (piece.custody is Custody.MISSING and not piece.is_lost)
    ]


def is_settled(shipment: Shipment) -> bool:
    """Nothing is to be done about it any more, whatever becomes of its case."""
    match shipment.state:
        case ShipmentState.DELIVERED_SELF:
            return shipment.direction is not Direction.COLLECT
        case ShipmentState.SCANNED:
            return not still_open(shipment) and not any(piece.custody in OURS for piece in shipment.pieces)
        case ShipmentState.LOST if shipment.direction is Direction.COLLECT:
            return not still_open(shipment)
        case ShipmentState.LOST:
            return shipment.voided_at is not None
        case ShipmentState.CANCELLED | ShipmentState.RETURNED:
            return not shipment.pieces
    return False
