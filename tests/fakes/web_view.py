"""Tickets into the web-view, in memory: given out once; they never run out by themselves."""

from dataclasses import dataclass, field
from datetime import timedelta

from domain.identity.web_view import WebViewTicket
from domain.kernel.work import forbid_inside_work


@dataclass
class FakeWebViewTickets:
    kept: dict[bytes, WebViewTicket] = field(default_factory=dict)

    async def keep(self, key: bytes, ticket: WebViewTicket, *, lasts: timedelta) -> None:
        forbid_inside_work("web-view-tickets")
        del lasts
        self.kept[key] = ticket

    async def take(self, key: bytes) -> WebViewTicket | None:
        forbid_inside_work("web-view-tickets")
        return self.kept.pop(key, None)
