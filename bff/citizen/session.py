"""The session of the phone page: renewed by a cookie that only this path sees, ended by its owner."""

from datetime import datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import View, reply
from bff.http.device import device_of
from bff.http.refusals import SignInNeeded
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.usecases.refresh_session import SessionRenewed

bp = Blueprint("citizen_session", url_prefix="/v1/citizen")
COOKIE, PATH = "palm_refresh", "/v1/citizen/session"
LONGEST = 256


def refresh_cookie(token: str, seconds: int) -> str:
    """`Secure` also on loopback: browsers take it there."""
    return f"{COOKIE}={token}; HttpOnly; Secure; SameSite=Strict; Path={PATH}; Max-Age={seconds}"


class RenewedView(View, frozen=True):
    access_token: str
    expires_at: datetime
    level: str

    @classmethod
    def of(cls, renewed: SessionRenewed) -> Self:
        return cls(renewed.access_token, renewed.expires_at, renewed.level.name.lower())


@bp.post("/session/refresh", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def refresh_session(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/session/refresh, public, by the cookie: 200 and the next cookie."""
    token = request.cookies.get(COOKIE)
    if not token or len(token) > LONGEST:
        raise SignInNeeded
    renewed = await office(request).identity.refresh_session(token, device_of(request))
    cookie = refresh_cookie(renewed.refresh_token, renewed.refresh_seconds)
    return reply(RenewedView.of(renewed), headers={"Set-Cookie": cookie})


@bp.delete("/session", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def sign_out(request: Ask) -> HTTPResponse:
    """DELETE /v1/citizen/session, person, phone: 204, the cookie taken back."""
    await office(request).identity.sign_out(request.ctx.acting)
    headers = {
        "Cache-Control": "no-store",
        "Set-Cookie": refresh_cookie("", 0),
        "Clear-Site-Data": '"cache", "storage"',
    }
    return empty(headers=headers)
