"""The way from the mini-program into the page (web-view): a ticket of one use, and where it may lead.

A ticket is no session: whoever redeems it within a minute is the person of the mini-program's session it was
asked on, and no more than that session was.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from domain.kernel.ids import SessionId
from domain.kernel.refusal import Refusal

GOOD_FOR = timedelta(seconds=60)
# Long enough for the longest form; the web-view itself closes with the mini-program
IN_WEB_VIEW = timedelta(hours=2)
TICKETS, SECONDS = 30, 60  # of one person
LONGEST = 200
_ID = r"[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}"
# pages of the phone a mini-program sends somebody to: none that signs in, verifies others, or ends anything
PATHS = re.compile(
    rf"/|/(?:wallet|items|code|message|mandates|mandates/new|grievances|sessions|alerts|accesses|my-data|settings"
    rf"|messages|addresses|acting|appointment)|/items/[a-z0-9-]{{1,64}}|/matters/{_ID}(?:/forms)?"
    rf"|/cases/{_ID}(?:/(?:form|rating|supplement|withdrawal|promises|automatic|statement))?"
    rf"|/(?:licences|mandates|grievances)/{_ID}"
)


class TicketRefused(Refusal):
    """Used, run out, never given, or its session is over: nobody is told which."""

    code, title = "ticket-refused", "这次进入的凭证不能用了"
    advice = "请回到小程序，再点一次；也可以在这里登录"


@dataclass(frozen=True, slots=True)
class WebViewTicket:
    """`session`: of the mini-program, on which it was asked for; `path`: the page it leads to."""

    session: SessionId
    path: str


class WebViewTickets(Protocol):
    """Lost is lost: another is asked for. Adapter: adapters/redis/web_view_tickets.py."""

    async def keep(self, key: bytes, ticket: WebViewTicket, *, lasts: timedelta) -> None:
        """`key`: digest of the ticket. Outside atomic. Raises Unavailable."""
        ...

    async def take(self, key: bytes) -> WebViewTicket | None:
        """Of many at once one is given it. Outside atomic. Raises Unavailable."""
        ...


def leads_somewhere(path: str) -> bool:
    return len(path) <= LONGEST and PATHS.fullmatch(path) is not None
