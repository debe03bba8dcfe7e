"""What only days would bring about, for the demonstration's morning; refused outside the sandbox.

Two cases are made older: when one was accepted (受理), when the other's supplement (补正) was asked for, and
what came before on the way of each. Nothing else is touched, the ledger least of all. The recheck (抽查) is
drawn by the office's own chore, for which the week of the decision lies one week back.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.rows.supplements import SupplementRow
from bff.cli.data import opened
from bff.settings import Settings
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.decisions.checking import Rechecks
from domain.decisions.recheck import Granted, Recheck
from domain.kernel.ids import CaseId, RecheckId, unshort
from domain.kernel.remit import EVERY_BODY, Remit

PROMISED, CORRECTION = 20, 10  # working days of the two items played with
FARTHEST = 60  # days back at most
WEEK = timedelta(days=7)
ON_THE_WAY = ("intended_at", "confirmed_at", "filing_tried_at", "filed_at", "materials_put_at", "accepted_at")


async def days_pass(settings: Settings, *, accepted: str, supplemented: str) -> None:
    """The first case has to be decided today, or on the next working day when today is none: its light is
    yellow. The second one's supplement is to be answered by the next working day; rechecks are drawn. Raises
    ValueError outside the sandbox.
    """
    if settings.is_production:
        raise ValueError("only the sandbox makes anything older")
    async with opened(settings) as house:
        today, calendar = beijing_date(house.core.now()), CalendarFile().current()
        began = _begun(today - timedelta(days=1), calendar, PROMISED)
        case = await CaseRow.get(id=unshort("case", accepted))
        if began is not None and case.accepted_at is not None:
            await make_older(case, beijing_date(case.accepted_at) - began)
        told = _begun(today, calendar, CORRECTION)
        asked = await SupplementRow.get_or_none(case_id=unshort("case", supplemented), state="open")
        if told is not None and asked is not None:
            older = beijing_date(asked.told_at) - told
            earlier = {"told_at": asked.told_at - older, "asked_at": asked.asked_at - older}
            await SupplementRow.filter(id=asked.id).update(**earlier)
            await make_older(await CaseRow.get(id=asked.case_id), older)
        draw = house.office.instant.draw_sample
        await replace(draw, rechecks=_OfLastWeek(draw.rechecks))()


@dataclass(frozen=True, slots=True)
class _OfLastWeek(Rechecks):
    """The week is over: of each item at least one is drawn."""

    kept: Rechecks

    async def granted_since(self, since: datetime) -> tuple[Granted, ...]:
        return tuple(replace(one, week=one.week - WEEK) for one in await self.kept.granted_since(since))

    async def add(self, recheck: Recheck) -> bool:
        return await self.kept.add(recheck)

    async def take(self, recheck: RecheckId) -> Recheck:
        return await self.kept.take(recheck)

    async def by_id(self, recheck: RecheckId) -> Recheck:
        return await self.kept.by_id(recheck)

    async def of_case(self, case: CaseId) -> Recheck | None:
        return await self.kept.of_case(case)

    async def save(self, recheck: Recheck) -> None:
        await self.kept.save(recheck)

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Recheck, ...]]:
        return await self.kept.waiting(size=size, remit=remit)


def _begun(since: date, calendar: WorkingCalendar, days: int) -> date | None:
    """The day from which so many working days end on the first one after `since`."""
    last = calendar.add_working_days(since, 1)
    for back in range(days, FARTHEST):
        day = since + timedelta(days=1 - back)
        if calendar.add_working_days(day, days) == last:
            return day
    return None


async def make_older(case: CaseRow, by: timedelta) -> None:
    """Whoever applied did so before the office took it up."""
    known = {name: getattr(case, name) for name in ON_THE_WAY}
    await CaseRow.filter(id=case.id).update(**{name: at - by for name, at in known.items() if at})
