"""The national-exchange scheme (国家共享交换平台), and what is asked of it alone: V11, its secret.

Source: docs/vendors/gateway.md: public integrations that agree with each other, none of them official.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from adapters.conformance.expectation import same
from adapters.conformance.gateway.opening import NATIONAL, department, doors
from adapters.conformance.gateway.suite import IN_TIME, SUITE, answered, call_to, plan_of
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.gateway.signing import exchange_headers, exchange_sign
from adapters.sandbox.department import SID
from domain.gateway.plan import Scheme
from domain.gateway.ports import BackEnds

FETCHING = "/sysapi/auth/refreshappsecret"
STAMP = "1767323045000"


@dataclass
class ByExchange:
    stage: Stage
    back_ends: BackEnds
    hurried: BackEnds
    asking: str = "/registration?uscc=91370200MA00000A0X"
    nothing: str = "/nowhere"

    async def fetched(self) -> int:
        """How often the secret was asked for."""
        return sum(FETCHING in one["line"] for one in await self.stage.control("/__heard"))


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[ByExchange]:
    url, scheme = await department(stage), Scheme.NATIONAL_EXCHANGE
    plan = plan_of(f"{url}/exchange", scheme, sid=SID, secret_url=f"{url}{FETCHING}")
    in_a_hurry = replace(plan, deadline_seconds=IN_TIME)
    async with doors(stage, plan) as back_ends, doors(stage, in_a_hurry) as hurried:
        yield ByExchange(stage, stage.adapter(back_ends), hurried)


OWN: Suite[ByExchange] = Suite(
    "gateway",
    without={
        Part.IDEMPOTENCY: "what is declared of it only asks",
        Part.CALLBACKS: "the exchange calls nobody",
    },
)


@OWN.check(Part.VECTORS, Needs.WIRE)
async def a_call_is_signed_as_in_the_vector(world: ByExchange) -> None:
    headers = exchange_headers(b"testKey", sid="s-1", rid="r-1", at=world.stage.clock.now())

    same(
        exchange_sign(b"testKey", "s-1", "r-1", STAMP), "HJGQ4Bo1i9hMpMaR8dTttFw8dff69CaVLSxofAMlJ5w=", "V11"
    )
    same(headers["gjgxjhpt_rtime"], STAMP, "its time")
    same(headers["gjgxjhpt_sign"], exchange_sign(b"testKey", "s-1", "r-1", STAMP), "its signature")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def the_secret_is_fetched_once_for_all(world: ByExchange) -> None:
    await asyncio.gather(*(answered(world.back_ends, call_to(world.asking)) for _ in range(5)))

    same(await world.fetched(), 1, "how often it was fetched")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def a_secret_that_was_withdrawn_is_fetched_anew(world: ByExchange) -> None:
    await answered(world.back_ends, call_to(world.asking))
    await world.stage.control("/__withdraw")

    status, _ = await answered(world.back_ends, call_to(world.asking))

    same((status, await world.fetched()), (200, 2), "the answer, and how often it was fetched")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def a_secret_is_fetched_anew_before_it_ends(world: ByExchange) -> None:
    await answered(world.back_ends, call_to(world.asking))
    world.stage.clock.move(minutes=9, seconds=45)

    await answered(world.back_ends, call_to(world.asking))

    same(await world.fetched(), 2, "how often it was fetched")


KIT: VendorKit[Any] = VendorKit(
    "national-exchange", SUITE, opened, {"account": NATIONAL[0], "secret": NATIONAL[1]}, "secret", OWN
)
