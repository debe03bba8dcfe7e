"""A parcel (快递单) as the person reads it: whose hands each certificate is in, and the way so far."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.shipments.carriers import CARRIERS
from domain.shipments.shipment import Direction, Shipment, ShipmentState

_PIECES = {"正本": "original", "副本": "duplicate"}
_WORDS = {
    ShipmentState.PLANNED: "即将预约快递员",
    ShipmentState.ORDERING: "正在预约快递员",
    ShipmentState.UNKNOWN: "正在与快递公司核实",
    ShipmentState.WITH_STAFF: "工作人员正在联系快递公司",
    ShipmentState.ORDERED: "已预约快递员",
    ShipmentState.ACCEPTED: "快递员已接单",
    ShipmentState.PICKED_UP: "已揽收",
    ShipmentState.IN_TRANSIT: "运输途中",
    ShipmentState.OUT_FOR_DELIVERY: "正在派送",
    ShipmentState.PARKED: "已存柜或驿站，尚未签收",
    ShipmentState.PROBLEM: "派送遇到问题",
    ShipmentState.DELIVERED_OTHER: "他人代收，尚未确认送达",
    ShipmentState.DELIVERED_SELF: "本人已签收",
    ShipmentState.SCANNED: "窗口已收到并核对",
    ShipmentState.REFUSED: "已拒收",
    ShipmentState.RETURNING: "退回途中",
    ShipmentState.RETURNED: "已退回",
    ShipmentState.CANCELLED: "已取消",
    ShipmentState.LOST: "快件遗失，工作人员会联系您",
}
_OF_COLLECTION = {
    ShipmentState.DELIVERED_SELF: "已送到窗口，等待核对",
    ShipmentState.DELIVERED_OTHER: "已送到窗口，等待核对",
    ShipmentState.PARKED: "已到窗口附近，等待领取",
}
_OF_RETURN = {ShipmentState.IN_TRANSIT: "旧证退还途中", ShipmentState.DELIVERED_SELF: "旧证已退还"}


@dataclass(frozen=True, slots=True)
class PieceView:
    """`kind`: original 正本 or duplicate 副本."""

    kind: str
    serial: str
    custody: str


@dataclass(frozen=True, slots=True)
class EventView:
    at: datetime
    text: str
    state: str


@dataclass(frozen=True, slots=True, repr=False)
class ParcelView:
    """`waybill`, `courier` and their phone, which they want to be called at, are empty until known."""

    shipment_id: UUID
    direction: str
    state: str
    state_text: str
    waybill: str
    carrier: str
    courier: str
    courier_phone: str
    pieces: tuple[PieceView, ...]
    events: tuple[EventView, ...]


def parcel_view(shipment: Shipment) -> ParcelView:
    return ParcelView(
        shipment.shipment_id,
        str(shipment.direction),
        str(shipment.state),
        _words(shipment),
        shipment.waybill,
        CARRIERS.get(shipment.carrier, shipment.carrier),
        shipment.courier_name,
        shipment.courier_phone.reveal() if shipment.courier_phone else "",
        tuple(
            PieceView(_PIECES.get(piece.kind, "original"), piece.serial, str(piece.custody))
            for piece in shipment.pieces
        ),
        tuple(EventView(event.at, event.text, str(event.state)) for event in shipment.events),
    )


def _words(shipment: Shipment) -> str:
    special = {Direction.COLLECT: _OF_COLLECTION, Direction.GIVE_BACK: _OF_RETURN}
    return special.get(shipment.direction, {}).get(shipment.state) or _WORDS[shipment.state]
