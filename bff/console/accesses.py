"""Who looked at a case (查阅记录), for who audits: colleagues by name."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.access_views import CaseAccesses, CaseAccessOut, cursor_of, place_behind, size_of
from bff.http.boundary import reply
from bff.http.ids import case_in
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.staff.account import Role

bp = Blueprint("console_accesses", url_prefix="/v1/console")
READERS = frozenset({Role.AUDIT})


@bp.get("/cases/<case_id:str>/accesses", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_case_accesses(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/console/cases/{caseId}/accesses, audit: newest first. 200."""
    found, end = await office(request).privacy.list_case_accesses(
        case_in(case_id), before=place_behind(request), size=size_of(request)
    )
    return reply(CaseAccesses(tuple(CaseAccessOut.of(one) for one in found), cursor_of(end)))
