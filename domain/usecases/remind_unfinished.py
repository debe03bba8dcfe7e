"""Remind whoever said yes and left the form open (未确认表单提醒): once, then a clerk calls."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.forms.form import FormState
from domain.forms.ports import Forms
from domain.invitations.call import Call, ReplyKind
from domain.invitations.ports import Calls, Invitations, Ladders, Notices
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, Clock, NewId
from domain.usecases.tell_holder import TellHolder

PATIENCE = 3  # working days
AT_LEAST = timedelta(days=PATIENCE)
UNPUBLISHED = 2  # calendar days taken for one working day where the calendar is not known yet
RUNG = -1  # below every rung of the ladder
PAGE = 200


@dataclass(frozen=True, slots=True)
class RemindUnfinished:
    ladders: Ladders
    cases: Cases
    forms: Forms
    invitations: Invitations
    notices: Notices
    calls: Calls
    tell_holder: TellHolder
    catalogue: Catalogue
    calendars: Calendars
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self) -> int:
        """How many were reminded or handed to a clerk now."""
        since, after, done = self.now() - AT_LEAST, None, 0
        while True:
            page = await self.ladders.unfinished(since, after=after, size=PAGE)
            for case in page:
                async with self.atomic():
                    done += await self._look_at(case)
            if len(page) < PAGE:
                return done
            after = page[-1]

    async def _look_at(self, case_id: CaseId) -> bool:
        case = await self.cases.take(case_id)
        form = await self.forms.of_case(case_id)
        touched = max(case.intended_at, form.touched_at or case.intended_at)
        is_open = case.state is CaseState.INTENDED and form.state is FormState.READY
        if not is_open or not self._is_patient(touched):
            return False
        reminded = await self.notices.told_rung(case.matter, RUNG)
        if reminded is None:
            await self._remind(case)
            return True
        if not self._is_patient(max(touched, reminded)):
            return False
        phone = await self.notices.last_number(case.matter)
        call = Call(self.new_id(), phone, ReplyKind.UNFINISHED, self.now(), case.matter)
        return await self.calls.add(call, natural_key=f"unfinished/{case_id}")

    async def _remind(self, case: Case) -> None:
        values = {"item": self.catalogue.of_case(case).licence_type}
        last_day = (await self.invitations.of_matter(case.matter)).offer(case.item).last_day
        if last_day >= beijing_date(self.now()):
            values["day"] = last_day.isoformat()
        await self.tell_holder(case.matter, "form-unfinished", values, rung=RUNG)

    def _is_patient(self, since: datetime) -> bool:
        """Whether three working days have passed."""
        begun, today = beijing_date(since), beijing_date(self.now())
        passed = self.calendars.current().working_days_between(begun, today)
        return _days(begun, today) // UNPUBLISHED >= PATIENCE if passed is None else passed >= PATIENCE


def _days(begun: date, today: date) -> int:
    return (today - begun).days
