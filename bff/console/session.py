"""How the office's own people get in: first sign-in, sign-in, their sessions, who they are."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import Body, View, decode, reply
from bff.http.guard import STAFF_COOKIE
from bff.http.ids import id_in
from bff.http.qr import qr_svg
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import StaffSessionId, short
from domain.kernel.party import Level
from domain.staff.account import Role
from domain.staff.credentials import SignInFailed
from domain.staff.session import IDLE, LONGEST, OnDuty, StaffSession
from domain.usecases.begin_staff_session import SignedIn
from domain.usecases.choose_password import Enrolment

bp = Blueprint("staff_session", url_prefix="/v1/console")
PREFIX = "sss"
NO_SECONDS = 0.3  # longer than a no takes: a password's digest and a row written
EVERYBODY = frozenset(Role)
Login = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{1,31}\Z", max_length=32)]
Secret = Annotated[str, Meta(min_length=1, max_length=128)]
Activation = Annotated[str, Meta(min_length=20, max_length=64)]
SixDigits = Annotated[str, Meta(pattern=r"^[0-9]{6}\Z", max_length=6)]


class SignIn(Body, frozen=True):
    login: Login
    password: Secret
    code: SixDigits


class Activate(Body, frozen=True):
    login: Login
    activation_key: Activation
    password: Secret


class FirstCode(Body, frozen=True):
    login: Login
    activation_key: Activation
    code: SixDigits


class EnrolmentView(View, frozen=True):
    secret: str
    uri: str
    qr_svg: str

    @classmethod
    def of(cls, enrolment: Enrolment) -> Self:
        return cls(enrolment.secret, enrolment.uri, qr_svg(enrolment.uri))


class SessionView(View, frozen=True):
    token: str
    expires_at: datetime
    login: str
    name: str
    roles: list[str]

    @classmethod
    def of(cls, signed_in: SignedIn) -> Self:
        account = signed_in.account
        return cls(signed_in.token, signed_in.expires_at, account.login, account.name, sorted(account.roles))


class OneSession(View, frozen=True):
    session_id: str
    started_at: datetime
    used_at: datetime
    expires_at: datetime
    is_this: bool

    @classmethod
    def of(cls, one: StaffSession, this: StaffSessionId) -> Self:
        return cls(
            short(PREFIX, one.session_id), one.started_at, one.used_at, one.ends_at, one.session_id == this
        )


class Sessions(View, frozen=True):
    sessions: list[OneSession]


class BodyOut(View, frozen=True):
    code: str
    name: str


class Me(View, frozen=True):
    login: str
    name: str
    roles: list[str]
    session_id: str
    started_at: datetime
    expires_at: datetime
    idle_minutes: int
    bodies: list[BodyOut] | None = None

    @classmethod
    def of(cls, on_duty: OnDuty, names: Mapping[str, str]) -> Self:
        """`names`: of all bodies, by code."""
        account, session = on_duty.account, on_duty.session
        return cls(
            account.login,
            account.name,
            sorted(account.roles),
            short(PREFIX, session.session_id),
            session.started_at,
            session.ends_at,
            int(IDLE.total_seconds()) // 60,
            None
            if account.bodies is None
            else [BodyOut(code, names.get(code, code)) for code in sorted(account.bodies)],
        )


@asynccontextmanager
async def _no_in_its_time() -> AsyncIterator[None]:
    """A wrong password of somebody's is counted, one of nobody's is not: the time of a no tells neither."""
    clock = asyncio.get_running_loop().time
    ends = clock() + NO_SECONDS
    try:
        yield
    except SignInFailed:
        await asyncio.sleep(ends - clock())
        raise


@bp.post("/activations", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def choose_password(request: Ask) -> HTTPResponse:
    """POST /v1/console/activations, public, by activation key: 201 and what goes into the authenticator."""
    body = decode(request, Activate)
    async with _no_in_its_time():
        enrolment = await office(request).staff.choose_password(
            body.login, body.activation_key, body.password, address=request.client_ip
        )
    return reply(EnrolmentView.of(enrolment), status=201)


@bp.post("/activations/confirmation", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def confirm_enrolment(request: Ask) -> HTTPResponse:
    """POST /v1/console/activations/confirmation, public, by activation key and first code: 201, signed in."""
    body = decode(request, FirstCode)
    async with _no_in_its_time():
        signed_in = await office(request).staff.confirm_enrolment(
            body.login, body.activation_key, body.code, address=request.client_ip
        )
    return _in(signed_in)


@bp.post("/session", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def sign_in_staff(request: Ask) -> HTTPResponse:
    """POST /v1/console/session, public: 201 and the cookie."""
    body = decode(request, SignIn)
    async with _no_in_its_time():
        signed_in = await office(request).staff.sign_in(
            body.login, body.password, body.code, address=request.client_ip
        )
    return _in(signed_in)


@bp.delete("/session", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EVERYBODY)
async def sign_out_staff(request: Ask) -> HTTPResponse:
    """DELETE /v1/console/session: 204, the cookie taken back."""
    duty = request.ctx.on_duty
    await office(request).staff.end_sessions(duty.account, only=duty.session.session_id)
    return _out()


@bp.get("/sessions", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EVERYBODY)
async def list_staff_sessions(request: Ask) -> HTTPResponse:
    """GET /v1/console/sessions: one's own. 200."""
    duty = request.ctx.on_duty
    found = await office(request).staff.list_sessions(duty.account)
    return reply(Sessions([OneSession.of(one, duty.session.session_id) for one in found]))


@bp.delete("/sessions", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EVERYBODY)
async def sign_out_staff_everywhere(request: Ask) -> HTTPResponse:
    """DELETE /v1/console/sessions: all one's own, this one too. 204."""
    await office(request).staff.end_sessions(request.ctx.staff)
    return _out()


@bp.delete("/sessions/<session:str>", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EVERYBODY)
async def end_staff_session(request: Ask, session: str) -> HTTPResponse:
    """DELETE /v1/console/sessions/{staffSessionId}: 204."""
    only = id_in(session, PREFIX, StaffSessionId)
    await office(request).staff.end_sessions(request.ctx.staff, only=only)
    return empty(headers={"Cache-Control": "no-store"})


@bp.get("/me", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=EVERYBODY)
async def read_staff_me(request: Ask) -> HTTPResponse:
    """GET /v1/console/me: 200."""
    return reply(Me.of(request.ctx.on_duty, office(request).staff.list_bodies()))


def _in(signed_in: SignedIn) -> HTTPResponse:
    cookie = _cookie(signed_in.token, int(LONGEST.total_seconds()))
    return reply(SessionView.of(signed_in), status=201, headers={"Set-Cookie": cookie})


def _out() -> HTTPResponse:
    return empty(headers={"Cache-Control": "no-store", "Set-Cookie": _cookie("", 0)})


def _cookie(token: str, seconds: int) -> str:
    """`Secure` also on loopback: browsers take it there."""
    return f"{STAFF_COOKIE}={token}; HttpOnly; Secure; SameSite=Strict; Path=/v1/console; Max-Age={seconds}"
