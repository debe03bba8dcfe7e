"""What a courier's vendor is told (快递下单内容): the same for a try, its repeat and the question after."""

from datetime import datetime, time

from domain.clock.clock import BEIJING
from domain.shipments.outside import CourierOrder, PickupWindow
from domain.shipments.ports import CallbackSecrets
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction

CARGO = "证件"  # printed on the waybill: what it is, not whose
# 快递市场管理办法 (2024-03-01): no locker, no station and no neighbour without the receiver's consent
REMARK = "本人签收，请勿投放快递柜或驿站，请勿代签"
REMARKS = {Direction.COLLECT: "上门收取证件，请与寄件人当面清点", Direction.DELIVER: REMARK}


def courier_order(held: Shipment, secrets: CallbackSecrets, *, public_url: str, at: datetime) -> CourierOrder:
    """`public_url`: scheme and host at which vendors reach us. There is no payer to name: the office pays."""
    address = callback_address(secrets, public_url=public_url)
    return CourierOrder(
        order_no=held.order_no,
        carrier=held.carrier,
        sender=held.sender,
        receiver=held.receiver,
        cargo=CARGO,
        pieces=len(held.pieces),
        remark=REMARKS.get(held.direction, REMARK),
        window=_window(held, at),
        callback_url=f"{address}/orders",
        track_url=f"{address}/tracks",
        salt=secrets.salt,
    )


def callback_address(secrets: CallbackSecrets, *, public_url: str) -> str:
    """Where the one vendor tells of this shipment that takes an address with each order."""
    return f"{public_url}/v1/callbacks/kuaidi100/{secrets.token}"


def _window(held: Shipment, at: datetime) -> PickupWindow | None:
    """The hours the person chose; once past, the courier comes as soon as possible."""
    if held.pickup_day is None or not held.pickup_window:
        return None
    start, _, end = held.pickup_window.partition("-")
    window = PickupWindow(held.pickup_day, time.fromisoformat(start), time.fromisoformat(end))
    return window if datetime.combine(window.day, window.end, BEIJING) > at else None
