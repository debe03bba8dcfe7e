"""What kuaidi100's codes mean (物流状态): the track's with resultv2=4, and the order's own.

Source: api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc (track) and 63be699386292121d642ca3b (order), read
2026-11-21. 快递市场管理办法 (2024-03-01): no locker and no neighbour without the consent of the receiver.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

import msgspec

from domain.shipments.outside import ParcelEvent, ParcelState

BEIJING = timezone(timedelta(hours=8))
TRACK: Mapping[str, ParcelState] = {
    "0": ParcelState.IN_TRANSIT,
    "1": ParcelState.PICKED_UP,
    "2": ParcelState.PROBLEM,
    "3": ParcelState.DELIVERED_OTHER,  # 签收, and nobody says by whom
    "4": ParcelState.RETURNED,
    "5": ParcelState.OUT_FOR_DELIVERY,
    "6": ParcelState.RETURNING,
    "7": ParcelState.IN_TRANSIT,  # 转投
    "14": ParcelState.REFUSED,
    "101": ParcelState.ORDERED,
    "102": ParcelState.ACCEPTED,
    "103": ParcelState.PICKED_UP,
    "1001": ParcelState.IN_TRANSIT,
    "1002": ParcelState.IN_TRANSIT,
    "1003": ParcelState.IN_TRANSIT,
    "501": ParcelState.PARKED,  # 投柜或驿站
    "301": ParcelState.DELIVERED_SELF,  # 本人签收: the only one that counts as in person
    "302": ParcelState.DELIVERED_OTHER,  # 派件异常后签收: by whom is not said
    "303": ParcelState.DELIVERED_OTHER,  # 代签
    "304": ParcelState.PARKED,  # 投柜或站签收
    "401": ParcelState.CANCELLED,
    "210": ParcelState.CANCELLED,
    "203": ParcelState.REFUSED,
    **{str(code): ParcelState.PROBLEM for code in (201, 202, 204, 205, 206, 207, 208, 209)},
}
ORDER: Mapping[str, ParcelState] = {
    "0": ParcelState.ORDERED,
    "1": ParcelState.ACCEPTED,
    "2": ParcelState.ACCEPTED,
    "9": ParcelState.CANCELLED,
    "10": ParcelState.PICKED_UP,
    "11": ParcelState.PROBLEM,
    "12": ParcelState.RETURNED,
    "13": ParcelState.DELIVERED_OTHER,
    "14": ParcelState.PROBLEM,
    "99": ParcelState.CANCELLED,
    "101": ParcelState.IN_TRANSIT,
    "610": ParcelState.CANCELLED,  # no courier came of it: it may be ordered anew
}
SETTLED = frozenset({"15", "155"})  # money and weight: no step of the parcel


class Line(msgspec.Struct, rename="camel"):
    context: str
    ftime: str = ""
    time: str = ""
    status_code: str | None = None


def read_lines(lines: Iterable[Line]) -> tuple[ParcelEvent, ...]:
    """From the vendor's order, newest first, to ours. Raises ValueError for a bad time."""
    return tuple(_event(line) for line in reversed(list(lines)))


def _event(line: Line) -> ParcelEvent:
    code = line.status_code or ""
    at = datetime.strptime(line.ftime or line.time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    return ParcelEvent(TRACK.get(code, ParcelState.UNKNOWN), at, code, line.context)
