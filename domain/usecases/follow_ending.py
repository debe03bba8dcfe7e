"""Follow what a push leads to: what was asked for meanwhile is over, and what was collected goes back."""

from dataclasses import dataclass
from types import MappingProxyType

from domain.cases.case import UNGRANTED, Case, CaseState
from domain.cases.ports import CaseRequests
from domain.cases.request import CaseRequest, RequestKind, RequestState
from domain.catalogue.ports import Catalogue
from domain.decisions.push import BackEndPush
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.supplements.ports import Supplements
from domain.supplements.supplement import SupplementState
from domain.usecases.give_back_certificate import GiveBackCertificate
from domain.usecases.take_supplement import Tell

ENDS_IN = MappingProxyType(
    {RequestKind.WITHDRAWAL: CaseState.WITHDRAWN, RequestKind.RETURN: CaseState.RETURNED}
)
UNDECIDED = frozenset({CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class FollowEnding:
    """Inside atomic, the case held and already where the push led it."""

    supplements: Supplements
    requests: CaseRequests
    give_back: GiveBackCertificate
    catalogue: Catalogue
    tell: Tell
    ledger: Ledger

    async def __call__(self, case: Case, push: BackEndPush) -> None:
        if case.state is CaseState.SUPPLEMENTING:
            return
        await self._drop_supplements(case)
        if case.state in UNDECIDED:
            return
        for kind in RequestKind:
            request = await self.requests.of_case(case.case_id, kind)
            if request is not None and request.is_open:
                await self._end(case, request)
        if case.state in UNGRANTED:
            case.ended_at = push.at
            await self.give_back(case)
        if case.state is CaseState.RETURNED:
            await self.tell(case.matter, "case-returned", {"item": self.catalogue.of_case(case).name})

    async def _drop_supplements(self, case: Case) -> None:
        """Nobody is asked for what is not needed any more. What is on its way may still arrive."""
        over = {SupplementState.OPEN}
        if case.state not in UNDECIDED:
            over.add(SupplementState.GIVEN)
        for known in await self.supplements.of_case(case.case_id):
            if known.state in over:
                known.move(SupplementState.WITHDRAWN)
                await self.supplements.save(known)

    async def _end(self, case: Case, request: CaseRequest) -> None:
        """A decision that came first wins."""
        if case.state is ENDS_IN[request.kind]:
            request.move(RequestState.DONE)
        else:
            request.move(RequestState.REFUSED)
            request.refused_with = "decided-first"
            facts = {"kind": request.kind.value, "reason": "decided-first"}
            await self.ledger.append(Step("request-refused", case.matter, case.case_id, facts=facts))
        await self.requests.put(request)
