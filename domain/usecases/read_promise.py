"""Read one promise (承诺) at the desk: whose it is, the text as signed, what a check found."""

from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.kernel.ids import PromiseId
from domain.kernel.ports import Clock
from domain.parties.ports import Parties
from domain.promises.ports import Promises
from domain.promises.promise import Promise
from domain.staff.ports import StaffNames
from domain.usecases.compose_shown import called
from domain.usecases.promise_view import PromiseView, may_check, promise_view


@dataclass(frozen=True, slots=True)
class PromiseAtDesk:
    """`checked_by`: a colleague's name."""

    promise: PromiseView
    item_name: str
    party_name: str
    number: str | None
    may_check: bool
    checked_by: str
    checked_at: datetime | None
    check_note: str


@dataclass(frozen=True, slots=True)
class ReadPromise:
    cases: Cases
    promises: Promises
    parties: Parties
    catalogue: Catalogue
    calendars: Calendars
    names: StaffNames
    now: Clock

    async def __call__(self, promise: PromiseId) -> PromiseAtDesk:
        """Raises NotFound."""
        found = await self.promises.by_id(promise)
        return await self.at_desk(found, await self.cases.by_id(found.case))

    async def at_desk(self, found: Promise, case: Case) -> PromiseAtDesk:
        """Our own rows only, so it may stand inside atomic."""
        return PromiseAtDesk(
            promise_view(found, case, self.calendars.current(), self.now()),
            self.catalogue.of_case(case).name,
            called(await self.parties.by_id(case.party)),
            case.number,
            may_check(found, case),
            await self.names.called(found.checked_by),
            found.checked_at,
            found.check_note,
        )
