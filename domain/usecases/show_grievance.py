"""Show a grievance at the desk: who had a hand in the case reads neither who rated nor how."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.grievances.grievance import Grievance, GrievanceKind
from domain.grievances.ports import Grievances
from domain.grievances.words import KIND_WORDS, STATE_WORDS
from domain.kernel.ids import GrievanceId, StaffId
from domain.kernel.ports import Clock
from domain.staff.account import Role, StaffAccount
from domain.staff.ports import Accounts
from domain.usecases.gather_grievance import GatherGrievance, GrievanceFile
from domain.usecases.grievance_days import grievance_days
from domain.usecases.grievance_view import AnswerView, answer_view
from domain.usecases.hands_in import HandsIn


@dataclass(frozen=True, slots=True)
class Noted:
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverView:
    """`to` empty: to the chiefs."""

    reason: str
    by: str
    at: datetime
    to: str


@dataclass(frozen=True, slots=True)
class SaidView:
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AboutView:
    """Empty or None, what there is not, or what the reader must not know. `level`: of a bad rating;
    `registered`: what the form says of the disputed field; `phone`: masked, ReadGrievancePhone shows it."""

    case_id: UUID | None = None
    number: str = ""
    item_name: str = ""
    licence_name: str = ""
    party_name: str = ""
    field: str = ""
    field_label: str = ""
    registered: str = ""
    level: int | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class GrievanceForStaff:
    grievance_id: UUID
    kind: str
    kind_text: str
    state: str
    state_text: str
    about: AboutView
    said: tuple[SaidView, ...]
    raised_at: datetime
    contact_due: date | None
    due: date | None
    light: str
    handler: str
    may_answer: bool
    remedies: tuple[str, ...]
    contacts: tuple[Noted, ...]
    answers: tuple[AnswerView, ...]
    malice: Noted | None
    handovers: tuple[HandoverView, ...] = ()  # absent in answers kept before they were shown


@dataclass(frozen=True, slots=True)
class ShowGrievance:
    grievances: Grievances
    gather: GatherGrievance
    hands_in: HandsIn
    accounts: Accounts
    calendars: Calendars
    now: Clock

    async def __call__(self, staff: StaffAccount, grievance: GrievanceId) -> GrievanceForStaff:
        """Raises NotFound."""
        return await self.view(staff, await self.grievances.by_id(grievance))

    async def view(self, staff: StaffAccount, grievance: Grievance) -> GrievanceForStaff:
        """Our own rows only, so it may stand inside atomic."""
        handled = await self.hands_in(staff, grievance.handled_by)
        shields = handled and grievance.kind is GrievanceKind.BAD_RATING
        file = None if shields else await self.gather(grievance)
        days = grievance_days(grievance, self.calendars.current(), beijing_date(self.now()))
        return GrievanceForStaff(
            grievance_id=grievance.grievance_id,
            kind=str(grievance.kind),
            kind_text=KIND_WORDS[grievance.kind],
            state=str(grievance.state),
            state_text=STATE_WORDS[grievance.state],
            about=AboutView() if file is None else _about(file, grievance),
            said=() if shields else tuple(SaidView(one.words.reveal(), one.at) for one in grievance.said),
            raised_at=grievance.raised_at,
            contact_due=days.contact_due,
            due=days.due,
            light=days.light,
            handler="" if grievance.handler is None else await self._name(grievance.handler),
            may_answer=not handled and grievance.waits and may_answer(staff, grievance),
            remedies=tuple(str(one) for one in grievance.remedies),
            contacts=() if shields else await self._contacts(grievance),
            answers=() if shields else await self._answers(grievance),
            malice=None if shields else await self._malice(grievance),
            handovers=() if shields else await self._handovers(grievance),
        )

    async def _contacts(self, grievance: Grievance) -> tuple[Noted, ...]:
        spoke = grievance.contacts
        return tuple([Noted(one.note.reveal(), await self._name(one.by), one.at) for one in spoke])

    async def _answers(self, grievance: Grievance) -> tuple[AnswerView, ...]:
        return tuple([answer_view(one, await self._name(one.by)) for one in grievance.answers])

    async def _handovers(self, grievance: Grievance) -> tuple[HandoverView, ...]:
        return tuple(
            [
                HandoverView(
                    one.reason.reveal(),
                    await self._name(one.by),
                    one.at,
                    "" if one.to is None else await self._name(one.to),
                )
                for one in grievance.handovers
            ]
        )

    async def _malice(self, grievance: Grievance) -> Noted | None:
        found = grievance.malice
        return None if found is None else Noted(found.reason.reveal(), await self._name(found.by), found.at)

    async def _name(self, staff: StaffId) -> str:
        return (await self.accounts.staff_by_id(staff)).name


def may_answer(staff: StaffAccount, grievance: Grievance) -> bool:
    """By role and by whom it was handed to; hands in the case are another question."""
    if Role.CHIEF in staff.roles:
        return True
    if Role.CLERK not in staff.roles or grievance.for_chiefs:
        return False
    return grievance.handler in (None, staff.staff_id)


def _about(file: GrievanceFile, grievance: Grievance) -> AboutView:
    case, field = file.case, file.field
    return AboutView(
        case_id=None if case is None else case.case_id,
        number=(case.number or "") if case is not None else "",
        item_name=file.item_name,
        licence_name="" if file.licence is None else file.licence.name,
        party_name=file.party_name,
        field=grievance.about.field,
        field_label="" if field is None else field.label,
        registered="" if field is None else field.value.reveal(),
        level=None if file.rating is None else int(file.rating.satisfaction),
        phone="" if file.phone is None else str(file.phone),
    )
