"""The words for each step of a parcel (快递), whichever way it goes."""

from collections.abc import Mapping
from types import MappingProxyType

PARCELS: Mapping[str, str] = MappingProxyType(
    {
        "planned": "快递已安排",
        "ordering": "正在预约快递员",
        "unknown": "正在与快递公司核实",
        "with-staff": "工作人员正在联系快递公司",
        "ordered": "已预约快递员",
        "accepted": "快递员已接单",
        "picked-up": "快递已揽收",
        "in-transit": "快件运输中",
        "out-for-delivery": "快件派送中",
        "parked": "快件已存柜或驿站",
        "problem": "快件派送遇到问题",
        "delivered-self": "快件本人签收",
        "delivered-other": "快件他人代收",
        "scanned": "窗口已核对快件",
        "refused": "快件被拒收",
        "returning": "快件退回中",
        "returned": "快件已退回",
        "cancelled": "快递已取消",
        "lost": "快件遗失",
    }
)
