"""Tell the approval back-end (审批系统) how a case should end: 撤回 or 退件. Its own push ends it."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import CaseRequests, Cases
from domain.cases.request import CaseRequest, RequestKind, RequestState
from domain.decisions.outside import EndingDesk
from domain.decisions.push import PushStatus
from domain.kernel.ids import CaseId, CaseNumber, short
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.give_back_certificate import GiveBackCertificate

NOTHING_THERE = "nothing-there"
LEADS_TO = {RequestKind.WITHDRAWAL: PushStatus.WITHDRAWN, RequestKind.RETURN: PushStatus.RETURNED}


@dataclass(frozen=True, slots=True)
class TellEnding:
    """`kind`: which of the two this one tells."""

    kind: RequestKind
    cases: Cases
    requests: CaseRequests
    back_end: EndingDesk
    give_back: GiveBackCertificate
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, case: CaseId) -> None:
        """The back-end has the request, or would not have it; killed anywhere, it is done again.

        Raises Unavailable and Unknown, so that the worker tries again, asking first what became of the last.
        """
        claimed = await self._claim(case)
        if claimed is None:
            return
        known, request, was_tried = claimed
        number = known.number or await self._number(known)
        if number is None:
            await self._end_unfiled(case)
            return
        try:
            if not was_tried or await self.back_end.standing(number) is not LEADS_TO[self.kind]:
                await self._ask(number, request)
        except Refused as refused:
            await self._record(case, RequestState.REFUSED, refused.reason)
        else:
            await self._record(case, RequestState.TOLD)

    async def _claim(self, case: CaseId) -> tuple[Case, CaseRequest, bool] | None:
        """Whether a try went out before, and may have arrived."""
        async with self.atomic():
            held = await self.cases.take(case)
            request = await self.requests.of_case(case, self.kind)
            if request is None:
                return None
            if held.number is not None and request.refused_with == NOTHING_THERE:
                request.move(RequestState.ASKED)  # filed all the same
                request.refused_with = ""
                await self.requests.put(request)
            if request.state is not RequestState.ASKED:
                return None
            was_tried = request.tried_at is not None
            if not was_tried:
                request.tried_at = self.now()
                await self.requests.put(request)
            return held, request, was_tried

    async def _number(self, case: Case) -> CaseNumber | None:
        """A filing was tried, and nobody could say what became of it."""
        found = await self.back_end.ask(short("case", case.case_id))
        if found is None:
            return None
        async with self.atomic():
            held = await self.cases.take(case.case_id)
            held.number = found.number
            if held.state is CaseState.CONFIRMED:
                before, after = held.move(CaseState.FILED)
                held.filed_at = found.received_at
                facts = {"from": before.value, "to": after.value, "number": found.number}
                await self.ledger.append(Step("case-filed", held.matter, held.case_id, facts=facts))
            await self.cases.save(held)
        return found.number

    async def _ask(self, number: CaseNumber, request: CaseRequest) -> None:
        if self.kind is RequestKind.WITHDRAWAL:
            await self.back_end.ask_withdrawal(number, request.asked_at)
        else:
            await self.back_end.ask_return(number, request.reason, request.asked_at)

    async def _end_unfiled(self, case: CaseId) -> None:
        """Nothing is there to be told of. A filing that is under way all the same finds it withdrawn."""
        async with self.atomic():
            held = await self.cases.take(case)
            request = await self.requests.of_case(case, self.kind)
            if held.number is not None or request is None or request.state is not RequestState.ASKED:
                return
            if held.state is CaseState.CONFIRMED:
                before, after = held.move(CaseState.WITHDRAWN)
                held.ended_at = self.now()
                await self.cases.save(held)
                facts = {"from": before.value, "to": after.value}
                await self.ledger.append(Step("case-withdrawn", held.matter, case, facts=facts))
                await self.give_back(held)
            request.move(RequestState.DONE)
            request.refused_with = NOTHING_THERE
            await self.requests.put(request)

    async def _record(self, case: CaseId, to: RequestState, reason: str = "") -> None:
        """Their push may have been quicker: then it has said how it ended."""
        async with self.atomic():
            held = await self.cases.take(case)
            request = await self.requests.of_case(case, self.kind)
            if request is None or request.state is not RequestState.ASKED:
                return
            if to is RequestState.TOLD and held.state in (CaseState.WITHDRAWN, CaseState.CLOSED):
                to = RequestState.DONE  # withdrawn here before it was known there
            request.move(to)
            request.refused_with = reason
            await self.requests.put(request)
            kind = "request-refused" if to is RequestState.REFUSED else "request-told"
            facts = {"kind": self.kind.value} | ({"reason": reason} if reason else {})
            await self.ledger.append(Step(kind, held.matter, case, facts=facts))
