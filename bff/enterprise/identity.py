"""Who somebody is, in the mini-program: WeChat compares the face (实人认证) on the very account."""

from datetime import datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.device import words_of
from bff.http.identity_bodies import ApplicantBody, ResumeToken
from bff.http.identity_views import ConsentView, ResultView
from bff.http.ids import id_in
from bff.http.refusals import SignInNeeded
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.kernel.ids import IdentityCheckId, MatterId, short
from domain.kernel.party import Acting, Channel, Level
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.open_identity_check import CheckOpened, CheckRequest
from domain.usecases.tell_session import SessionTold

bp = Blueprint("enterprise_identity", url_prefix="/v1/enterprise")


@bp.get("/consents/face", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_wechat_consent(request: Ask) -> HTTPResponse:
    """GET /v1/enterprise/consents/face, public: 200."""
    return reply(ConsentView.of(await office(request).identity.read_wechat_consent()))


class WechatOpenedView(View, frozen=True):
    """`verify_id` is for wx.requestFacialVerify; what that answers counts for nothing here."""

    identity_check_id: str
    resume_token: str
    verify_id: str
    expires_at: datetime

    @classmethod
    def of(cls, opened: CheckOpened) -> Self:
        check = short("idc", opened.check_id)
        return cls(check, opened.resume_token, opened.verify_url, opened.expires_at)


@bp.post("/identity-checks", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def open_wechat_check(request: Ask) -> HTTPResponse:
    """POST /v1/enterprise/identity-checks, enterprise, none; signed in, to step up for one matter. 201."""
    body = decode(request, ApplicantBody)
    visitor = request.ctx.visitor
    key = request_key(request, f"visitor-{visitor}")
    asked = opening_in(request, body)
    opened = await office(request).identity.open_wechat_check(key, asked, visitor)
    return reply(WechatOpenedView.of(opened), status=201)


def opening_in(request: Ask, body: ApplicantBody) -> CheckRequest:
    """What a check is asked for on this account, by the face or another way. Raises SignInNeeded."""
    matter, acting, purpose = None, None, body.aim()
    if body.matter_id is not None:
        acting = _signed_in(request)
        matter = id_in(body.matter_id, "mtr", MatterId)
    elif purpose in (Purpose.MANDATE, Purpose.DATA) or (
        purpose is Purpose.JUMP and request.ctx.known is not None
    ):
        acting = _signed_in(request)
    return CheckRequest(
        body.applicant(),
        meta_info="",  # ours to fill in: WeChat wants the account, and no client may name it
        address=request.client_ip,
        code=body.code,
        matter=matter,
        acting=acting,
        purpose=purpose,
        mandate=body.mandate(),
        visitor=request.ctx.visitor,
    )


def _signed_in(request: Ask) -> Acting:
    """A matter is named by who is signed in, not by an account nobody is known by. Raises SignInNeeded."""
    known = request.ctx.known
    if known is None:
        raise SignInNeeded
    return Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)


class WechatResultBody(Body, frozen=True):
    resume_token: ResumeToken


@bp.post("/identity-checks/<check_id:str>/result", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def finish_wechat_check(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/result, enterprise, none: 200; another account's check is not found."""
    body = decode(request, WechatResultBody)
    check = id_in(check_id, "idc", IdentityCheckId)
    desk = office(request).identity
    told = await desk.finish_wechat_check.of_visitor(
        check, body.resume_token, request.ctx.visitor, words_of(request)
    )
    match told:
        case SessionTold():
            return reply(ResultView.passed(told))
        case CheckFailed():
            return reply(ResultView.failed(told, await desk.read_wechat_consent()))
        case CheckPending():
            return reply(ResultView(state="pending"))
