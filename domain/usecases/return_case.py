"""Ask for a return (退件): what was not made whole in time. The back-end returns it, by its own push."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import CaseRequests
from domain.cases.request import CaseRequest, RequestKind, RequestState
from domain.kernel.jobs import ReturnCase as TellReturn
from domain.kernel.ports import Clock, Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger

RETURNABLE = frozenset({CaseState.SUPPLEMENTING, CaseState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class ReturnCase:
    requests: CaseRequests
    ledger: Ledger
    jobs: Jobs
    now: Clock

    async def __call__(self, case: Case, *, reason: str) -> bool:
        """Inside atomic, the case held; once. `reason`: a code, «supplement-late», «promise-late».

        False where there is nothing to return any more, or it is asked for already.
        """
        known = await self.requests.of_case(case.case_id, RequestKind.RETURN)
        if case.state not in RETURNABLE or known is not None:
            return False
        asked = CaseRequest(case.case_id, RequestKind.RETURN, RequestState.ASKED, reason, self.now())
        await self.requests.put(asked)
        step = Step("return-asked", case.matter, case.case_id, facts={"reason": reason})
        await self.ledger.append(step)
        await self.jobs.defer(TellReturn(case.case_id))
        return True
