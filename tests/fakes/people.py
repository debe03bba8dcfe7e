"""Other houses to sign in at, in memory: who says yes there is given a ticket for one exchange."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Generic, TypeVar
from urllib.parse import parse_qs, urlsplit

from domain.identity.outside_sign_in import TICKET, LicenceHolder, Subject, Ticket
from domain.kernel.authorisation import Authorisation
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble

LIFE = timedelta(minutes=5)
Told = TypeVar("Told")


def state_in(url: str) -> str:
    """What a person takes along to the other house's page."""
    return parse_qs(urlsplit(url).query)["state"][0]


@dataclass
class Given(Generic[Told]):
    """One ticket: for whom, with which state, since when."""

    told: Told
    state: str
    at: datetime


@dataclass
class House(Generic[Told]):
    """`exchanged`: how many tickets were asked about."""

    name: str
    clock: Clock
    trouble: Trouble
    tickets: dict[str, Given[Told]] = field(default_factory=dict)
    exchanged: int = 0
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def page(self, state: str) -> str:
        return f"https://{self.name}.invalid/authorize?state={state}"

    def agree(self, url: str, told: Told) -> Ticket:
        """The person taps «同意» on the page at this address."""
        ticket = f"TK-{self.name}-{next(self.numbers)}"
        self.tickets[ticket] = Given(told, state_in(url), self.clock())
        return Ticket(ticket)

    async def exchange(self, ticket: Ticket, state: str) -> Told:
        self.trouble.enter()
        self.exchanged += 1
        given = self.tickets.pop(ticket.reveal(), None)
        if given is None or given.state != state or self.clock() - given.at >= LIFE:
            raise Refused(self.name, TICKET)
        self.trouble.leave()
        return given.told


@dataclass
class FakeUnifiedIdentity(House[Subject]):
    pass


@dataclass
class FakeBusinessLicences(House[LicenceHolder]):
    """`allowed`: what organisations let agents do, as it stands now."""

    allowed: dict[tuple[DocumentNumber, DocumentNumber], Authorisation] = field(default_factory=dict)

    def allow(self, agent: LicenceHolder) -> None:
        """What they are told to be allowed, and nothing they were before."""
        assert agent.authorisation is not None
        self.allowed[agent.organisation_number, agent.number] = agent.authorisation

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        self.trouble.enter()
        stands = self.allowed.get((organisation, agent))
        return stands is not None and stands.upholds(known)


def unified_identity(clock: Clock) -> FakeUnifiedIdentity:
    return FakeUnifiedIdentity("unified-identity", clock, Trouble("unified-identity"))


def business_licences(clock: Clock) -> FakeBusinessLicences:
    return FakeBusinessLicences("e-licence", clock, Trouble("e-licence"))
