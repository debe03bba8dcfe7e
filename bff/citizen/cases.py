"""One case (办件) on one screen, and its timeline (办理过程)."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import reply, request_key
from bff.http.case_views import CaseScreen, EntryOut, TimelineScreen
from bff.http.ids import case_in
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.kernel.party import Level

bp = Blueprint("citizen_cases", url_prefix="/v1/citizen")


@bp.get("/cases/<case_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_case(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}, person, phone: 200."""
    return reply(CaseScreen.of(await office(request).cases.read_case(request.ctx.acting, case_in(case_id))))


@bp.get("/cases/<case_id:str>/timeline", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_timeline(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/timeline, person, phone: 200."""
    entries = await office(request).cases.read_timeline(request.ctx.acting, case_in(case_id))
    return reply(TimelineScreen(tuple(EntryOut.of(entry) for entry in entries)))


@bp.post(
    "/cases/<case_id:str>/withdrawal",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.CASE,
)
async def withdraw_case(request: Ask, case_id: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/withdrawal, person, face: until the decision. 200."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    view = await office(request).endings.withdraw_case(acting, case_in(case_id), key)
    return reply(CaseScreen.of(view))
