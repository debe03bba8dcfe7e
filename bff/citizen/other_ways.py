"""To be known without a face (其他方式核验), on the phone page: by bank card, or by the 网号."""

import structlog
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.identity import opening_on
from bff.citizen.session import refresh_cookie
from bff.http.boundary import decode, reply, request_key
from bff.http.code_views import ASKED
from bff.http.device import device_of, known_from_now_on, with_device
from bff.http.identity_views import ConsentView, ResultView
from bff.http.ids import id_in
from bff.http.other_way_bodies import CheckCodeBody, OtherWayBody, OtherWayOpenedView, ProofBody, way_named
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import IdentityCheckId
from domain.kernel.party import Level
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.tell_session import SessionTold

bp = Blueprint("citizen_other_ways", url_prefix="/v1/citizen")
log = structlog.get_logger(__name__)


@bp.get("/consents/other-ways/<other_way:str>", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_other_way_consent(request: Ask, other_way: str) -> HTTPResponse:
    """GET /v1/citizen/consents/other-ways/{otherWay}, public: 200; 409 for a way that is not offered."""
    return reply(ConsentView.of(office(request).other_ways.open_other_way.consent(way_named(other_way))))


@bp.post("/identity-checks/other-ways", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def open_other_way(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/identity-checks/other-ways, public; with a session to step up for one matter. 201."""
    body = decode(request, OtherWayBody)
    key = request_key(request, "public")
    asked = await opening_on(request, body)
    known_from_now_on(request)
    opened = await office(request).other_ways.open_other_way(key, way_named(body.way), asked)
    return with_device(request, reply(OtherWayOpenedView.of(opened), status=201))


@bp.post("/identity-checks/<check_id:str>/codes", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def send_check_code(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/codes, public, by resume token: 202, the same bytes for every number."""
    body = decode(request, CheckCodeBody)
    check = id_in(check_id, "idc", IdentityCheckId)
    send = office(request).other_ways.send_check_code
    if not await send(check, body.resume_token, body.phone, address=request.client_ip):
        log.warning("check-code-not-sent", request_id=request.ctx.request_id)
    return reply(ASKED, status=202)


@bp.post("/identity-checks/<check_id:str>/proof", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def finish_other_way(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/proof, public, by resume token: 200; the cookie comes with a pass only."""
    body = decode(request, ProofBody)
    check = id_in(check_id, "idc", IdentityCheckId)
    told = await office(request).other_ways.finish_other_way(
        check, body.resume_token, body.proof(), address=request.client_ip, device=device_of(request)
    )
    match told:
        case SessionTold():
            cookie = refresh_cookie(told.refresh_token, told.refresh_seconds)
            return reply(ResultView.passed(told), headers={"Set-Cookie": cookie})
        case CheckFailed():
            consent = await office(request).identity.read_face_consent()
            return reply(ResultView.failed(told, consent))
        case CheckPending():
            return reply(ResultView(state="pending"))
