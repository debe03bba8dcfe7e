"""Reopen a grievance (重新提出): the answer does not do. It goes to the chiefs, and its days run anew."""

from dataclasses import dataclass

from domain.clock.ports import Calendars
from domain.grievances.grievance import Utterance
from domain.grievances.ports import Grievances
from domain.kernel.ids import GrievanceId
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.ports import Ledger
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.grievance_days import place_in_queue
from domain.usecases.grievance_view import GrievanceView, grievance_view
from domain.usecases.open_grievance import step_of


@dataclass(frozen=True, slots=True)
class ReopenGrievance:
    check_authority: CheckAuthority
    grievances: Grievances
    calendars: Calendars
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, acting: Acting, grievance: GrievanceId, words: Free, request: RequestKey
    ) -> GrievanceView:
        """Raises NotFound, NotRepresentative, ReopeningTooLate, StepNotAllowed, Unavailable."""
        await self.check_authority(acting, fresh=True)
        now, calendar = self.now(), self.calendars.current()
        async with self.atomic():
            if before := await self.answers.recall(request, GrievanceView):
                return before
            held = await self.grievances.take(grievance)
            if held.party != acting.party:
                raise NotFound(str(grievance))
            held.reopen(Utterance(words, now))
            await self.grievances.save(held, due=place_in_queue(held, calendar))
            await self.ledger.append(step_of(held, "grievance-reopened", acting=acting))
            view = grievance_view(held, calendar, now)
            await self.answers.keep(request, view)
        return view
