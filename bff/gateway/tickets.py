"""Single sign-on (单点登录), the department's side: a ticket for who came."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.usecases.exchange_ticket import ActedFor, Subject

bp = Blueprint("gateway_tickets", url_prefix="/v1/gateway/sso")


class TicketBody(Body, frozen=True):
    ticket: Annotated[str, Meta(min_length=1, max_length=256)]


class Organisation(View, frozen=True):
    name: str
    uscc: str
    capacity: str

    @classmethod
    def of(cls, party: ActedFor) -> Self:
        return cls(party.name.reveal(), party.number.reveal(), party.capacity)


class SubjectView(View, frozen=True):
    subject: str
    name: str
    cert_type: str
    level: str
    orgs: list[Organisation]
    as_of: datetime
    cert_no: str | None = None

    @classmethod
    def of(cls, subject: Subject) -> Self:
        return cls(
            subject.subject,
            subject.name.reveal(),
            subject.certificate_type,
            subject.level.name.lower(),
            [Organisation.of(party) for party in subject.organisations],
            subject.as_of,
            subject.number.reveal() if subject.number else None,
        )


@bp.post("/tickets/exchange", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def exchange_ticket(request: Ask) -> HTTPResponse:
    """POST /v1/gateway/sso/tickets/exchange, vendor: 200, once."""
    body = decode(request, TicketBody)
    target = request.raw_url.decode("ascii", "replace")
    subject = await office(request).gateway.exchange_ticket(
        request.method, target, dict(request.headers), body.ticket
    )
    return reply(SubjectView.of(subject))
