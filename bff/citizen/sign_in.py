"""Signing in by a code to one's phone (手机验证码登录), and its end when the number is somebody else's."""

from datetime import datetime
from typing import Annotated, Self

import structlog
from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.citizen.session import refresh_cookie
from bff.http.boundary import Body, View, decode, reply
from bff.http.code_views import ASKED
from bff.http.device import device_of, known_from_now_on, with_device
from bff.http.identity_views import PersonView, SessionView
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.usecases.sign_in_by_code import AccountSignedIn
from domain.usecases.tell_session import SessionTold

bp = Blueprint("citizen_sign_in", url_prefix="/v1/citizen")
log = structlog.get_logger(__name__)

Number = Annotated[str, Meta(min_length=11, max_length=24)]


class CodeAskedBody(Body, frozen=True):
    phone: Number


@bp.post("/sign-in-codes", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def ask_sign_in_code(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/sign-in-codes, public: 202, the same bytes whosever number it is and whatever came."""
    body = decode(request, CodeAskedBody)
    desk = office(request).sign_in
    if not await desk.ask_sign_in_code(body.phone, address=request.client_ip):
        log.warning("sign-in-code-not-sent", request_id=request.ctx.request_id)
    return reply(ASKED, status=202)


class SignInBody(Body, frozen=True):
    """`notice_code`: the nine digits of the notice that brought them here."""

    phone: Number
    code: Annotated[str, Meta(min_length=1, max_length=40)]
    notice_code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None


class AccountView(View, frozen=True):
    account_token: str
    expires_at: datetime


class SignedInView(View, frozen=True):
    session: SessionView | None = None
    account: AccountView | None = None
    matter_id: str | None = None

    @classmethod
    def of(cls, told: SessionTold) -> Self:
        level = told.level.name.lower()
        session = SessionView(told.access_token, told.expires_at, level, PersonView(told.name))
        return cls(session, matter_id=None if told.matter is None else short("mtr", told.matter))


@bp.post("/session", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def sign_in_by_code(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/session, public, by the code: 200; the cookie where the number is a person's."""
    body = decode(request, SignInBody)
    known_from_now_on(request)
    told = await office(request).sign_in.sign_in_by_code(
        body.phone,
        body.code,
        address=request.client_ip,
        device=device_of(request),
        notice=body.notice_code,
    )
    match told:
        case SessionTold():
            cookie = refresh_cookie(told.refresh_token, told.refresh_seconds)
            answer = reply(SignedInView.of(told), headers={"Set-Cookie": cookie})
        case AccountSignedIn():
            answer = reply(SignedInView(account=AccountView(told.account_token, told.expires_at)))
    return with_device(request, answer)


@bp.delete("/phone-links", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def end_phone_links(request: Ask) -> HTTPResponse:
    """DELETE /v1/citizen/phone-links, person, phone: 204; no code to a number of theirs signs them in."""
    await office(request).sign_in.end_phone_links(request.ctx.acting)
    return empty(headers={"Cache-Control": "no-store"})
