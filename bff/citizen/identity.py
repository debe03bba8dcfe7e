"""Who somebody is: the separate consent, the face check, and what came of it (实人认证)."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.session import refresh_cookie
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.device import device_of, known_from_now_on, with_device
from bff.http.identity_bodies import OnThePhone, ResumeToken
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

bp = Blueprint("citizen_identity", url_prefix="/v1/citizen")


@bp.get("/consents/face", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_face_consent(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/consents/face, public: 200."""
    return reply(ConsentView.of(await office(request).identity.read_face_consent()))


class CheckBody(OnThePhone, frozen=True, kw_only=True):
    meta_info: Annotated[str, Meta(min_length=2, max_length=16384, pattern=r"^\{")]


class OpenedView(View, frozen=True):
    identity_check_id: str
    resume_token: str
    verify_url: str
    expires_at: datetime

    @classmethod
    def of(cls, opened: CheckOpened) -> Self:
        check = short("idc", opened.check_id)
        return cls(check, opened.resume_token, opened.verify_url, opened.expires_at)


@bp.post("/identity-checks", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def open_identity_check(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/identity-checks, public; with a session to step up for one matter. 201."""
    body = decode(request, CheckBody)
    key = request_key(request, "public")
    asked = replace(await opening_on(request, body), meta_info=body.meta_info)
    known_from_now_on(request)
    opened = await office(request).identity.open_identity_check(key, asked)
    return with_device(request, reply(OpenedView.of(opened), status=201))


async def opening_on(request: Ask, body: OnThePhone) -> CheckRequest:
    """What a check is asked for, by the face or another way: for what, where, and on which session."""
    matter, acting, purpose = None, None, body.aim()
    if body.matter_id is not None:
        acting = await _signed_in(request)
        matter = id_in(body.matter_id, "mtr", MatterId)
    elif purpose in (Purpose.MANDATE, Purpose.DATA) or (
        purpose is Purpose.JUMP and "authorization" in request.headers
    ):
        acting = await _signed_in(request)
    account = None
    if body.account_token is not None:
        account = office(request).sign_in.recognise_account(body.account_token)
    return CheckRequest(
        body.applicant(),
        meta_info="",
        address=request.client_ip,
        code=body.code,
        matter=matter,
        acting=acting,
        purpose=purpose,
        mandate=body.mandate(),
        account=account,
    )


async def _signed_in(request: Ask) -> Acting:
    """On a public route the guard lets everybody in; a matter is named by who is signed in."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignInNeeded
    known = await office(request).identity.recognise_person(token)
    return Acting(known.person, known.person, known.level, Channel.H5, known.session)


class ResultBody(Body, frozen=True):
    resume_token: ResumeToken
    ticket: Annotated[str, Meta(min_length=64, max_length=64, pattern=r"^[0-9a-f]+\Z")]


@bp.post("/identity-checks/<check_id:str>/result", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def finish_identity_check(request: Ask, check_id: str) -> HTTPResponse:
    """POST …/identity-checks/{id}/result, public, by resume token: 200; the cookie comes with a pass only."""
    body = decode(request, ResultBody)
    check = id_in(check_id, "idc", IdentityCheckId)
    desk = office(request).identity
    told_by = desk.finish_identity_check
    match await told_by(check, body.resume_token, body.ticket, device_of(request)):
        case SessionTold() as told:
            cookie = refresh_cookie(told.refresh_token, told.refresh_seconds)
            return reply(ResultView.passed(told), headers={"Set-Cookie": cookie})
        case CheckFailed() as told:
            return reply(ResultView.failed(told, await desk.read_face_consent()))
        case CheckPending():
            return reply(ResultView(state="pending"))
