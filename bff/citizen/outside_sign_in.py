"""Signing in at another house (省统一身份认证, 电子营业执照): where to go, and who came back."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.session import refresh_cookie
from bff.citizen.sign_in import SignedInView
from bff.http.boundary import Body, View, decode, reply
from bff.http.device import device_of, known_from_now_on, with_device
from bff.http.request import Ask, Audience, office
from domain.identity.outside_sign_in import Ticket, Way
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.usecases.tell_session import SessionTold

bp = Blueprint("citizen_outside_sign_in", url_prefix="/v1/citizen")


class WaysView(View, frozen=True):
    ways: tuple[str, ...]


@bp.get("/sign-ins", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def list_sign_in_ways(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/sign-ins, public: 200. Other houses one may sign in at."""
    ways = office(request).sign_in.outside.begin_outside_sign_in.ways()
    return reply(WaysView(tuple(str(way) for way in ways)))


class BegunView(View, frozen=True):
    url: str
    expires_at: datetime


@bp.post("/sign-ins/<way:str>/begin", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def begin_outside_sign_in(request: Ask, way: str) -> HTTPResponse:
    """POST /v1/citizen/sign-ins/{way}/begin, public: 201 and where to go; nothing in it comes from here."""
    if way not in set(Way):
        raise NotFound("way")
    known_from_now_on(request)
    begun = await office(request).sign_in.outside.begin_outside_sign_in(
        Way(way), address=request.client_ip, device=device_of(request)
    )
    return with_device(request, reply(BegunView(begun.url, begun.expires_at), status=201))


class ReturnBody(Body, frozen=True):
    """`notice_code`: the nine digits of the notice that brought them here."""

    ticket: Annotated[str, Meta(min_length=1, max_length=512)]
    state: Annotated[str, Meta(min_length=1, max_length=128)]
    notice_code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None


@bp.post("/sign-ins/unified-identity", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def sign_in_by_unified_identity(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/sign-ins/unified-identity, public, by ticket and state: 200 and the cookie."""
    body = decode(request, ReturnBody)
    return _signed_in(
        await office(request).sign_in.outside.sign_in_by_unified_identity(
            Ticket(body.ticket),
            body.state,
            address=request.client_ip,
            device=device_of(request),
            notice=body.notice_code,
        )
    )


@bp.post("/sign-ins/business-licence", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def sign_in_by_business_licence(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/sign-ins/business-licence, public, by ticket and state: 200 and the cookie."""
    body = decode(request, ReturnBody)
    return _signed_in(
        await office(request).sign_in.outside.sign_in_by_business_licence(
            Ticket(body.ticket),
            body.state,
            address=request.client_ip,
            device=device_of(request),
            notice=body.notice_code,
        )
    )


def _signed_in(told: SessionTold) -> HTTPResponse:
    cookie = refresh_cookie(told.refresh_token, told.refresh_seconds)
    return reply(SignedInView.of(told), headers={"Set-Cookie": cookie})
