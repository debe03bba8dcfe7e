"""Read one case (办件) at the staff's desk, with everything that hangs on it and its whole timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.cases.case import Case
from domain.cases.ports import CaseRequests, Cases
from domain.clock.clock import beijing_date
from domain.decisions.decision import Document
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, DocumentId, MandateId, PartyId
from domain.kernel.party import Channel
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Entry, Step
from domain.ledger.ports import Ledger
from domain.ledger.words import BACK_END, OUTSIDE, Words, words_of
from domain.mandates.ports import Mandates
from domain.parties.ports import Parties
from domain.staff.account import Role, StaffAccount
from domain.staff.ports import StaffNames
from domain.supplements.ports import Supplements
from domain.supplements.supplement import Supplement
from domain.usecases.case_phone import CasePhone
from domain.usecases.case_view import CaseView
from domain.usecases.compose_shown import called
from domain.usecases.mandate_view import how_it_stands
from domain.usecases.show_case import ShowCase
from domain.usecases.supplement_view import ShowSupplement, SupplementView

BETWEEN_MACHINES = Words(7, "后台处理")
# of no use to the person, and of much to who asks which colleague looked, and what the machines did
OURS = {
    "document-shown": Words(7, "查阅了文书"),
    "contact-number-shown": Words(7, "查看了联系电话"),
    "call-number-shown": Words(2, "查看了联系电话"),
    "archive-opened": Words(8, "查阅了电子档案"),
    "case-archived": Words(8, "电子档案已形成"),
    "push-kept": Words(7, "收到审批系统的消息", who=BACK_END),
    "result-receipted": Words(8, "监管部门已收到审批结果"),
    "result-refused": Words(8, "监管部门没有接收审批结果"),
}


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """`who` is masked; `staff` the name of whoever of the office did it, `roles` theirs as they are now."""

    at: datetime
    kind: str
    title: str
    detail: str
    who: str
    for_whom: str
    staff: str
    channel: str
    step: int
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class StaffSupplement:
    view: SupplementView
    newly_arisen: bool
    told_at: datetime
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
class CaseMandate:
    """The agent masked; `words`: how it stands today."""

    agent: str
    from_on: date
    until_on: date
    words: str


@dataclass(frozen=True, slots=True)
class CaseForStaff:
    """`phone`: of whoever applied; ReadCasePhone shows it in clear. `mandate`: by which they did, if any."""

    case: CaseView
    supplements: tuple[StaffSupplement, ...]
    requests: tuple[StaffRequest, ...]
    timeline: tuple[StaffEntry, ...]
    phone: Phone | None
    mandate: CaseMandate | None = None


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
    phone_of: CasePhone
    mandates: Mandates
    now: Clock

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
            await self.phone_of(found),
            await self._mandate(found.mandate),
        )

    async def _mandate(self, mandate: MandateId | None) -> CaseMandate | None:
        if mandate is None:
            return None
        held, today = await self.mandates.by_id(mandate), beijing_date(self.now())
        days = held.terms
        return CaseMandate(str(held.agent.name), days.from_on, days.until_on, how_it_stands(held, today))

    async def _supplement(self, known: Supplement) -> StaffSupplement:
        view = await self.show_supplement(known)
        by = await self.names.called(known.settled_by)
        return StaffSupplement(view, known.newly_arisen, known.told_at, by, known.settled_why)

    async def _timeline(self, case: Case) -> tuple[StaffEntry, ...]:
        names: dict[PartyId, str] = {}
        entries = await self.ledger.of_matter(case.matter)
        return tuple(
            [await self._entry(entry, names) for entry in entries if entry.step.case in (None, case.case_id)]
        )

    async def _entry(self, entry: Entry, names: dict[PartyId, str]) -> StaffEntry:
        step, acting = entry.step, entry.step.acting
        words, who, for_whom = words_of(step) or OURS.get(step.kind, BETWEEN_MACHINES), "", ""
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
            tuple(sorted(await self.names.roles_of(step.staff or ""))),
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
