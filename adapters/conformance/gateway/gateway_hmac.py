"""The gateway-hmac scheme (浙江 IRS 网关), and what is asked of it alone: V10, a telling, who calls in.

Source: docs/vendors/gateway.md: public integrations that agree with each other, none of them official.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.conformance.expectation import same, signature_wrong
from adapters.conformance.gateway.opening import BUREAU, CONSTRUCTION, department, doors
from adapters.conformance.gateway.suite import IN_TIME, SUITE, answered, call_to, ends_as, plan_of
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.gateway.departments import SignedDepartments
from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import gateway_hmac, gateway_hmac_headers
from domain.gateway.plan import Method, Scheme
from domain.gateway.ports import BackEnds
from domain.gateway.refusals import GatewayFailed, GatewayRefused
from domain.kernel.ports import Clock

EXCHANGE = "/v1/gateway/sso/tickets/exchange"
VECTOR, DATE = KeyPair("testAk", b"testSecret"), "Fri, 02 Jan 2026 03:04:05 GMT"
THEIRS = KeyPair(BUREAU[0], BUREAU[1].encode())


@dataclass
class ByHmac:
    stage: Stage
    url: str
    back_ends: BackEnds
    hurried: BackEnds
    asking: str = "/prod/progress/A-1?lang=zh"
    nothing: str = "/prod/nowhere"


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[ByHmac]:
    url, scheme = f"{await department(stage)}/restapi", Scheme.GATEWAY_HMAC
    async with (
        doors(stage, plan_of(url, scheme)) as back_ends,
        doors(stage, plan_of(url, scheme, deadline_seconds=IN_TIME)) as hurried,
    ):
        yield ByHmac(stage, url, stage.adapter(back_ends), hurried)


OWN: Suite[ByHmac] = Suite("gateway")


@OWN.check(Part.VECTORS, Needs.WIRE)
async def a_call_is_signed_as_in_the_vector(world: ByHmac) -> None:
    target = "/restapi/prod/IC00/x"

    signature = gateway_hmac(VECTOR, "GET", target, "a=1&b=2", DATE)
    headers = gateway_hmac_headers(VECTOR, "GET", f"{target}?a=1&b=2", world.stage.clock.now())

    same(signature, "if5J71smfWXtEcTWOm/YKiQ+cF0Cn2ewkpA+NMyMVa4=", "V10")
    same((headers["X-BG-DATE-TIME"], headers["X-BG-HMAC-SIGNATURE"]), (DATE, signature), "the headers")


@OWN.check(Part.IDEMPOTENCY, Needs.WIRE)
async def a_telling_is_sent_once_whatever_becomes_of_its_answer(world: ByHmac) -> None:
    telling = call_to("/prod/urges/A-1", method=Method.POST, body=b"{}")
    same((await answered(world.back_ends, telling))[0], 201, "the status")
    await world.stage.mode("reset_after")

    await ends_as(GatewayFailed, world.back_ends, telling, "a lost answer")

    same(len((await world.stage.look("/__books"))["urges"]), 2, "how many were told")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_minute_and_a_half_is_the_skew_it_allows(world: ByHmac) -> None:
    plan = plan_of(world.url, Scheme.GATEWAY_HMAC)

    async with doors(world.stage, plan, _ahead(world, 89)) as early:
        same((await answered(early, call_to(world.asking)))[0], 200, "89 seconds off")
    async with doors(world.stage, plan, _ahead(world, 92)) as too_early:
        await ends_as(GatewayRefused, too_early, call_to(world.asking), "92 seconds off")


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def a_department_that_calls_in_is_known_by_its_signature(world: ByHmac) -> None:
    departments, at = _departments(world), world.stage.clock.now()

    named = departments.who("POST", EXCHANGE, gateway_hmac_headers(THEIRS, "POST", EXCHANGE, at))

    same(named, "bureau", "who it is")


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def nobody_is_believed_who_signed_something_else_or_long_ago(world: ByHmac) -> None:
    departments, at = _departments(world), world.stage.clock.now()
    headers = gateway_hmac_headers(THEIRS, "POST", EXCHANGE, at)
    forged = gateway_hmac_headers(KeyPair(BUREAU[0], b"another secret"), "POST", EXCHANGE, at)
    strange = gateway_hmac_headers(KeyPair("nobody", THEIRS.secret), "POST", EXCHANGE, at)

    for method, target, said in (
        ("GET", EXCHANGE, headers),
        ("POST", f"{EXCHANGE}?a=1", headers),
        ("POST", EXCHANGE, forged),
        ("POST", EXCHANGE, strange),
        ("POST", EXCHANGE, {}),
    ):
        with signature_wrong():
            departments.who(method, target, said)
    world.stage.clock.move(seconds=91)
    with signature_wrong():
        departments.who("POST", EXCHANGE, headers)


def _ahead(world: ByHmac, seconds: float) -> Clock:
    return lambda: world.stage.clock.now() + timedelta(seconds=seconds)


def _departments(world: ByHmac) -> SignedDepartments:
    return SignedDepartments({"bureau": THEIRS}, clock=world.stage.clock.now)


KIT: VendorKit[Any] = VendorKit(
    "gateway-hmac", SUITE, opened, {"account": CONSTRUCTION[0], "secret": CONSTRUCTION[1]}, "secret", OWN
)
