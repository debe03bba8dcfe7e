"""Entering the page inside the mini-program (web-view) by the ticket it was opened with."""

from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.session import refresh_cookie
from bff.http.boundary import Body, View, decode, reply
from bff.http.device import device_of, known_from_now_on, with_device
from bff.http.identity_views import PersonView, SessionView
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.usecases.enter_by_ticket import Entered

bp = Blueprint("citizen_web_view", url_prefix="/v1/citizen")


class TicketBody(Body, frozen=True):
    ticket: Annotated[str, Meta(min_length=1, max_length=128)]


class EnteredView(View, frozen=True):
    session: SessionView
    path: str

    @classmethod
    def of(cls, entered: Entered) -> Self:
        told = entered.told
        level = told.level.name.lower()
        session = SessionView(told.access_token, told.expires_at, level, PersonView(told.name))
        return cls(session, entered.path)


@bp.post("/session/ticket", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def enter_by_ticket(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/session/ticket, public, by the ticket: 200 and the cookie, once."""
    body = decode(request, TicketBody)
    known_from_now_on(request)
    entered = await office(request).sign_in.enter_by_ticket(body.ticket, device=device_of(request))
    cookie = refresh_cookie(entered.told.refresh_token, entered.told.refresh_seconds)
    return with_device(request, reply(EnteredView.of(entered), headers={"Set-Cookie": cookie}))
