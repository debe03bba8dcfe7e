"""Queue 7 at the desk (差评、错证、缺证、投诉): read, speak, answer, hand over, find malicious."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.certificate_views import ContactPhone
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.grievances.grievance import Remedy
from domain.kernel.ids import GrievanceId, short
from domain.kernel.party import Level
from domain.kernel.personal import Free
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.grievance_view import AnswerView
from domain.usecases.show_grievance import AboutView, GrievanceForStaff, HandoverView, Noted, SaidView

bp = Blueprint("grievances", url_prefix="/v1/console")
PREFIX = "grv"
WORKERS = frozenset({Role.CLERK, Role.CHIEF})
READERS = WORKERS | {Role.AUDIT}
Reason = Annotated[str, Meta(min_length=2, max_length=200)]


class ContactBody(Body, frozen=True):
    note: Reason


class AnswerBody(Body, frozen=True):
    text: Annotated[str, Meta(min_length=2, max_length=1000)]
    remedy: Literal["corrected", "stands", "issued", "mended", "explained"]


class HandoverBody(Body, frozen=True):
    reason: Reason
    to: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class MaliceBody(Body, frozen=True):
    reason: Annotated[str, Meta(min_length=2, max_length=500)]


class SaidOut(View, frozen=True):
    words: str
    at: datetime

    @classmethod
    def of(cls, said: SaidView) -> Self:
        return cls(said.words, said.at)


class ContactOut(View, frozen=True):
    note: str
    by: str
    at: datetime

    @classmethod
    def of(cls, noted: Noted) -> Self:
        return cls(noted.words, noted.by, noted.at)


class MaliceOut(View, frozen=True):
    reason: str
    by: str
    at: datetime

    @classmethod
    def of(cls, noted: Noted) -> Self:
        return cls(noted.words, noted.by, noted.at)


class HandoverOut(View, frozen=True):
    reason: str
    by: str
    at: datetime
    to: str | None = None

    @classmethod
    def of(cls, handed: HandoverView) -> Self:
        return cls(handed.reason, handed.by, handed.at, handed.to or None)


class AnswerOut(View, frozen=True):
    text: str
    remedy: str
    remedy_text: str
    at: datetime
    by: str

    @classmethod
    def of(cls, answer: AnswerView) -> Self:
        return cls(answer.text, answer.remedy, answer.remedy_text, answer.at, answer.by)


class AtDesk(View, frozen=True):
    grievance_id: str
    kind: str
    kind_text: str
    state: str
    state_text: str
    raised_at: datetime
    light: str
    may_answer: bool
    remedies: tuple[str, ...]
    said: tuple[SaidOut, ...]
    contacts: tuple[ContactOut, ...]
    answers: tuple[AnswerOut, ...]
    due: date | None = None
    contact_due: date | None = None
    handler: str | None = None
    malice: MaliceOut | None = None
    handovers: tuple[HandoverOut, ...] = ()
    case_id: str | None = None
    number: str | None = None
    item_name: str | None = None
    licence_name: str | None = None
    party_name: str | None = None
    field: str | None = None
    field_label: str | None = None
    registered: str | None = None
    level: int | None = None
    phone: str | None = None

    @classmethod
    def of(cls, found: GrievanceForStaff) -> Self:
        about: AboutView = found.about
        return cls(
            grievance_id=short(PREFIX, found.grievance_id),
            kind=found.kind,
            kind_text=found.kind_text,
            state=found.state,
            state_text=found.state_text,
            raised_at=found.raised_at,
            light=found.light,
            may_answer=found.may_answer,
            remedies=found.remedies,
            said=tuple(SaidOut.of(one) for one in found.said),
            contacts=tuple(ContactOut.of(one) for one in found.contacts),
            answers=tuple(AnswerOut.of(one) for one in found.answers),
            due=found.due,
            contact_due=found.contact_due,
            handler=found.handler or None,
            malice=MaliceOut.of(found.malice) if found.malice else None,
            handovers=tuple(HandoverOut.of(one) for one in found.handovers),
            case_id=short("case", about.case_id) if about.case_id else None,
            number=about.number or None,
            item_name=about.item_name or None,
            licence_name=about.licence_name or None,
            party_name=about.party_name or None,
            field=about.field or None,
            field_label=about.field_label or None,
            registered=about.registered or None,
            level=about.level,
            phone=about.phone or None,
        )


@bp.get(
    "/grievances/<grievance:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.GRIEVANCE, Shown.GRIEVANCE),
)
async def show_grievance(request: Ask, grievance: str) -> HTTPResponse:
    """GET /v1/console/grievances/{grievanceId}, clerk, chief, audit: 200."""
    found = id_in(grievance, PREFIX, GrievanceId)
    return reply(AtDesk.of(await office(request).grievances.show_grievance(request.ctx.staff, found)))


@bp.get(
    "/grievances/<grievance:str>/phone",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.GRIEVANCE, Shown.PHONE),
)
async def read_grievance_phone(request: Ask, grievance: str) -> HTTPResponse:
    """GET /v1/console/grievances/{grievanceId}/phone: in clear, and in the ledger who looked. 200."""
    found = id_in(grievance, PREFIX, GrievanceId)
    phone = await office(request).grievances.read_grievance_phone(request.ctx.staff, found)
    return reply(ContactPhone.of(phone))


@bp.post(
    "/grievances/<grievance:str>/contact",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.GRIEVANCE, Shown.GRIEVANCE),
)
async def note_contact(request: Ask, grievance: str) -> HTTPResponse:
    """POST /v1/console/grievances/{grievanceId}/contact, clerk, chief: 200."""
    staff, found = request.ctx.staff, id_in(grievance, PREFIX, GrievanceId)
    key = request_key(request, short("staff", staff.staff_id))
    note = Free(decode(request, ContactBody).note)
    return reply(AtDesk.of(await office(request).grievances.note_contact(staff, found, note, key)))


@bp.post(
    "/grievances/<grievance:str>/answer",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.GRIEVANCE, Shown.GRIEVANCE),
)
async def answer_grievance(request: Ask, grievance: str) -> HTTPResponse:
    """POST /v1/console/grievances/{grievanceId}/answer, clerk, chief: 200."""
    staff, found = request.ctx.staff, id_in(grievance, PREFIX, GrievanceId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, AnswerBody)
    answered = await office(request).grievances.answer_grievance(
        staff, found, Free(body.text), Remedy(body.remedy), key
    )
    return reply(AtDesk.of(answered))


@bp.post(
    "/grievances/<grievance:str>/handover",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.GRIEVANCE, Shown.GRIEVANCE),
)
async def hand_grievance_over(request: Ask, grievance: str) -> HTTPResponse:
    """POST /v1/console/grievances/{grievanceId}/handover, clerk, chief: 200."""
    staff, found = request.ctx.staff, id_in(grievance, PREFIX, GrievanceId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, HandoverBody)
    handed = await office(request).grievances.hand_grievance_over(
        staff, found, body.to or "", Free(body.reason), key
    )
    return reply(AtDesk.of(handed))


@bp.post(
    "/grievances/<grievance:str>/malice",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=frozenset({Role.CHIEF}),
    ctx_purpose=Sight(Purpose.GRIEVANCE, Shown.GRIEVANCE),
)
async def find_malice(request: Ask, grievance: str) -> HTTPResponse:
    """POST /v1/console/grievances/{grievanceId}/malice, chief: 200."""
    staff, found = request.ctx.staff, id_in(grievance, PREFIX, GrievanceId)
    key = request_key(request, short("staff", staff.staff_id))
    reason = Free(decode(request, MaliceBody).reason)
    return reply(AtDesk.of(await office(request).grievances.find_malice(staff, found, reason, key)))
