"""Find a bad rating malicious (恶意差评): noted by a chief with reasons; the rating stays as it was given."""

from dataclasses import dataclass

from domain.grievances.grievance import Malice
from domain.grievances.ports import Grievances
from domain.kernel.ids import GrievanceId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.answer_grievance import refuse_unfit
from domain.usecases.open_grievance import step_of
from domain.usecases.show_grievance import GrievanceForStaff, ShowGrievance


@dataclass(frozen=True, slots=True)
class FindMalice:
    """It is still answered: every bad rating is (国办发〔2019〕51号)."""

    grievances: Grievances
    show: ShowGrievance
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(
        self, staff: StaffAccount, grievance: GrievanceId, reason: Free, request: RequestKey
    ) -> GrievanceForStaff:
        """Raises NotFound, HandledTheCase, StepNotAllowed, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, GrievanceForStaff):
                return before
            held = await self.grievances.take(grievance)
            await refuse_unfit(self.show.hands_in, staff, held)
            held.find_malice(Malice(reason, staff.staff_id, self.show.now()))
            await self.grievances.save(held)
            await self.ledger.append(step_of(held, "grievance-found-malicious", staff=staff.login))
            view = await self.show.view(staff, held)
            await self.answers.keep(request, view)
        return view
