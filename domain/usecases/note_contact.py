"""Note that somebody spoke with who is not content (回访): owed within a working day of a bad rating."""

from dataclasses import dataclass

from domain.clock.ports import Calendars
from domain.grievances.grievance import Contact
from domain.grievances.ports import Grievances
from domain.kernel.ids import GrievanceId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.answer_grievance import refuse_unfit
from domain.usecases.grievance_days import place_in_queue
from domain.usecases.open_grievance import step_of
from domain.usecases.show_grievance import GrievanceForStaff, ShowGrievance


@dataclass(frozen=True, slots=True)
class NoteContact:
    grievances: Grievances
    calendars: Calendars
    show: ShowGrievance
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(
        self, staff: StaffAccount, grievance: GrievanceId, note: Free, request: RequestKey
    ) -> GrievanceForStaff:
        """Raises NotFound, HandledTheCase, StepNotAllowed, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, GrievanceForStaff):
                return before
            held = await self.grievances.take(grievance)
            await refuse_unfit(self.show.hands_in, staff, held)
            held.contact(Contact(note, staff.staff_id, self.show.now()))
            await self.grievances.save(held, due=place_in_queue(held, self.calendars.current()))
            await self.ledger.append(step_of(held, "grievance-contacted", staff=staff.login))
            view = await self.show.view(staff, held)
            await self.answers.keep(request, view)
        return view
