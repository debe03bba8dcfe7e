"""A parcel (快递单) as the person reads it: whose hands each certificate is in, and the way so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.shipments.carriers import CARRIERS, CERTIFICATE, lawful
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.piece import Absent, Custody, Piece
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState, Way

TEXT_LONGEST = 500
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
_BY_HAND = {
    (Direction.COLLECT, Way.SELF_POST): "等您寄出旧证",
    (Direction.COLLECT, Way.COUNTER): "等您把旧证交到窗口",
    (Direction.DELIVER, Way.COUNTER): "新证已备好，等您到窗口领取",
    (Direction.GIVE_BACK, Way.COUNTER): "旧证在窗口，等您来取",
}
_AT_COUNTER = {Direction.DELIVER: "已在窗口领取", Direction.GIVE_BACK: "旧证已在窗口退还"}
_REASONS = {
    Absent.NOT_HANDED_OVER: "未交",
    Absent.LOST_DECLARED: "已遗失，收到遗失声明",
    Absent.OTHER_PARCEL: "在另一件快递里",
}


@dataclass(frozen=True, slots=True)
class PieceView:
    """`kind`: original 正本 or duplicate 副本."""

    kind: str
    serial: str
    custody: str
    reason: str = ""  # absent in answers kept before there were reasons
    reason_text: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    at: datetime
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The counter to send or come to, which is public."""

    name: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True, repr=False)
class ParcelView:
    """`waybill`, `courier` and their phone, which they want to be called at, are empty until known.

    `carriers`: who may carry it, where its holder chooses.
    """

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
    way: str = "courier"  # absent in answers kept before there were others
    attempt: int = 1
    place: PlaceView | None = None
    carriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelNow:
    """A parcel after somebody acted on it. `missing`: what did not match, where a scan was refused for it."""

    shipment_id: UUID
    state: str
    state_text: str
    pieces: tuple[PieceView, ...]
    missing: tuple[str, ...] = ()


def parcel_view(shipment: Shipment, document_class: str = CERTIFICATE) -> ParcelView:
    """`document_class`: what is in it, for which carriers somebody may post it with."""
    return ParcelView(
        shipment.shipment_id,
        str(shipment.direction),
        str(shipment.state),
        _words(shipment),
        shipment.waybill,
        carried_by(shipment),
        shipment.courier_name,
        shipment.courier_phone.reveal() if shipment.courier_phone else "",
        pieces_view(shipment),
        tuple(EventView(event.at, _told(event), str(event.state)) for event in shipment.events),
        str(shipment.way),
        shipment.attempt,
        _counter(shipment),
        tuple(sorted(lawful(document_class))) if shipment.way is Way.SELF_POST else (),
    )


def _told(event: ParcelEvent) -> str:
    """The carrier's own words; where it had none, what its code means."""
    if event.state is ParcelState.UNKNOWN:
        return event.text[:TEXT_LONGEST] or "物流信息有更新"
    return event.text[:TEXT_LONGEST] or _WORDS[ShipmentState(event.state.value)]


def _counter(shipment: Shipment) -> PlaceView | None:
    """Where people bring, send or fetch it by themselves."""
    if shipment.way is Way.COURIER:
        return None
    there = shipment.receiver if shipment.direction is Direction.COLLECT else shipment.sender
    return PlaceView(there.name.reveal(), there.address.reveal(), there.phone.reveal())


def parcel_now(shipment: Shipment, *, missing: tuple[str, ...] = ()) -> ParcelNow:
    return ParcelNow(
        shipment.shipment_id, str(shipment.state), _words(shipment), pieces_view(shipment), missing
    )


def pieces_view(shipment: Shipment) -> tuple[PieceView, ...]:
    return tuple(
        PieceView(
            _PIECES.get(piece.kind, "original"),
            piece.serial,
            str(piece.custody),
            str(piece.reason or ""),
            _why(piece),
        )
        for piece in shipment.pieces
    )


def carried_by(shipment: Shipment) -> str:
    """What people call whoever carries it."""
    if shipment.way is Way.COUNTER:
        return "窗口"
    if shipment.way is Way.SELF_POST and not shipment.waybill:
        return "自寄"
    return CARRIERS.get(shipment.carrier, shipment.carrier)


def _why(piece: Piece) -> str:
    if piece.reason is None:
        return ""
    return "寄送途中遗失，已登记" if piece.custody is Custody.MISSING else _REASONS[piece.reason]


def _words(shipment: Shipment) -> str:
    if shipment.state is ShipmentState.SCANNED:
        return _scanned(shipment.pieces)
    by_hand = _BY_HAND.get((shipment.direction, shipment.way))
    if by_hand and shipment.state is ShipmentState.PLANNED:
        return by_hand
    if shipment.way is Way.COUNTER and shipment.state is ShipmentState.DELIVERED_SELF:
        return _AT_COUNTER.get(shipment.direction, _WORDS[shipment.state])
    special = {Direction.COLLECT: _OF_COLLECTION, Direction.GIVE_BACK: _OF_RETURN}
    return special.get(shipment.direction, {}).get(shipment.state) or _WORDS[shipment.state]


def _scanned(pieces: Sequence[Piece]) -> str:
    """«3件中的2件»: whoever looks must not believe that all is there."""
    if pieces and all(piece.custody is Custody.VOID or piece.is_lost for piece in pieces):
        return "旧证已作废"
    absent = sum(piece.custody is Custody.ABSENT for piece in pieces)
    if absent:
        return f"窗口已收到{len(pieces)}件中的{len(pieces) - absent}件"
    return _WORDS[ShipmentState.SCANNED]
