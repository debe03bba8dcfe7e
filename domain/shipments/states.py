"""How far a shipment (快递单) is: which way it goes, by what means, and what may follow what."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Direction(StrEnum):
    COLLECT = "collect"  # 回收旧证
    DELIVER = "deliver"  # 送达新证
    GIVE_BACK = "give_back"  # 退还旧证: after a no


class Way(StrEnum):
    """By what means. Only `courier` is ordered by us; of the others we hear when they are done."""

    COURIER = "courier"  # 快递员上门 or to the door
    SELF_POST = "self_post"  # 自寄
    COUNTER = "counter"  # 窗口交回, 窗口领取: from hand to hand


class ShipmentState(StrEnum):
    """Ours around the courier's: before an order, its unknown fate, and the scan at our counter."""

    PLANNED = "planned"
    ORDERING = "ordering"  # a try is out; found so after a crash, its fate is unknown
    UNKNOWN = "unknown"
    WITH_STAFF = "with_staff"  # too late to ask safely: a person calls the vendor
    ORDERED = "ordered"
    ACCEPTED = "accepted"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PARKED = "parked"
    PROBLEM = "problem"
    DELIVERED_OTHER = "delivered_other"
    DELIVERED_SELF = "delivered_self"
    SCANNED = "scanned"  # custody ended at our counter
    REFUSED = "refused"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


ON_THE_WAY = (
    ShipmentState.ACCEPTED,
    ShipmentState.PICKED_UP,
    ShipmentState.IN_TRANSIT,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.PARKED,
    ShipmentState.PROBLEM,
    ShipmentState.REFUSED,
    ShipmentState.RETURNING,
    ShipmentState.RETURNED,
    ShipmentState.DELIVERED_OTHER,
    ShipmentState.DELIVERED_SELF,
    ShipmentState.CANCELLED,
    ShipmentState.LOST,
)
FINAL = frozenset(
    {ShipmentState.SCANNED, ShipmentState.RETURNED, ShipmentState.CANCELLED, ShipmentState.LOST}
)
# no vendor has said yet that it takes the order
TO_ORDER = frozenset({ShipmentState.PLANNED, ShipmentState.ORDERING, ShipmentState.UNKNOWN})
NEXT: Mapping[ShipmentState, tuple[ShipmentState, ...]] = MappingProxyType(
    {
        # the courier's own signed word stands, also when we thought the order had not reached them; and
        # what is brought to the counter, posted or taken from it needs no order at all
        ShipmentState.PLANNED: (
            ShipmentState.ORDERING,
            ShipmentState.ORDERED,
            *ON_THE_WAY,
            ShipmentState.SCANNED,
        ),
        ShipmentState.ORDERING: (
            ShipmentState.PLANNED,
            ShipmentState.UNKNOWN,
            ShipmentState.ORDERED,
            ShipmentState.WITH_STAFF,
            *ON_THE_WAY,
        ),
        ShipmentState.UNKNOWN: (ShipmentState.ORDERED, ShipmentState.WITH_STAFF, *ON_THE_WAY),
        # a certificate that lies on our desk is there, whatever the courier's platform failed to say
        ShipmentState.WITH_STAFF: (ShipmentState.ORDERED, *ON_THE_WAY, ShipmentState.SCANNED),
        ShipmentState.ORDERED: (*ON_THE_WAY, ShipmentState.SCANNED),
        **{
            state: (*(other for other in ON_THE_WAY if other is not state), ShipmentState.SCANNED)
            for state in ON_THE_WAY
            if state not in FINAL
        },
    }
)
# asked for or about to be, and nobody has come yet
NOT_FETCHED = frozenset(
    {
        ShipmentState.PLANNED,
        ShipmentState.ORDERING,
        ShipmentState.UNKNOWN,
        ShipmentState.WITH_STAFF,
        ShipmentState.ORDERED,
        ShipmentState.ACCEPTED,
    }
)
