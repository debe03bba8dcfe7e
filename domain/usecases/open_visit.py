"""Open a visit (窗口办理): who stands at the desk, by their identity card and the population register."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from domain.clock.clock import beijing_date
from domain.counter.ports import Visits
from domain.counter.visit import (
    GUARDIAN,
    LIFE,
    BirthdayNeeded,
    Companion,
    DocumentNotSeen,
    GuardianNeeded,
    IdentityNotMatched,
    Visit,
    VisitKind,
    is_of_age,
)
from domain.kernel.documents import NumberKind, Paper, PaperKind, paper
from domain.kernel.identifiers import EARLIEST_BIRTH
from domain.kernel.ids import PartyId, VisitId
from domain.kernel.party import Party
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.matters.matter import Matter
from domain.parties.outside import PopulationRegister
from domain.parties.ports import Parties
from domain.staff.account import StaffAccount
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.find_visit_matter import CameFor, FindVisitMatter
from domain.usecases.record_steps import RecordSteps
from domain.usecases.visit_view import VisitView, visit_view

PURPOSE = "窗口核验办事人身份"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the clerk typed off the card, and what they vouch for with their name."""

    desk: str
    name: PersonName
    number: str
    document: PaperKind
    seen_original: bool
    portrait_matches: bool
    came_for: CameFor
    helper: Companion | None = None
    state: str = ""  # who issued a passport, in the letters printed on it
    born: date | None = None  # off a document whose number does not say it


@dataclass(frozen=True, slots=True)
class OpenVisit:
    find_matter: FindVisitMatter
    population: PopulationRegister
    parties: Parties
    check_authority: CheckAuthority
    visits: Visits
    record_steps: RecordSteps
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, staff: StaffAccount, arrival: Arrival, request: RequestKey) -> VisitView:
        """The visit, its evidence and ledger entry; what was open for the person elsewhere is over.

        Raises DocumentNotSeen, BirthdayNeeded, IdentifierInvalid, GuardianNeeded, NotFound,
        AddressCodeMistyped, IdentityNotMatched, NotRepresentative (the person may not act for whom the matter
        is about), Refused, Unavailable.
        """
        shown = _checked(arrival, beijing_date(self.now()))
        matter = await self.find_matter(arrival.came_for)
        if is_registered(shown) and await self._match(arrival.name, shown.number) != "match":
            raise IdentityNotMatched
        async with self.atomic():
            person = await self.parties.remember_person(arrival.name, shown.number, mark=shown.mark)
        now = self.now()
        visit = Visit(
            VisitId(self.new_id()),
            VisitKind.COUNTER,
            staff.staff_id,
            staff.login,
            arrival.desk,
            person.party_id,
            None if matter is None else matter.holder,
            None if matter is None else matter.matter_id,
            now,
            now + LIFE,
            is_helped=arrival.helper is not None,
        )
        await self.check_authority(visit.acting(visit.party), fresh=True)
        async with self.atomic():
            if before := await self.answers.recall(request, VisitView):
                return before
            await self._end_others(person.party_id, now)
            await self.visits.add(visit)
            await self.record_steps("visit", _evidence(arrival, shown), _step(visit, matter, arrival, shown))
            view = visit_view(visit, person, now, clerk=staff.name)
            await self.answers.keep(request, view)
        return view

    async def _match(self, name: PersonName, number: DocumentNumber) -> str:
        return await self.population.matches(name, number, purpose=PURPOSE)

    async def _end_others(self, person: PartyId, now: datetime) -> None:
        for other in await self.visits.end_others(person, now):
            facts = {"visit": str(other.visit_id), "why": "elsewhere"}
            step = Step(
                "visit-ended", other.matter, staff=other.login, acting=other.acting(None), facts=facts
            )
            await self.record_steps.ledger.append(step)


@dataclass(frozen=True, slots=True)
class OpenPhoneVisit:
    """While they talk: the clerk reads one matter's forms and fills them in. Nobody is identified by it."""

    find_matter: FindVisitMatter
    parties: Parties
    visits: Visits
    record_steps: RecordSteps
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, staff: StaffAccount, came_for: CameFor, request: RequestKey) -> VisitView:
        """Raises NotFound, for no matter at all as well; AddressCodeMistyped."""
        matter = await self.find_matter(came_for)
        holder = await self._holder(matter)
        now = self.now()
        visit = Visit(
            VisitId(self.new_id()),
            VisitKind.PHONE,
            staff.staff_id,
            staff.login,
            "",
            holder.party_id,
            holder.party_id,
            None if matter is None else matter.matter_id,
            now,
            now + LIFE,
        )
        async with self.atomic():
            if before := await self.answers.recall(request, VisitView):
                return before
            await self.visits.add(visit)
            facts = {"visit": str(visit.visit_id), "company": "phone"}
            step = Step("visit-opened", visit.matter, staff=staff.login, facts=facts)
            await self.record_steps.ledger.append(step)
            view = visit_view(visit, holder, now, clerk=staff.name)
            await self.answers.keep(request, view)
        return view

    async def _holder(self, matter: Matter | None) -> Party:
        if matter is None:
            raise NotFound
        return await self.parties.by_id(matter.holder)


def is_registered(shown: Paper) -> bool:
    """Whether the population register knows people by it; of the rest the clerk alone saw the original."""
    return shown.kind is NumberKind.RESIDENT


def _checked(arrival: Arrival, today: date) -> Paper:
    if not (arrival.seen_original and arrival.portrait_matches):
        raise DocumentNotSeen
    shown = paper(arrival.document, arrival.number, today, state=arrival.state)
    born = date.fromisoformat(shown.number.reveal()[6:14]) if is_registered(shown) else arrival.born
    if born is None or not EARLIEST_BIRTH <= born <= today:
        raise BirthdayNeeded
    is_guarded = arrival.helper is not None and GUARDIAN in arrival.helper.relation
    if not is_of_age(born, today) and not is_guarded:
        raise GuardianNeeded
    return shown


def _step(visit: Visit, matter: Matter | None, arrival: Arrival, shown: Paper) -> Step:
    facts = {
        "visit": str(visit.visit_id),
        "desk": visit.desk,
        "document": str(arrival.document),
        "register": "matched" if is_registered(shown) else "not-asked",
        "company": "helped" if visit.is_helped else "alone",
    }
    of_matter = None if matter is None else matter.matter_id
    return Step("visit-opened", of_matter, acting=visit.acting(None), staff=visit.login, facts=facts)


def _evidence(arrival: Arrival, shown: Paper) -> bytes:
    """Who vouched for what, and who was at their side; the number is the party's, not written twice."""
    helper = arrival.helper
    said: dict[str, object] = {
        "desk": arrival.desk,
        "document": str(arrival.document),
        "seen_original": arrival.seen_original,
        "portrait_matches": arrival.portrait_matches,
        "number_tail": shown.number.reveal()[-4:],
    }
    if not is_registered(shown):
        said["born"] = arrival.born.isoformat() if arrival.born else ""
        said["state"] = shown.state
    if helper is not None:
        said["helper"] = {
            "name": helper.name.reveal(),
            "relation": helper.relation,
            "number_tail": helper.number_tail,
        }
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
