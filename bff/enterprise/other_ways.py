"""To be known without a face (其他方式核验), in the mini-program: by bank card, on the very account."""

import structlog
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.enterprise.identity import opening_in
from bff.http.boundary import decode, reply, request_key
from bff.http.code_views import ASKED
from bff.http.device import words_of
from bff.http.identity_views import ConsentView, ResultView
from bff.http.ids import id_in
from bff.http.other_way_bodies import (
    CheckCodeBody,
    OtherWayOpenedView,
    ProofBody,
    WechatWayBody,
    way_named,
)
from bff.http.request import Ask, Audience, office
from domain.identity.session import Device
from domain.kernel.ids import IdentityCheckId
from domain.kernel.party import Level
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.tell_session import SessionTold

bp = Blueprint("enterprise_other_ways", url_prefix="/v1/enterprise")
log = structlog.get_logger(__name__)


@bp.get("/consents/other-ways/<other_way:str>", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_wechat_way_consent(request: Ask, other_way: str) -> HTTPResponse:
    """GET /v1/enterprise/consents/other-ways/{otherWay}, public: 200; 409 for a way that is not offered."""
    return reply(ConsentView.of(office(request).other_ways.open_other_way.consent(way_named(other_way))))


@bp.post("/identity-checks/other-ways", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def open_wechat_way(request: Ask) -> HTTPResponse:
    """POST /v1/enterprise/identity-checks/other-ways, enterprise, none; signed in, to step up. 201."""
    body = decode(request, WechatWayBody)
    key = request_key(request, f"visitor-{request.ctx.visitor}")
    opened = await office(request).other_ways.open_other_way(
        key, way_named(body.way), opening_in(request, body)
    )
    return reply(OtherWayOpenedView.of(opened), status=201)


@bp.post("/identity-checks/<check_id:str>/codes", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def send_wechat_check_code(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/codes, enterprise, none: 202, the same bytes whosever number it is."""
    body = decode(request, CheckCodeBody)
    check = id_in(check_id, "idc", IdentityCheckId)
    is_sent = await office(request).other_ways.send_check_code(
        check,
        body.resume_token,
        body.phone,
        address=request.client_ip,
        visitor=request.ctx.visitor,
    )
    if not is_sent:
        log.warning("check-code-not-sent", request_id=request.ctx.request_id)
    return reply(ASKED, status=202)


@bp.post("/identity-checks/<check_id:str>/proof", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def finish_wechat_way(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/proof, enterprise, none: 200; another account's check is not found."""
    body = decode(request, ProofBody)
    check = id_in(check_id, "idc", IdentityCheckId)
    told = await office(request).other_ways.finish_other_way(
        check,
        body.resume_token,
        body.proof(),
        address=request.client_ip,
        device=Device(words=words_of(request)),
        visitor=request.ctx.visitor,
    )
    match told:
        case SessionTold():
            return reply(ResultView.passed(told))
        case CheckFailed():
            consent = await office(request).identity.read_wechat_consent()
            return reply(ResultView.failed(told, consent))
        case CheckPending():
            return reply(ResultView(state="pending"))
