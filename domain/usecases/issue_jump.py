"""Issue a jump (精准跳转): the address of one page of a department's own, with a ticket of one use in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.gateway.plan import GatewayPlan, Page, Sureness
from domain.gateway.ports import Tickets
from domain.gateway.target import check_values, fill
from domain.gateway.ticket import Ticket
from domain.identity.ports import Limits
from domain.identity.session import SessionEnded
from domain.kernel.ids import TicketId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Digests, KeptAnswers, NewId, Randomness, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.require_face import RequireFace

CODE = "gateway-ticket"  # purpose of the digest under which a ticket is kept
JUMPS, SECONDS = 20, 60


@dataclass(frozen=True, slots=True)
class Jump:
    url: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssueJump:
    plan: GatewayPlan
    check_authority: CheckAuthority
    require_face: RequireFace
    limits: Limits
    tickets: Tickets
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    randomness: Randomness
    digests: Digests
    now: Clock
    new_id: NewId

    async def __call__(
        self, acting: Acting, page_name: str, parameters: Mapping[str, str], request: RequestKey
    ) -> Jump:
        """Ticket, ledger entry and answer: all or nothing. Who may act is asked of the register afresh.

        Raises NotFound, GatewayFaceNeeded, GatewayNotAllowed, NotRepresentative, Unavailable,
        TooManyRequests, LimitsUnavailable, SessionEnded.
        """
        page = self.plan.page(page_name, acting.channel)
        if page is None:
            raise NotFound(page_name)
        if page.level is Sureness.FACE:
            await self.require_face.to_jump(acting, page.name)
        address = fill(page.address, check_values(parameters, page.parameters))
        subject = self.digests.keyed("gateway-jumps", str(acting.person)).hex()
        await self.limits.spend("gateway-jump", subject, allowed=JUMPS, seconds=SECONDS)
        capacity = await self.check_authority(acting, fresh=True)
        async with self.atomic():
            if before := await self.answers.recall(request, Jump):
                return before
            code = self.randomness.token()
            ticket = self._ticket(acting, page, capacity)
            await self.tickets.add(ticket, code=self.digests.keyed(CODE, code))
            facts = {
                "ticket": str(ticket.ticket_id),
                "page": page.name,
                "department": page.department,
            }
            await self.ledger.append(Step("jump-issued", acting=acting, facts=facts))
            jump = Jump(f"{address}{'&' if '?' in address else '?'}ticket={code}", ticket.expires_at)
            await self.answers.keep(request, jump)
        return jump

    def _ticket(self, acting: Acting, page: Page, capacity: str) -> Ticket:
        if acting.session is None:
            raise SessionEnded
        return Ticket(
            ticket_id=TicketId(self.new_id()),
            page=page.name,
            department=page.department,
            person=acting.person,
            party=acting.party,
            session=acting.session,
            level=acting.level,
            channel=acting.channel,
            capacity=capacity,
            issued_at=self.now(),
        )
