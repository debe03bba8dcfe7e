"""What we ask the back-end (审批系统) to do about a case: 撤回 or 退件. It alone does it, by its own push."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.kernel.ids import CaseId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed


class DecidedAlready(Refusal):
    """Whoever was first: what is decided stands, and is fought by its remedies."""

    code, title = "decided-already", "审批结果已经作出，不能撤回"
    advice = "请刷新页面查看结果；如对结果不服，可按决定书载明的途径救济"


class RequestKind(StrEnum):
    WITHDRAWAL = "withdrawal"  # 撤回, by the person
    RETURN = "return"  # 退件: something did not come in time


class RequestState(StrEnum):
    ASKED = "asked"
    TOLD = "told"  # the back-end has it; its push is awaited
    REFUSED = "refused"  # a decision came first, or it will not
    DONE = "done"


NEXT: dict[RequestState, tuple[RequestState, ...]] = {
    RequestState.ASKED: (RequestState.TOLD, RequestState.REFUSED, RequestState.DONE),
    RequestState.TOLD: (RequestState.REFUSED, RequestState.DONE),
    # filed all the same: a try of before arrived after we had seen nothing there
    RequestState.DONE: (RequestState.ASKED,),
    RequestState.REFUSED: (RequestState.ASKED,),
}


@dataclass(slots=True)
class CaseRequest:
    """`reason`: a code («by-person», «supplement-late»); `refused_with`: the back-end's own code."""

    case: CaseId
    kind: RequestKind
    state: RequestState
    reason: str
    asked_at: datetime
    tried_at: datetime | None = None  # a try is out, or was when we were killed
    refused_with: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in (RequestState.ASKED, RequestState.TOLD)

    def move(self, to: RequestState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT[self.state]:
            raise StepNotAllowed(f"{self.case} {self.kind}: {self.state} → {to}")
        self.state = to
