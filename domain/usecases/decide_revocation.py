"""Sign a revocation (签发撤销) or give it up: another than who prepared it, once the person was heard."""

from dataclasses import dataclass
from typing import Literal

from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.decisions.checking import Revocations
from domain.kernel.ids import RevocationId
from domain.kernel.jobs import AskRevocation
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.show_revocation import RevocationView, ShowRevocation

KINDS = {"sign": "revocation-signed", "drop": "revocation-dropped"}


@dataclass(frozen=True, slots=True)
class DecideRevocation:
    """Signed, the back-end is asked by a job; its own sealed decision alone revokes."""

    cases: Cases
    revocations: Revocations
    show: ShowRevocation
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self,
        staff: StaffAccount,
        revocation: RevocationId,
        decision: Literal["sign", "drop"],
        note: Free | None,
        request: RequestKey,
    ) -> RevocationView:
        """Raises NotFound, RevokerIsPreparer, HearingNotOver, StepNotAllowed, IdempotencyKeyReused."""
        at = self.now()
        async with self.atomic():
            if before := await self.answers.recall(request, RevocationView):
                return before
            case = await self.cases.take((await self.revocations.by_id(revocation)).case)
            held = await self.revocations.by_id(revocation)
            if decision == "sign":
                held.sign(by=staff.staff_id, at=at, today=beijing_date(at), note=note)
                await self.jobs.defer(AskRevocation(revocation))
            else:
                held.drop(by=staff.staff_id, at=at, note=note)
            await self.revocations.save(held)
            facts = {"revocation": str(revocation)}
            step = Step(KINDS[decision], case.matter, case.case_id, staff=staff.login, facts=facts)
            await self.ledger.append(step)
            view = await self.show.view(held)
            await self.answers.keep(request, view)
        return view
