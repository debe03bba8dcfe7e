"""The session of the mini-program (微信小程序): begun by WeChat's own code, begun again the same way."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import Body, View, decode, reply
from bff.http.device import words_of
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.kernel.personal import Phone
from domain.usecases.sign_in_by_wechat import VisitTold

bp = Blueprint("enterprise_session", url_prefix="/v1/enterprise")

Code = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+\Z")]


class CodeBody(Body, frozen=True):
    code: Code


class KnownView(View, frozen=True):
    name: str


class VisitView(View, frozen=True):
    access_token: str
    expires_at: datetime
    level: str
    person: KnownView | None = None

    @classmethod
    def of(cls, told: VisitTold) -> Self:
        person = KnownView(told.name) if told.name else None
        return cls(told.access_token, told.expires_at, told.level.name.lower(), person)


class PhoneView(View, frozen=True):
    phone: str

    @classmethod
    def of(cls, phone: Phone) -> Self:
        return cls(str(phone))


@bp.post("/session", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def sign_in_by_wechat(request: Ask) -> HTTPResponse:
    """POST /v1/enterprise/session, public, by wx.login's code: 200; the code is the key."""
    body = decode(request, CodeBody)
    told = await office(request).identity.sign_in_by_wechat(
        body.code, address=request.client_ip, device=words_of(request)
    )
    return reply(VisitView.of(told))


@bp.delete("/session", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.PHONE)
async def sign_out_of_wechat(request: Ask) -> HTTPResponse:
    """DELETE /v1/enterprise/session, enterprise, phone: 204; the account is nobody's again."""
    await office(request).identity.sign_out(request.ctx.acting)
    return empty(headers={"Cache-Control": "no-store"})


@bp.post("/phone-number", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def keep_phone_number(request: Ask) -> HTTPResponse:
    """POST /v1/enterprise/phone-number, enterprise, none: 200 and the number masked. It proves nothing."""
    body = decode(request, CodeBody)
    phone = await office(request).identity.keep_phone_number(
        request.ctx.visitor, body.code, address=request.client_ip
    )
    return reply(PhoneView.of(phone))
