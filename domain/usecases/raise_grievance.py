"""Raise a grievance: a certificate is wrong (错证) or missing (缺证), or something else was not right."""

from dataclasses import dataclass
from datetime import timedelta

from domain.decisions.ports import Decisions
from domain.grievances.grievance import About, GrievanceKind
from domain.grievances.refusals import GrievanceStands
from domain.kernel.ids import CaseId, LicenceId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.matters.ports import Matters
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.grievance_view import GrievanceView, grievance_view
from domain.usecases.open_grievance import OpenGrievance

MOST, WITHIN = 10, timedelta(hours=24)  # of one party: nobody floods the queue


@dataclass(frozen=True, slots=True)
class Complained:
    """What the person sent; `case`, `licence` and `field` where it is about one."""

    kind: GrievanceKind
    words: Free
    case: CaseId | None = None
    licence: LicenceId | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class RaiseGrievance:
    find_case: FindCase
    find_licence: FindLicence
    decisions: Decisions
    matters: Matters
    open_grievance: OpenGrievance
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(self, acting: Acting, said: Complained, request: RequestKey) -> GrievanceView:
        """Raises NotFound (also for another's case or licence), NotRepresentative, GrievanceStands,
        TooManyRequests, Unavailable."""
        about = await self._about(acting, said)
        opening = self.open_grievance
        now, calendar = opening.now(), opening.calendars.current()
        async with self.atomic():
            if before := await self.answers.recall(request, GrievanceView):
                return before
            if await opening.find(said.kind, acting.party, about):
                raise GrievanceStands(str(acting.party))
            if await opening.book.raised_since(acting.party, now - WITHIN) >= MOST:
                raise TooManyRequests(str(acting.party), retry_after=int(WITHIN.total_seconds()))
            made = await opening(said.kind, acting.party, about, said.words, acting=acting)
            view = grievance_view(made, calendar, now)
            await self.answers.keep(request, view)
        return view

    async def _about(self, acting: Acting, said: Complained) -> About:
        """The matter, through which the answer is told, is the case's, or else the party's newest. A case
        brings the licence it led to: its card reads 更正处理中 as well."""
        licence = said.licence
        if licence is not None:
            await self.find_licence(acting, licence, fresh=True)
        if said.case is not None:
            case = await self.find_case.by_office(acting, said.case)
            decision = await self.decisions.of_case(said.case)
            if licence is None and decision is not None and not said.field:
                licence = decision.licence
            return About(case.matter, said.case, licence, said.field)
        await self.find_case.check_authority(acting, fresh=True)
        known = await self.matters.of_holder(acting.party)
        return About(known[0].matter_id if known else None, None, licence, said.field)
