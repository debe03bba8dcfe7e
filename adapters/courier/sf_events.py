"""What SF Express says of a parcel (路由操作码): its codes and words, read the same asked for or pushed.

Source: community copies of the vendor's table, read 2026-11-22, as the table itself needs a login.
快递市场管理办法 (2024-03-01): no locker and no neighbour without the consent of the receiver.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone

import msgspec
import structlog

from domain.shipments.outside import ParcelEvent, ParcelState

BEIJING = timezone(timedelta(hours=8))
OPERATIONS: Mapping[str, ParcelState] = {
    "50": ParcelState.PICKED_UP,
    "30": ParcelState.IN_TRANSIT,
    "31": ParcelState.IN_TRANSIT,
    "3036": ParcelState.IN_TRANSIT,
    "99": ParcelState.IN_TRANSIT,  # 转寄
    "44": ParcelState.OUT_FOR_DELIVERY,
    "204": ParcelState.OUT_FOR_DELIVERY,
    "33": ParcelState.PROBLEM,
    "70": ParcelState.PROBLEM,
    "123": ParcelState.PARKED,  # 快递柜
    "130": ParcelState.PARKED,  # 驿站
    "607": ParcelState.DELIVERED_OTHER,  # 代理签收
    "80": ParcelState.DELIVERED_OTHER,  # 签收, and the code does not say by whom
    "8000": ParcelState.DELIVERED_OTHER,  # 签收明细, likewise
    "648": ParcelState.RETURNING,  # it turned round; where it arrives, goes by another waybill
}
SIGNED = frozenset({"80", "8000"})
# beside a code we do not know, the coarse state tells enough; a signature of nobody is nobody's own
COARSE: Mapping[str, ParcelState] = {
    "1": ParcelState.PICKED_UP,
    "2": ParcelState.IN_TRANSIT,
    "3": ParcelState.OUT_FOR_DELIVERY,
    "4": ParcelState.DELIVERED_OTHER,
}
CODE = re.compile(r"[0-9A-Za-z]{1,16}")
IN_PERSON = re.compile(r"本人签收|签收人[:：]\s*本人")
BY_OTHERS = re.compile("非本人|代收|代签|他人|柜|驿站|代理点|家人|前台|门卫|物业|同事|邻居")

log = structlog.get_logger(__name__)


EARLIEST = datetime(2000, 1, 1, tzinfo=BEIJING)


class Route(msgspec.Struct, rename="camel"):
    """One line of a parcel's way; all of it text, by whichever road it comes."""

    accept_time: str
    op_code: str
    remark: str = ""
    first_status_code: str | None = None


def read_routes(routes: Iterable[Route]) -> tuple[ParcelEvent, ...]:
    """Oldest first, whatever the vendor's order. Raises ValueError for a bad time or code."""
    return tuple(sorted(map(_event, routes), key=lambda event: event.at))


def _event(route: Route) -> ParcelEvent:
    at = datetime.strptime(route.accept_time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    if at < EARLIEST or not CODE.fullmatch(route.op_code):
        raise ValueError("route")
    return ParcelEvent(_state(route), at, route.op_code, route.remark)


def _state(route: Route) -> ParcelState:
    """本人签收 only where the carrier's words say so, and say nothing of anybody else."""
    if route.op_code in SIGNED and IN_PERSON.search(route.remark) and not BY_OTHERS.search(route.remark):
        return ParcelState.DELIVERED_SELF
    known = OPERATIONS.get(route.op_code) or COARSE.get(route.first_status_code or "")
    if known is None:
        log.warning("parcel-code-unknown", vendor="sf", code=route.op_code[:16])
    return known or ParcelState.UNKNOWN
