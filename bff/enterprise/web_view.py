"""The way from the mini-program into the page (web-view): a ticket, told once, for a minute."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.identity.web_view import LONGEST, leads_somewhere
from domain.kernel.party import Level
from domain.usecases.issue_web_view_ticket import TicketTold

bp = Blueprint("enterprise_web_view", url_prefix="/v1/enterprise")


class WhereBody(Body, frozen=True):
    path: Annotated[str, Meta(min_length=1, max_length=LONGEST)]

    def allowed(self) -> str:
        """Raises MalformedBody for what is no page of ours."""
        if not leads_somewhere(self.path):
            raise malformed("path", "not-a-page", "没有这一页")
        return self.path


class TicketView(View, frozen=True):
    ticket: str
    url: str
    expires_at: datetime

    @classmethod
    def of(cls, told: TicketTold) -> Self:
        return cls(told.ticket, told.url, told.expires_at)


@bp.post("/web-view-tickets", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.PHONE)
async def issue_web_view_ticket(request: Ask) -> HTTPResponse:
    """POST /v1/enterprise/web-view-tickets, enterprise, phone: 201. Asked again it is another one."""
    path = decode(request, WhereBody).allowed()
    told = await office(request).sign_in.issue_web_view_ticket(request.ctx.acting, path)
    return reply(TicketView.of(told), status=201)
