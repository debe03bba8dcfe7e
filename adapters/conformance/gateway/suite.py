"""What every back-end behind the gateway (部门后台) keeps to, however it wants to be signed to."""

from typing import Protocol
from uuid import UUID

from adapters.conformance.expectation import NotConformant, holds, never, same
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from domain.gateway.plan import BackEnd, Method, Route, Scheme, Sureness
from domain.gateway.ports import BackEnds, Call
from domain.gateway.refusals import (
    GatewayBusy,
    GatewayFailed,
    GatewayTimeout,
    GatewayUnavailable,
)
from domain.kernel.ids import PartyId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import NotFound

NAME, JSON = "theirs", "application/json"
WHO = PartyId(UUID(int=1))
NOT_THE_ANSWER = ("reset_before", "reset_after", "500", "503", "redirect", "html", "wrong_content_type")
IN_TIME = 0.3  # a deadline for what hangs


class World(Protocol):
    """`asking`: a target there is at that back-end, and `nothing` one there is not."""

    @property
    def stage(self) -> Stage: ...
    @property
    def back_ends(self) -> BackEnds: ...
    @property
    def hurried(self) -> BackEnds: ...
    @property
    def asking(self) -> str: ...
    @property
    def nothing(self) -> str: ...


SUITE: Suite[World] = Suite(
    "gateway",
    without={Part.UNKNOWN: "a question changes nothing; how a telling ended is kept with its request's key"},
)


def plan_of(
    url: str, scheme: Scheme, *, sid: str = "", secret_url: str = "", deadline_seconds: float = 5.0
) -> BackEnd:
    return BackEnd(NAME, url, scheme, sid, secret_url, deadline_seconds)


def call_to(target: str, *, method: Method = Method.GET, body: bytes = b"") -> Call:
    route = Route("checked", NAME, method, "/", Sureness.PHONE, (JSON,), bodies=(JSON,))
    headers = {"Accept": JSON} | ({"Content-Type": JSON} if body else {})
    return Call(route, target, headers, body, "conformance", WHO)


async def answered(back_ends: BackEnds, call: Call) -> tuple[int, bytes]:
    async with back_ends.call(call) as answer:
        return answer.status, b"".join([chunk async for chunk in answer.chunks])


async def ends_as(kind: type[Refusal], back_ends: BackEnds, call: Call, what: str) -> None:
    try:
        await answered(back_ends, call)
    except Refusal as refusal:
        same(type(refusal), kind, what)
        return
    raise NotConformant(f"{what}: it was answered, and should have ended as {kind.__name__}")


@SUITE.check(Part.HAPPY)
async def a_question_is_signed_and_answered(world: World) -> None:
    status, body = await answered(world.back_ends, call_to(world.asking))

    same(status, 200, "the status")
    holds(body.startswith(b"{"), "it is the answer")


@SUITE.check(Part.HAPPY)
async def what_is_asked_in_chinese_is_signed_as_it_is_sent(world: World) -> None:
    sign = "&" if "?" in world.asking else "?"

    status, _ = await answered(world.back_ends, call_to(f"{world.asking}{sign}z=%E5%BC%A0%201"))

    same(status, 200, "the status")


@SUITE.check(Part.REFUSALS)
async def what_is_not_there_is_not_found(world: World) -> None:
    await ends_as(NotFound, world.back_ends, call_to(world.nothing), "no such path")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_it_is_told_by_name_and_shows_no_address(world: World) -> None:
    await answered(world.back_ends, call_to(world.asking))  # whatever is fetched first, is
    for mode in NOT_THE_ANSWER:
        # the client asks a second time where a connection it had kept turns out dead
        await world.stage.mode(mode, times=2)
        await ends_as(GatewayFailed, world.back_ends, call_to(world.asking), mode)
        await world.stage.mode("ok")
        for _ in range(2):  # one bad in three is well within the breaker's
            await answered(world.back_ends, call_to(world.asking))


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def a_throttled_call_waits(world: World) -> None:
    await answered(world.back_ends, call_to(world.asking))
    await world.stage.mode("throttle")

    await ends_as(GatewayBusy, world.back_ends, call_to(world.asking), "throttled")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def one_that_hangs_is_waited_for_no_longer_than_its_deadline(world: World) -> None:
    await answered(world.hurried, call_to(world.asking))
    await world.stage.mode("hang")

    await ends_as(GatewayTimeout, world.hurried, call_to(world.asking), "no answer")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def one_that_fails_again_and_again_is_left_alone(world: World) -> None:
    await world.stage.mode("500", times=20)
    for _ in range(5):
        try:
            await answered(world.back_ends, call_to(world.asking))
        except (GatewayFailed, GatewayUnavailable):
            continue
    before = len(await world.stage.control("/__heard"))

    await ends_as(GatewayUnavailable, world.back_ends, call_to(world.asking), "open")

    same(len(await world.stage.control("/__heard")), before, "how many requests arrived")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def nothing_secret_stands_on_the_wire(world: World) -> None:
    await answered(world.back_ends, call_to(world.asking))

    heard = str(await world.stage.control("/__heard"))

    never(world.stage.given("secret") in heard, "the secret in a request")
