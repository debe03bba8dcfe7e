"""How grievances (错证、缺证、差评、投诉) are said to people."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.grievances.grievance import GrievanceKind, GrievanceState, Remedy

KIND_WORDS: Mapping[GrievanceKind, str] = MappingProxyType(
    {
        GrievanceKind.BAD_RATING: "差评整改",
        GrievanceKind.WRONG_CERTIFICATE: "错证",
        GrievanceKind.MISSING_CERTIFICATE: "缺证",
        GrievanceKind.COMPLAINT: "找茬吐槽",
    }
)
STATE_WORDS: Mapping[GrievanceState, str] = MappingProxyType(
    {
        GrievanceState.OPEN: "待答复",
        GrievanceState.ANSWERED: "已答复",
        GrievanceState.REOPENED: "已重新提出",
        GrievanceState.CLOSED: "已办结",
    }
)
REMEDY_WORDS: Mapping[Remedy, str] = MappingProxyType(
    {
        Remedy.CORRECTED: "已更正",
        Remedy.STANDS: "核实无误",
        Remedy.ISSUED: "已补发",
        Remedy.MENDED: "已整改",
        Remedy.EXPLAINED: "已说明",
    }
)
