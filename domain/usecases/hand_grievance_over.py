"""Hand a grievance over (转交): to a named colleague who may answer it, or to the chiefs."""

from dataclasses import dataclass, replace

from domain.grievances.grievance import Grievance, Handover
from domain.grievances.ports import Grievances
from domain.kernel.ids import GrievanceId, StaffId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.ports import Evidence, Ledger
from domain.staff.account import Role, StaffAccount
from domain.staff.concerns import Work
from domain.staff.ports import Accounts
from domain.usecases.check_remit import CheckRemit
from domain.usecases.hands_in import HandledTheCase
from domain.usecases.open_grievance import step_of
from domain.usecases.show_grievance import GrievanceForStaff, ShowGrievance, may_answer


@dataclass(frozen=True, slots=True)
class HandGrievanceOver:
    grievances: Grievances
    accounts: Accounts
    show: ShowGrievance
    check_remit: CheckRemit
    ledger: Ledger
    evidence: Evidence
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(
        self, staff: StaffAccount, grievance: GrievanceId, to: str, reason: Free, request: RequestKey
    ) -> GrievanceForStaff:
        """`to`: a login, or empty for the chiefs; the reason is for who answers, its digest in the ledger.

        Raises NotFound (also for a colleague who is none, may not answer, or is of other bodies),
        HandledTheCase (the colleague had a hand in the case, or it is somebody else's to answer),
        StepNotAllowed, IdempotencyKeyReused.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, GrievanceForStaff):
                return before
            held = await self.grievances.take(grievance)
            if not may_answer(staff, held):  # what is the chiefs' or a colleague's is nobody else's to give
                raise HandledTheCase(str(grievance))
            colleague = await self._colleague(to, held)
            held.hand_over(Handover(reason, staff.staff_id, self.show.now(), colleague))
            await self.grievances.save(held)
            step = step_of(held, "grievance-handed-over", staff=staff.login, to=to or "chiefs")
            kept = await self.evidence.keep("handover", reason.reveal().encode(), matter=step.matter)
            await self.ledger.append(replace(step, evidence=kept))
            view = await self.show.view(staff, held)
            await self.answers.keep(request, view)
        return view

    async def _colleague(self, to: str, grievance: Grievance) -> StaffId | None:
        if not to:
            return None
        found = await self.accounts.staff_by_login(to)
        if not found.roles & {Role.CLERK, Role.CHIEF}:
            raise NotFound(to)
        await self.check_remit(found, Work.GRIEVANCE, grievance.grievance_id)
        await self.show.hands_in.refuse(found, grievance.handled_by)
        return found.staff_id
