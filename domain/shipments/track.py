"""The track (轨迹): which event is known already, and which one tells of something later than all we know."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from domain.shipments.outside import ParcelEvent, ParcelState

RANK: Mapping[ParcelState, int] = MappingProxyType(
    {
        ParcelState.ORDERED: 0,
        ParcelState.ACCEPTED: 1,
        ParcelState.PROBLEM: 1,  # a pick-up that failed is followed by another try
        ParcelState.PICKED_UP: 2,
        ParcelState.IN_TRANSIT: 3,
        ParcelState.OUT_FOR_DELIVERY: 4,
        ParcelState.PARKED: 5,
        ParcelState.REFUSED: 5,
        ParcelState.DELIVERED_OTHER: 6,
        ParcelState.DELIVERED_SELF: 7,
        ParcelState.RETURNING: 8,
        ParcelState.RETURNED: 9,
        ParcelState.CANCELLED: 9,
        ParcelState.LOST: 9,
    }
)
"""Which of two events told for one and the same moment is the later one."""


def key(event: ParcelEvent) -> tuple[datetime | None, str]:
    """What makes two events of one parcel the same one."""
    return (None if is_of_order(event) else event.at, event.code)


def is_of_order(event: ParcelEvent) -> bool:
    """Whether it is a step of the order, not of the parcel's track."""
    return event.code.startswith("order:")


def is_forward(event: ParcelEvent, known: Sequence[ParcelEvent]) -> bool:
    """Whether `event` tells of something later than all that is `known`; an unknown code never does.

    Steps of the order carry the time we heard of them, which is later than the carrier's own time of the same
    thing: once the track tells of the pick-up, they are history only.
    """
    if event.state is ParcelState.UNKNOWN:
        return False
    told = [one for one in known if one.state is not ParcelState.UNKNOWN]
    track = [one for one in told if not is_of_order(one)]
    if is_of_order(event):
        is_picked_up = any(RANK[one.state] >= RANK[ParcelState.PICKED_UP] for one in track)
        return not is_picked_up and all(RANK[one.state] <= RANK[event.state] for one in told)
    if track:
        return _moment(event) >= max(_moment(one) for one in track)
    return all(one.at <= event.at or RANK[one.state] <= RANK[event.state] for one in told)


def _moment(event: ParcelEvent) -> tuple[datetime, int]:
    return event.at, RANK[event.state]
