"""What the codes of EMS mean (邮件轨迹): those that public integrations show; any other moves nothing.

Source: traces in public repositories, read 2026-11-22 [not verified]. 704 is 妥投 and says not by whom: only
a delivery code that names the receiver would count as 本人签收, and no public list of them was found.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Annotated, TypeAlias

import msgspec

from domain.shipments.outside import ParcelEvent, ParcelState

BEIJING = timezone(timedelta(hours=8))
FIRST_YEAR, LAST_YEAR = 2000, 2999
STATES: Mapping[str, ParcelState] = {
    "203": ParcelState.PICKED_UP,  # 收寄
    "306": ParcelState.IN_TRANSIT,
    "389": ParcelState.IN_TRANSIT,
    "912": ParcelState.IN_TRANSIT,
    "954": ParcelState.IN_TRANSIT,
    "702": ParcelState.OUT_FOR_DELIVERY,  # 下段
    "704": ParcelState.DELIVERED_OTHER,  # 妥投, and nobody says into whose hands
    "705": ParcelState.PROBLEM,  # 未妥投
}
# words EMS writes into opDesc; they only ever make a delivery less than it says, never more
_LESS: Mapping[str, ParcelState] = {
    "退回": ParcelState.RETURNING,
    "拒收": ParcelState.REFUSED,
    "丰巢": ParcelState.PARKED,
    "驿站": ParcelState.PARKED,
    "快递柜": ParcelState.PARKED,
    "包裹柜": ParcelState.PARKED,
    "自提点": ParcelState.PARKED,
}
_TOLD = frozenset({ParcelState.DELIVERED_OTHER, ParcelState.PROBLEM})


# what cannot stand in a row of ours is nobody's number
Number: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{0,64}$")]


class Line(msgspec.Struct, rename="camel"):
    """One step. `waybill_no` and `order_no` stand in what they push."""

    op_code: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]{1,16}$")]
    op_time: str
    op_desc: Annotated[str, msgspec.Meta(max_length=500)] | None = ""
    waybill_no: Number | None = ""
    order_no: Number | None = ""


def read_lines(lines: Iterable[Line]) -> tuple[ParcelEvent, ...]:
    """Oldest first. Raises ValueError for a bad time."""
    return tuple(sorted((read_line(line) for line in lines), key=lambda event: event.at))


def read_line(line: Line) -> ParcelEvent:
    """Raises ValueError for a bad time."""
    at = datetime.strptime(line.op_time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError("year")
    text = line.op_desc or ""
    return ParcelEvent(_state(line.op_code, text), at, line.op_code, text)


def _state(code: str, text: str) -> ParcelState:
    known = STATES.get(code, ParcelState.UNKNOWN)
    if known not in _TOLD:
        return known
    return next((state for word, state in _LESS.items() if word in text), known)
