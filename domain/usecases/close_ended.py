"""Close what ended without a licence (归档): refused, returned or withdrawn, and nothing of theirs is out."""

from dataclasses import dataclass
from datetime import timedelta

from domain.cases.case import UNGRANTED, Case, CaseState
from domain.cases.ports import CaseLists, Cases
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.shipments.accounting import nothing_out
from domain.shipments.ports import Shipments
from domain.usecases.close_matter import CloseMatter
from domain.usecases.fetch_documents import DECIDED_BY

QUIET = timedelta(days=1)  # on the day itself it reads as what it is
PAGE = 100


@dataclass(frozen=True, slots=True)
class CloseEnded:
    """A chore: safe to run twice and in two workers, each case is looked at again once it is held."""

    cases: Cases
    lists: CaseLists
    shipments: Shipments
    decisions: Decisions
    close_matter: CloseMatter
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many were closed."""
        after: CaseId | None = None
        done = 0
        while page := await self.lists.ended(before=self.now() - QUIET, after=after, size=PAGE):
            for known in page:
                done += await self._close(known.case_id)
            after = page[-1].case_id
        return done

    async def _close(self, case: CaseId) -> bool:
        async with self.atomic():
            held = await self.cases.take(case)
            if held.state not in UNGRANTED or not await self._is_over(held):
                return False
            before, after = held.move(CaseState.CLOSED)
            await self.cases.save(held)
            facts = {"from": before.value, "to": after.value}
            await self.ledger.append(Step("case-closed", held.matter, case, facts=facts))
            await self.close_matter(held.matter)
        return True

    async def _is_over(self, case: Case) -> bool:
        """Both ways: theirs is in their hands, and the sealed decision is in ours."""
        if not nothing_out(await self.shipments.of_case(case.case_id)):
            return False
        decision = await self.decisions.of_case(case.case_id)
        if decision is None:
            return True
        kinds = {document.kind for document in await self.decisions.documents(case.case_id)}
        return DECIDED_BY[decision.result] in kinds
