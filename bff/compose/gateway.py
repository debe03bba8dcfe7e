"""The gateway desk, put together; and the outside it needs: doors to back-ends, departments that sign."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.gateway.back_ends import HttpBackEnds
from adapters.gateway.departments import SignedDepartments
from adapters.gateway.plan_file import load_plan
from adapters.outbound.http import Outbound
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.tickets import PostgresTickets
from adapters.postgres.visits import PostgresVisits
from adapters.postgres.waiting import PostgresWaiting
from bff.compose.core import Core
from bff.desks.gateway import GatewayDesk
from bff.ops.health import Seldom, Signs
from bff.settings import Settings
from domain.gateway.breaker import BreakerState
from domain.gateway.plan import GatewayPlan
from domain.gateway.ports import BackEnds, Departments
from domain.identity.ports import Limits
from domain.kernel.ports import Clock
from domain.usecases.ask_back_end import AskBackEnd
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.compose_call import ComposeCall
from domain.usecases.exchange_ticket import ExchangeTicket
from domain.usecases.issue_jump import IssueJump
from domain.usecases.require_face import RequireFace
from domain.usecases.tell_back_end import TellBackEnd


@dataclass(frozen=True, slots=True)
class GatewayOutside:
    """`states`: each back-end's breaker in this process."""

    plan: GatewayPlan
    back_ends: BackEnds
    departments: Departments
    states: Callable[[], Mapping[str, BreakerState]] = dict


@dataclass(frozen=True, slots=True)
class GatewayParts:
    """What the desk needs besides Core."""

    outside: GatewayOutside
    limits: Limits
    check_authority: CheckAuthority


@asynccontextmanager
async def gateway_outside(settings: Settings, http: Outbound, now: Clock) -> AsyncIterator[GatewayOutside]:
    """Doors open while the block runs. Raises GatewayProblems."""
    loopback = not settings.is_production
    plan, keys = load_plan(settings.gateway_file, settings.gateway_secrets, loopback=loopback)
    signing = {one.name: keys[one.name] for one in plan.departments}
    async with HttpBackEnds(plan, keys, http, clock=now) as back_ends:
        yield GatewayOutside(plan, back_ends, SignedDepartments(signing, clock=now), back_ends.states)


def signs(outside: GatewayOutside) -> Signs:
    """What an operator's screen shows of the outside."""
    waiting = PostgresWaiting()
    return Signs(
        lambda: {name: state is BreakerState.OPEN for name, state in outside.states().items()},
        Seldom(waiting.how_many),
    )


def gateway_desk(core: Core, parts: GatewayParts) -> GatewayDesk:
    out = parts.outside
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    tickets = PostgresTickets()
    require_face = RequireFace(PostgresSessions(), PostgresVisits(), core.now)
    compose_call = ComposeCall(out.plan, parts.check_authority, require_face, parties)
    return GatewayDesk(
        ask_back_end=AskBackEnd(compose_call, out.back_ends),
        tell_back_end=TellBackEnd(
            compose_call, out.back_ends, parts.limits, core.ledger, core.answers, core.atomic, core.digests
        ),
        issue_jump=IssueJump(
            out.plan,
            parts.check_authority,
            require_face,
            parts.limits,
            tickets,
            core.ledger,
            core.answers,
            core.atomic,
            core.randomness,
            core.digests,
            core.now,
            core.new_id,
        ),
        exchange_ticket=ExchangeTicket(
            out.departments,
            out.plan,
            tickets,
            PostgresSessions(),
            parties,
            core.ledger,
            core.atomic,
            core.digests,
            core.now,
        ),
    )
