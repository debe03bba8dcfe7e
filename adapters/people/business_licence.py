"""The business licence on a phone (电子营业执照): who holds it, for which organisation, allowed to do what.

Source: docs/vendors/e-licence.md (our profile), read 2026-11-22.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec

from adapters.envelope.sender import SignedHttp, purpose_header
from adapters.people.sign_in_page import SignInPage, shown
from domain.identity.outside_sign_in import TICKET, LicenceHolder, Ticket
from domain.kernel.authorisation import Authorisation
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refused, Unavailable

SYSTEM, PAGE = "e-licence", "/h5/authorize"
EXCHANGE = ("api", "v1", "tickets", "exchange")
VERIFY = ("api", "v1", "authorisations", "verify")
UNUSABLE, ABSENT, AGENT = "ticket-unusable", "4040", "办事人"
PURPOSE = "核对办事人是否仍有单位授权"
EVERY_ITEM = "*"


class _Person(msgspec.Struct, rename="camel"):
    name: str
    id_number: str


class _Authorisation(msgspec.Struct, rename="camel"):
    authorisation_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    items: list[str]
    until: date


class _Holder(msgspec.Struct, rename="camel"):
    """`role`: 法定代表人 …, by office; 办事人, by an authorisation that stands in the answer."""

    state: str
    uscc: str
    organisation: str
    kind: Literal["企业", "个体工商户", "农民专业合作社"]
    holder: _Person
    role: str
    authorisation: _Authorisation | None = None


class _Standing(msgspec.Struct, rename="camel"):
    """A yes says which one, and how far it goes; a no need not."""

    uscc: str
    id_number: str
    authorised: bool
    authorisation_id: str | None = None
    items: list[str] | None = None
    until: date | None = None


class BusinessLicences:
    """Implements BusinessLicenceSignIn, and domain.mandates.ports.OutsideAuthorisations."""

    def __init__(self, window: SignedHttp, page: SignInPage) -> None:
        self._window, self._page = window, page

    def page(self, state: str) -> str:
        return self._page.address(state)

    async def exchange(self, ticket: Ticket, state: str) -> LicenceHolder:
        reply = await self._window.call(
            "POST",
            EXCHANGE,
            effect=True,  # the ticket is spent by it
            document={"ticket": shown(SYSTEM, ticket, TICKET), "state": state},
            known=frozenset({UNUSABLE}),
        )
        if reply.code == UNUSABLE:
            raise Refused(SYSTEM, TICKET)
        told = reply.read(_Holder)
        if told.state != state:
            raise Refused(SYSTEM, TICKET)
        if (told.role == AGENT) != (told.authorisation is not None):
            raise Unavailable(SYSTEM, "role-unclear")
        given = told.authorisation
        return LicenceHolder(
            PersonName(told.holder.name),
            DocumentNumber(told.holder.id_number),
            OrganisationName(told.organisation),
            DocumentNumber(told.uscc),
            told.kind,
            None if given is None else _authorisation(given),
        )

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        reply = await self._window.call(
            "POST",
            VERIFY,
            effect=False,
            document={"uscc": organisation.reveal(), "idNumber": agent.reveal()},
            headers=purpose_header(SYSTEM, PURPOSE),
            known=frozenset({ABSENT}),
        )
        if reply.code == ABSENT:
            return False
        told = reply.read(_Standing)
        asked = (organisation.reveal(), agent.reveal())
        if not told.authorised or (told.uscc, told.id_number) != asked:
            return False  # an answer about somebody else is a no
        if told.authorisation_id is None or told.items is None or told.until is None:
            raise Unavailable(SYSTEM, "authorisation-unclear")
        return Authorisation(told.authorisation_id, _items(told.items), told.until).upholds(known)


def _authorisation(given: _Authorisation) -> Authorisation:
    return Authorisation(given.authorisation_id, _items(given.items), given.until)


def _items(told: list[str]) -> tuple[str, ...] | None:
    return None if EVERY_ITEM in told else tuple(told)
