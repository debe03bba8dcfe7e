"""How a case's states are said to people. 办结 is said from `licensed` on and never before."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.cases.case import UNGRANTED, Case, CaseState

STATE_WORDS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.INTENDED: "已有办理意向",
        CaseState.WITH_STAFF: "转人工核实",
        CaseState.CONFIRMED: "已申报",
        CaseState.FILED: "已提交",
        CaseState.SUPPLEMENTING: "待补正",
        CaseState.ACCEPTED: "已受理",
        CaseState.NOT_ACCEPTED: "不予受理",
        CaseState.GRANTED: "准予许可，正在制证",
        CaseState.DENIED: "不予许可",
        CaseState.LICENSED: "已办结",
        CaseState.DELIVERED: "已送达",
        CaseState.CLOSED: "已归档",
        CaseState.RETURNED: "已退件",
        CaseState.WITHDRAWN: "已撤回",
        CaseState.REVOKED: "已撤销",
    }
)


def state_words(case: Case) -> str:
    """What ended without a licence still says so once it is closed."""
    words = STATE_WORDS[case.state]
    if case.state is CaseState.CLOSED and case.ended_as in UNGRANTED:
        return f"{words}（{STATE_WORDS[case.ended_as]}）"
    return words
