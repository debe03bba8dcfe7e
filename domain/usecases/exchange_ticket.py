"""Exchange a single sign-on ticket (单点登录换取身份): a department learns who came, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.gateway.plan import GatewayPlan
from domain.gateway.ports import Departments, Tickets
from domain.gateway.refusals import TicketUnusable
from domain.gateway.ticket import Ticket
from domain.identity.ports import Sessions
from domain.kernel.ids import PartyId
from domain.kernel.party import Level
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.ports import Atomic, Clock, Digests
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.issue_jump import CODE

ID_CARD = "111"  # GB/T 36903: 公民身份号码


@dataclass(frozen=True, slots=True)
class ActedFor:
    name: OrganisationName | PersonName
    number: DocumentNumber
    capacity: str


@dataclass(frozen=True, slots=True)
class Subject:
    """`subject`: the same for this person at this department always, another one at any other."""

    subject: str
    name: PersonName | OrganisationName
    certificate_type: str
    number: DocumentNumber | None
    level: Level
    organisations: tuple[ActedFor, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class ExchangeTicket:
    departments: Departments
    plan: GatewayPlan
    tickets: Tickets
    sessions: Sessions
    parties: Parties
    ledger: Ledger
    atomic: Atomic
    digests: Digests
    now: Clock

    async def __call__(self, method: str, target: str, headers: Mapping[str, str], code: str) -> Subject:
        """Of many at once one succeeds. Raises SignatureWrong, TicketUnusable."""
        department = self.departments.who(method, target, headers)
        async with self.atomic():
            ticket = await self.tickets.take_by_code(self.digests.keyed(CODE, code))
            if ticket is None or not ticket.use(department, at=self.now()):
                raise TicketUnusable
            session = await self.sessions.by_id(ticket.session)
            page = self.plan.page_named(ticket.page)
            if session is None or not session.is_live(self.now()) or page is None:
                raise TicketUnusable
            await self.tickets.save(ticket)
            facts = {"ticket": str(ticket.ticket_id), "page": page.name, "department": department}
            await self.ledger.append(Step("jump-exchanged", acting=ticket.acting, facts=facts))
            return await self._subject(ticket, tells_number=page.tells_number)

    async def _subject(self, ticket: Ticket, *, tells_number: bool) -> Subject:
        person = await self.parties.by_id(ticket.person)
        return Subject(
            subject=self._pairwise(ticket.department, ticket.person),
            name=person.name,
            certificate_type=ID_CARD,
            number=person.number if tells_number else None,
            level=ticket.level,
            organisations=await self._acted_for(ticket),
            as_of=ticket.issued_at,
        )

    async def _acted_for(self, ticket: Ticket) -> tuple[ActedFor, ...]:
        if ticket.party == ticket.person:
            return ()
        party = await self.parties.by_id(ticket.party)
        return (ActedFor(party.name, party.number, ticket.capacity),)

    def _pairwise(self, department: str, person: PartyId) -> str:
        return self.digests.keyed(f"gateway-subject {department}", str(person)).hex()
