"""The page of another house (登录页) that a person is sent to: from configuration, never from a request.

Source: docs/vendors/unified-identity.md and docs/vendors/e-licence.md (our profiles), read 2026-11-22.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from domain.identity.outside_sign_in import Ticket
from domain.kernel.refusal import Refused

_TICKET_LONGEST = 512


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`base_url`: theirs; `app_id`: ours with them; `back`: the page of ours that people come back to."""

    base_url: str
    path: str
    app_id: str
    back: str

    def address(self, state: str) -> str:
        query = urlencode({"appId": self.app_id, "redirectUri": self.back, "state": state})
        return f"{self.base_url.rstrip('/')}{self.path}?{query}"


def shown(system: str, ticket: Ticket, reason: str) -> str:
    """What a browser brought, as far as it can be one of theirs. Raises Refused."""
    clear = ticket.reveal()
    if not (
        0 < len(clear) <= _TICKET_LONGEST and clear.isascii() and clear.isprintable() and " " not in clear
    ):
        raise Refused(system, reason)
    return clear
