"""Read one case (办件) at the staff's desk, with everything that hangs on it and its whole timeline."""

from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case
from domain.cases.ports import CaseRequests, Cases
from domain.decisions.decision import Document
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, DocumentId, PartyId
from domain.kernel.party import Channel
from domain.kernel.ports import Atomic
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Entry, Step
from domain.ledger.ports import Ledger
from domain.ledger.words import OUTSIDE, Words, words_of
from domain.parties.ports import Parties
from domain.staff.account import StaffAccount
from domain.staff.ports import StaffNames
from domain.supplements.ports import Supplements
from domain.supplements.supplement import Supplement
from domain.usecases.case_view import CaseView
from domain.usecases.compose_shown import called
from domain.usecases.show_case import ShowCase
from domain.usecases.supplement_view import ShowSupplement, SupplementView

BETWEEN_MACHINES = Words(7, "系统记录")
# of no use to the person, and of much to who asks which colleague looked
LOOKED = {"document-shown": Words(7, "查阅了文书"), "contact-number-shown": Words(7, "查看了联系电话")}


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """`who` is masked; `staff` the name of whoever of the office did it."""

    at: datetime
    kind: str
    title: str
    detail: str
    who: str
    for_whom: str
    staff: str
    channel: str
    step: int


@dataclass(frozen=True, slots=True)
class StaffSupplement:
    view: SupplementView
    newly_arisen: bool
    settled_by: str
    settled_why: str


@dataclass(frozen=True, slots=True)
class StaffRequest:
    kind: str
    state: str
    asked_at: datetime
    reason: str
    refused_with: str


@dataclass(frozen=True, slots=True)
class CaseForStaff:
    case: CaseView
    supplements: tuple[StaffSupplement, ...]
    requests: tuple[StaffRequest, ...]
    timeline: tuple[StaffEntry, ...]


@dataclass(frozen=True, slots=True)
class ReadCaseForStaff:
    """Any case: the office's people serve everybody. Who may ask is settled by their role."""

    cases: Cases
    show_case: ShowCase
    supplements: Supplements
    show_supplement: ShowSupplement
    requests: CaseRequests
    ledger: Ledger
    parties: Parties
    names: StaffNames

    async def __call__(self, case: CaseId) -> CaseForStaff:
        """Raises NotFound."""
        found = await self.cases.by_id(case)
        return CaseForStaff(
            await self.show_case(found),
            tuple([await self._supplement(one) for one in await self.supplements.of_case(case)]),
            tuple(
                StaffRequest(str(one.kind), str(one.state), one.asked_at, one.reason, one.refused_with)
                for one in await self.requests.all_of(case)
            ),
            await self._timeline(found),
        )

    async def _supplement(self, known: Supplement) -> StaffSupplement:
        view = await self.show_supplement(known)
        by = await self.names.called(known.settled_by)
        return StaffSupplement(view, known.newly_arisen, by, known.settled_why)

    async def _timeline(self, case: Case) -> tuple[StaffEntry, ...]:
        names: dict[PartyId, str] = {}
        entries = await self.ledger.of_matter(case.matter)
        return tuple(
            [await self._entry(entry, names) for entry in entries if entry.step.case in (None, case.case_id)]
        )

    async def _entry(self, entry: Entry, names: dict[PartyId, str]) -> StaffEntry:
        step, acting = entry.step, entry.step.acting
        words, who, for_whom = words_of(step) or LOOKED.get(step.kind, BETWEEN_MACHINES), "", ""
        channel = Channel.OUTSIDE if words.who in OUTSIDE else Channel.SYSTEM
        if acting is not None:
            channel, who = acting.channel, await self._name(acting.person, names)
            for_whom = await self._name(acting.party, names) if acting.party != acting.person else ""
        elif step.staff is not None:
            channel = Channel.COUNTER
        staff = await self.names.called(step.staff or "")
        return StaffEntry(
            entry.at,
            step.kind,
            words.title,
            words.detail,
            who or staff or words.who,
            for_whom,
            staff,
            str(channel),
            words.step,
        )

    async def _name(self, party: PartyId, names: dict[PartyId, str]) -> str:
        if party not in names:
            names[party] = called(await self.parties.by_id(party))
        return names[party]


@dataclass(frozen=True, slots=True)
class ReadDocumentForStaff:
    """What is masked on every screen stands in a document in full: who read one is in the ledger."""

    cases: Cases
    decisions: Decisions
    ledger: Ledger
    atomic: Atomic

    async def __call__(
        self, staff: StaffAccount, case: CaseId, document: DocumentId
    ) -> tuple[Document, bytes]:
        """The document and who saw it, together. Raises NotFound, also for another case's."""
        kept, content = await self.decisions.document(document)
        if kept.case != case:
            raise NotFound(str(document))
        found, facts = await self.cases.by_id(case), {"document": str(document)}
        async with self.atomic():
            step = Step("document-shown", found.matter, case, staff=staff.login, facts=facts)
            await self.ledger.append(step)
        return kept, content
