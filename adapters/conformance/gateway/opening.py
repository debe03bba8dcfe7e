"""Opens the emulated department (部门) for either scheme, with the doors that are checked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.conformance.gateway.suite import NAME
from adapters.conformance.stage import Stage
from adapters.gateway.back_ends import HttpBackEnds
from adapters.gateway.keys import KeyPair
from adapters.sandbox.department import DepartmentSandbox, create_app
from adapters.sandbox.kit_public import Credentials
from domain.gateway.plan import BackEnd, GatewayPlan
from domain.kernel.ports import Clock

CONSTRUCTION = ("testAk", "invented-secret-of-construction")
NATIONAL = ("testRid", "invented-app-key-of-the-office")
BUREAU = ("bureauAk", "invented-secret-of-the-bureau")


async def department(stage: Stage) -> str:
    config = DepartmentSandbox(
        construction=_known(CONSTRUCTION),
        national=_known(NATIONAL),
        own=_known(BUREAU),
        office_url=stage.listener.url,
    )
    return await stage.vendor(lambda books, now: create_app(books, config=config, now=now))


@asynccontextmanager
async def doors(stage: Stage, back_end: BackEnd, clock: Clock | None = None) -> AsyncIterator[HttpBackEnds]:
    """By the stage's clock, or by one of ours that is wrong."""
    keys = {NAME: KeyPair(stage.given("account"), stage.given("secret").encode())}
    plan = GatewayPlan(back_ends=(back_end,))
    async with HttpBackEnds(plan, keys, stage.http, clock=clock or stage.clock.now) as back_ends:
        yield back_ends


def _known(pair: tuple[str, str]) -> Credentials:
    return Credentials(pair[0], pair[1].encode())
