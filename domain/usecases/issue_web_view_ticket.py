"""Issue a ticket into the page (网页凭证): from the mini-program, for a minute, to one page of ours."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.ports import Limits
from domain.identity.session import SessionEnded
from domain.identity.web_view import GOOD_FOR, SECONDS, TICKETS, WebViewTicket, WebViewTickets
from domain.kernel.party import Acting
from domain.kernel.ports import Clock, Digests, Randomness

TICKET = "web-view-ticket"  # purpose of the digest under which a ticket is kept


@dataclass(frozen=True, slots=True)
class TicketTold:
    """`url`: the ticket stands in its fragment, which is sent to no server and stands in no log."""

    ticket: str = field(repr=False)
    url: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssueWebViewTicket:
    tickets: WebViewTickets
    limits: Limits
    randomness: Randomness
    digests: Digests
    public_url: str
    now: Clock

    async def __call__(self, acting: Acting, path: str) -> TicketTold:
        """Asked again it is another one.

        Raises SessionEnded, TooManyRequests, LimitsUnavailable, Unavailable.
        """
        if acting.session is None:
            raise SessionEnded
        subject = self.digests.keyed("web-view-tickets", str(acting.person)).hex()
        await self.limits.spend(TICKET, subject, allowed=TICKETS, seconds=SECONDS)
        ticket, expires_at = self.randomness.token(), self.now() + GOOD_FOR
        kept = WebViewTicket(acting.session, path)
        await self.tickets.keep(self.digests.keyed(TICKET, ticket), kept, lasts=GOOD_FOR)
        return TicketTold(ticket, f"{self.public_url}/#/enter?ticket={ticket}", expires_at)
