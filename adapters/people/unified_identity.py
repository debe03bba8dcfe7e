"""The province's unified identity (省统一身份认证): a page to sign in on, a ticket exchanged once.

Source: docs/vendors/unified-identity.md (our profile after public conventions), read 2026-11-22.
"""

from typing import Literal

import msgspec

from adapters.envelope.sender import SignedHttp
from adapters.people.sign_in_page import SignInPage, shown
from domain.identity.outside_sign_in import TICKET, Subject, Ticket
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused

SYSTEM, PAGE = "unified-identity", "/sso/authorize"
EXCHANGE = ("api", "v1", "tickets", "exchange")
UNUSABLE = "ticket-unusable"
REAL_NAME = frozenset({"L2", "L3"})  # 实名等级: L1 is a name somebody typed


class _Subject(msgspec.Struct, rename="camel"):
    state: str
    user_type: Literal["natural", "legal"]
    name: str
    cert_no: str
    real_name_level: str


class ProvincialIdentity:
    """Implements UnifiedIdentity."""

    def __init__(self, window: SignedHttp, page: SignInPage) -> None:
        self._window, self._page = window, page

    def page(self, state: str) -> str:
        return self._page.address(state)

    async def exchange(self, ticket: Ticket, state: str) -> Subject:
        reply = await self._window.call(
            "POST",
            EXCHANGE,
            effect=True,  # the ticket is spent by it
            document={"ticket": shown(SYSTEM, ticket, TICKET), "state": state},
            known=frozenset({UNUSABLE}),
        )
        if reply.code == UNUSABLE:
            raise Refused(SYSTEM, TICKET)
        told = reply.read(_Subject)
        if told.state != state:  # theirs to check; were it not, a ticket of another browser would do
            raise Refused(SYSTEM, TICKET)
        return Subject(
            PersonName(told.name),
            DocumentNumber(told.cert_no),
            is_person=told.user_type == "natural",
            is_real_name=told.real_name_level in REAL_NAME,
        )
