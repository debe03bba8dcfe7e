"""Answer a grievance (答复): what was found and done, told to the person; a disputed form goes on."""

from dataclasses import dataclass

from domain.grievances.grievance import Answer, Grievance, Remedy
from domain.grievances.ports import Grievances
from domain.kernel.ids import GrievanceId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.staff.account import StaffAccount
from domain.usecases.announce_answer import AnnounceAnswer
from domain.usecases.hands_in import HandledTheCase, HandsIn
from domain.usecases.settle_dispute import SettleDispute
from domain.usecases.show_grievance import GrievanceForStaff, ShowGrievance, may_answer


async def refuse_unfit(hands_in: HandsIn, staff: StaffAccount, grievance: Grievance) -> None:
    """Raises HandledTheCase: for who had a hand in it, and for whom it was not handed to."""
    await hands_in.refuse(staff, grievance.handled_by)
    if not may_answer(staff, grievance):
        raise HandledTheCase(str(grievance.grievance_id))


@dataclass(frozen=True, slots=True)
class AnswerGrievance:
    """Answer, form, ledger, notice and the kept answer: all or none."""

    grievances: Grievances
    hands_in: HandsIn
    settle_dispute: SettleDispute
    announce: AnnounceAnswer
    show: ShowGrievance
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(
        self, staff: StaffAccount, grievance: GrievanceId, text: Free, remedy: Remedy, request: RequestKey
    ) -> GrievanceForStaff:
        """Raises NotFound, HandledTheCase, RemedyNotFitting, StepNotAllowed, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, GrievanceForStaff):
                return before
            found = await self.grievances.by_id(grievance)
            # matter and case first, as everybody holds them
            await self.settle_dispute.hold(found)
            held = await self.grievances.take(grievance)
            await refuse_unfit(self.hands_in, staff, held)
            held.answer(Answer(text, remedy, staff.staff_id, self.show.now()))
            await self.grievances.save(held)
            await self.settle_dispute(held, remedy, staff=staff.login)
            await self.announce(held, remedy, staff=staff.login)
            view = await self.show.view(staff, held)
            await self.answers.keep(request, view)
        return view
