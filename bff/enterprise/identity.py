"""Who somebody is, in the mini-program: WeChat compares the face (实人认证) on the very account."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.identity_views import ConsentView, ResultView
from bff.http.person_name import Typed, person_name
from bff.http.refusals import SignInNeeded
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import IdentityCheckId, MatterId, short, unshort
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusals import NotFound
from domain.usecases.claim_identity_check import Applicant
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.open_identity_check import CheckOpened, CheckRequest
from domain.usecases.tell_session import SessionTold

bp = Blueprint("enterprise_identity", url_prefix="/v1/enterprise")


@bp.get("/consents/face", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_wechat_consent(request: Ask) -> HTTPResponse:
    """GET /v1/enterprise/consents/face, public: 200."""
    return reply(ConsentView.of(await office(request).identity.read_wechat_consent()))


class WechatCheckBody(Body, frozen=True):
    name: Typed
    id_number: Annotated[str, Meta(min_length=8, max_length=40)]
    consent_version: Annotated[str, Meta(min_length=1, max_length=40)]
    agreed: bool
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    matter_id: Annotated[str, Meta(max_length=64)] | None = None


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
    body = decode(request, WechatCheckBody)
    visitor = request.ctx.visitor
    key = request_key(request, f"visitor-{visitor}")
    desk = office(request).identity
    matter, acting = None, None
    if body.matter_id is not None:
        acting = _signed_in(request)
        found = unshort("mtr", body.matter_id)
        if found is None:
            raise NotFound
        matter = MatterId(found)
    asked = CheckRequest(
        Applicant(person_name(body.name), body.id_number, body.consent_version, body.agreed),
        meta_info="",  # ours to fill in: WeChat wants the account, and no client may name it
        address=request.client_ip,
        code=body.code,
        matter=matter,
        acting=acting,
    )
    return reply(WechatOpenedView.of(await desk.open_wechat_check(key, asked, visitor)), status=201)


def _signed_in(request: Ask) -> Acting:
    """A matter is named by who is signed in, not by an account nobody is known by. Raises SignInNeeded."""
    known = request.ctx.known
    if known is None:
        raise SignInNeeded
    return Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)


class WechatResultBody(Body, frozen=True):
    resume_token: Annotated[str, Meta(min_length=22, max_length=86, pattern=r"^[A-Za-z0-9_-]+$")]


@bp.post("/identity-checks/<check_id:str>/result", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def finish_wechat_check(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/result, enterprise, none: 200; another account's check is not found."""
    body = decode(request, WechatResultBody)
    check = unshort("idc", check_id)
    if check is None:
        raise NotFound
    desk = office(request).identity
    told = await desk.finish_wechat_check.of_visitor(
        IdentityCheckId(check), body.resume_token, request.ctx.visitor
    )
    match told:
        case SessionTold():
            return reply(ResultView.passed(told))
        case CheckFailed():
            return reply(ResultView.failed(told, await desk.read_wechat_consent()))
        case CheckPending():
            return reply(ResultView(state="pending"))
