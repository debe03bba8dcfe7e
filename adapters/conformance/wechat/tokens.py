"""One access token for all processes (接口调用凭证): fetched once, replaced by one of them, forced seldom."""

import asyncio
from typing import Any, Protocol

from adapters.conformance.expectation import refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.wechat.process import OPENID, Process

PHONE = "19900000101"
PHONE_PATH, TOKEN_PATH = "/wxa/business/getuserphonenumber", "/cgi-bin/stable_token"


class Cluster(Protocol):
    """`process`: another process of the same office, on the same store of tokens."""

    @property
    def one(self) -> Process: ...
    def process(self) -> Process: ...


TOKENS: Suite[Cluster] = Suite("wechat")


@TOKENS.check(Part.HAPPY, Needs.WIRE)
async def many_calls_of_two_processes_fetch_one_token(cluster: Cluster) -> None:
    one, two = cluster.one, cluster.process()
    given = await codes(one, 20)

    await asyncio.gather(*(ask(one if n % 2 else two, code) for n, code in enumerate(given)))

    same(await one.asked(TOKEN_PATH), 1, "how often a token was fetched")


@TOKENS.check(Part.HAPPY, Needs.WIRE)
async def an_expired_token_is_replaced_and_the_call_repeated(cluster: Cluster) -> None:
    one = cluster.one
    first, second = await codes(one, 2)
    await ask(one, first)
    await one.stage.control("/__token", action="expire")

    same(await ask(one, second), PHONE, "the answer")
    same(await counts(one), {"issued": 2, "forced": 0}, "tokens")


@TOKENS.check(Part.HAPPY, Needs.WIRE)
async def a_token_another_machine_replaced_is_fetched_once_for_all(cluster: Cluster) -> None:
    one, two = cluster.one, cluster.process()
    first, *rest = await codes(one, 11)
    await ask(one, first)
    await one.stage.control("/__token", action="rotate")
    before = await one.asked(TOKEN_PATH)

    told = await asyncio.gather(*(ask(one if n % 2 else two, code) for n, code in enumerate(rest)))

    same(told, [PHONE] * 10, "the answers")
    same(await one.asked(TOKEN_PATH) - before, 1, "how often a token was fetched")


@TOKENS.check(Part.HAPPY, Needs.WIRE)
async def a_token_the_platform_refuses_and_hands_out_again_is_forced_once(cluster: Cluster) -> None:
    one, two = cluster.one, cluster.process()
    first, *rest = await codes(one, 7)
    await ask(one, first)
    await one.stage.control("/__token", action="revoke")

    told = await asyncio.gather(*(ask(one if n % 2 else two, code) for n, code in enumerate(rest)))

    same(told, [PHONE] * 6, "the answers")
    same(await counts(one), {"issued": 2, "forced": 1}, "tokens")


@TOKENS.check(Part.FAULTS, Needs.WIRE)
async def a_second_force_within_thirty_seconds_is_not_tried(cluster: Cluster) -> None:
    one = cluster.one
    first, second, third = await codes(one, 3)
    await ask(one, first)
    await one.stage.control("/__token", action="revoke")
    await ask(one, second)
    await one.stage.control("/__token", action="revoke")

    with unavailable("token-stuck"):
        await ask(one, third)

    same((await counts(one))["forced"], 1, "forced tokens")


@TOKENS.check(Part.FAULTS, Needs.WIRE)
async def a_token_refused_twice_in_one_call_ends_it(cluster: Cluster) -> None:
    one = cluster.one
    [code] = await codes(one, 1)
    await one.stage.mode("answer", times=9, errcode=42001, match={"path": PHONE_PATH})

    with unavailable("token-refused-twice"):
        await ask(one, code)

    same(await one.asked(PHONE_PATH), 2, "how often it was asked")


@TOKENS.check(Part.REFUSALS, Needs.WIRE)
async def without_a_token_nothing_is_called(cluster: Cluster) -> None:
    one = cluster.one
    [code] = await codes(one, 1)

    for errcode in (40013, 40164, 89503):
        await one.stage.mode("answer", errcode=errcode)
        with refused(str(errcode)):
            await ask(one, code)
    await one.stage.mode("answer", errcode=45009)
    with unavailable("45009"):
        await ask(one, code)

    same(await one.asked(PHONE_PATH), 0, "how often the phone was asked for")


async def ask(one: Process, code: str) -> str:
    """A call that needs the token."""
    return (await one.mini_program.phone_number(code, openid=OPENID)).reveal()


async def codes(one: Process, count: int) -> list[str]:
    return [await one.share_phone(OPENID, PHONE) for _ in range(count)]


async def counts(one: Process) -> dict[str, Any]:
    return dict((await one.books())["tokens"])
