"""Visits (窗口办理) at the staff's desk: opened by identity card, ended, and the signature given in them."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.visit_views import VisitBody, VisitOut, Visits
from bff.http.boundary import decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.signature_bodies import SignatureBody, SignatureOut
from domain.forms.signature import Strokes
from domain.kernel.ids import VisitId, short
from domain.kernel.party import Level
from domain.kernel.ports import RequestKey
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role

bp = Blueprint("visits", url_prefix="/v1/console")
PREFIX = "vst"
CLERKS = frozenset({Role.CLERK})
READERS = CLERKS | {Role.AUDIT}


@bp.post(
    "/visits",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
    ctx_whole=True,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def open_visit(request: Ask) -> HTTPResponse:
    """POST /v1/console/visits, clerk: 201, identified at the desk, or a form's draft on the telephone."""
    body, desk, staff = decode(request, VisitBody), office(request).counter, request.ctx.staff
    if body.kind == "phone":
        view = await desk.open_phone_visit(staff, body.came_for(), _key(request))
    else:
        view = await desk.open_visit(staff, body.arrival(), _key(request))
    return reply(VisitOut.of(view), status=201)


@bp.get(
    "/visits",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.DEALINGS),
)
async def list_visits(request: Ask) -> HTTPResponse:
    """GET /v1/console/visits: one's own that are open. 200."""
    views = await office(request).counter.list_visits(request.ctx.staff)
    return reply(Visits([VisitOut.of(view) for view in views]))


@bp.get(
    "/visits/<visit:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def read_visit(request: Ask, visit: str) -> HTTPResponse:
    """GET /v1/console/visits/{visitId}: open or over. 200."""
    return reply(VisitOut.of(await office(request).counter.read_visit(request.ctx.staff, _known(visit))))


@bp.post(
    "/visits/<visit:str>/end",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def end_visit(request: Ask, visit: str) -> HTTPResponse:
    """POST /v1/console/visits/{visitId}/end, clerk: 200."""
    view = await office(request).counter.end_visit(request.ctx.staff, _known(visit), _key(request))
    return reply(VisitOut.of(view))


@bp.post(
    "/visits/<visit:str>/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
    ctx_served=Level.FACE,
    ctx_purpose=Sight(Purpose.COUNTER, Shown.DEALINGS),
)
async def sign_forms(request: Ask, visit: str) -> HTTPResponse:
    """POST /v1/console/visits/{visitId}/signature, clerk in a visit: 201."""
    _ = visit  # the guard has read it
    body = decode(request, SignatureBody)
    strokes: Strokes = body.strokes
    taken = await office(request).counter.sign_forms(
        request.ctx.staff, request.ctx.acting, body.shown(), strokes, _key(request)
    )
    return reply(SignatureOut.of(taken), status=201)


def _key(request: Ask) -> RequestKey:
    return request_key(request, short("staff", request.ctx.staff.staff_id))


def _known(text: str) -> VisitId:
    return id_in(text, PREFIX, VisitId)
