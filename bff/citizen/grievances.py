"""What people find wrong (我的反映): 错证、缺证、找茬吐槽, the answers, and reopening."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.grievances.grievance import GrievanceKind
from domain.kernel.ids import CaseId, GrievanceId, LicenceId, short
from domain.kernel.party import Level
from domain.kernel.personal import Free
from domain.usecases.grievance_view import AnswerView, GrievanceView
from domain.usecases.raise_grievance import Complained

bp = Blueprint("citizen_grievances", url_prefix="/v1/citizen")
PREFIX = "grv"
Words = Annotated[str, Meta(min_length=2, max_length=500)]


class GrievanceBody(Body, frozen=True):
    kind: Literal["wrong_certificate", "missing_certificate", "complaint"]
    words: Words
    case_id: Annotated[str, Meta(pattern=r"^case_[0-9a-hjkmnp-tv-z]{26}\Z", max_length=31)] | None = None
    licence_id: Annotated[str, Meta(pattern=r"^lic_[0-9a-hjkmnp-tv-z]{26}\Z", max_length=30)] | None = None
    field: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=40)] | None = None

    def complained(self) -> Complained:
        """Raises NotFound for an id that is none."""
        return Complained(
            GrievanceKind(self.kind),
            Free(self.words),
            id_in(self.case_id, "case", CaseId) if self.case_id is not None else None,
            id_in(self.licence_id, "lic", LicenceId) if self.licence_id is not None else None,
            self.field or "",
        )


class ReopeningBody(Body, frozen=True):
    words: Words


class AnswerOut(View, frozen=True):
    text: str
    remedy: str
    remedy_text: str
    at: datetime
    by: str | None = None

    @classmethod
    def of(cls, answer: AnswerView) -> Self:
        return cls(answer.text, answer.remedy, answer.remedy_text, answer.at, answer.by or None)


class GrievanceOut(View, frozen=True):
    grievance_id: str
    kind: str
    kind_text: str
    state: str
    state_text: str
    raised_at: datetime
    answers: tuple[AnswerOut, ...]
    due: date | None = None
    case_id: str | None = None
    licence_id: str | None = None
    field: str | None = None
    words: str | None = None
    reopen_until: date | None = None

    @classmethod
    def of(cls, found: GrievanceView) -> Self:
        return cls(
            grievance_id=short(PREFIX, found.grievance_id),
            kind=found.kind,
            kind_text=found.kind_text,
            state=found.state,
            state_text=found.state_text,
            raised_at=found.raised_at,
            answers=tuple(AnswerOut.of(one) for one in found.answers),
            due=found.due,
            case_id=short("case", found.case_id) if found.case_id else None,
            licence_id=short("lic", found.licence_id) if found.licence_id else None,
            field=found.field or None,
            words=found.words or None,
            reopen_until=found.reopen_until,
        )


class GrievancesOut(View, frozen=True):
    grievances: tuple[GrievanceOut, ...]


@bp.get("/grievances", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_grievances(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/grievances, person, phone: 200, newest first."""
    found = await office(request).grievances.list_grievances(request.ctx.acting)
    return reply(GrievancesOut(tuple(GrievanceOut.of(one) for one in found)))


@bp.post("/grievances", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def raise_grievance(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/grievances, person, phone: 201."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    complained = decode(request, GrievanceBody).complained()
    raised = await office(request).grievances.raise_grievance(acting, complained, key)
    return reply(GrievanceOut.of(raised), status=201)


@bp.get("/grievances/<grievance:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_grievance(request: Ask, grievance: str) -> HTTPResponse:
    """GET /v1/citizen/grievances/{grievanceId}, person, phone: 200."""
    found = id_in(grievance, PREFIX, GrievanceId)
    read = await office(request).grievances.list_grievances.one(request.ctx.acting, found)
    return reply(GrievanceOut.of(read))


@bp.post("/grievances/<grievance:str>/reopening", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def reopen_grievance(request: Ask, grievance: str) -> HTTPResponse:
    """POST /v1/citizen/grievances/{grievanceId}/reopening, person, phone: 200."""
    acting, found = request.ctx.acting, id_in(grievance, PREFIX, GrievanceId)
    key = request_key(request, str(acting.session))
    words = Free(decode(request, ReopeningBody).words)
    reopened = await office(request).grievances.reopen_grievance(acting, found, words, key)
    return reply(GrievanceOut.of(reopened))
