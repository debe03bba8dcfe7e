"""WeChat's subscribe messages (微信订阅消息): the kit, and what is asked of this platform alone.

Source: docs/vendors/wechat.md.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.conformance.expectation import holds, refused, same, unavailable, unknown
from adapters.conformance.listener import Received
from adapters.conformance.stage import Stage
from adapters.conformance.subscribe_message.pushes import PUSHES
from adapters.conformance.subscribe_message.suite import DUE, FIELDS, OPENID, PAGE, SUITE, TITLE, VALUES, Push
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.conformance.wechat.process import ACCOUNT, IMPATIENT, Process, emulated
from adapters.wechat.messages import WechatMessages
from adapters.wechat.templates import WechatField, WechatTemplate
from domain.kernel.personal import OpenId

SEND = {"path": "/cgi-bin/message/subscribe/send"}
PATH = "/pushes"
FINAL = (40003, 40037, 43107, 45168, 47003, 48001, 50002, 99999)


class SubscribeWorld:
    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.url, self.one = stage, url, Process(stage, url)
        self.template_id = stage.given("template")
        self.messages, self.callbacks = (
            stage.adapter(self.sending(self.one)),
            stage.adapter(self.one.pushes()),
        )

    def sending(self, process: Process) -> WechatMessages:
        template = WechatTemplate(self.template_id, TITLE, tuple(WechatField(*one) for one in FIELDS))
        return WechatMessages(
            process.client, templates={DUE: template}, state="developer", pause=process.pauses
        )

    def hurried(self) -> WechatMessages:
        process = Process(self.stage, self.url, store=self.one.memory, deadline_seconds=IMPATIENT)
        return self.sending(process)

    async def send(self) -> str:
        return (await self.messages.send(OPENID, DUE, VALUES, page=PAGE)).reference

    async def grant(self, openid: OpenId, count: int) -> None:
        told = {"openid": openid.reveal(), "templateId": self.template_id, "count": count}
        await self.stage.control("/__subscribe", **told)

    async def take_back(self, openid: OpenId) -> None:
        told = {"openid": openid.reveal(), "templateId": self.template_id}
        await self.stage.control("/__unsubscribe", **told)

    async def heard(self, count: int) -> list[Received]:
        return await self.stage.listener.wait_for(count, PATH)

    async def pushed(self, count: int) -> list[Push]:
        return [(one.query, one.body) for one in await self.heard(count)]

    async def be_busy(self) -> None:
        await self.one.be_busy()

    async def lose_the_answer(self) -> None:
        await self.one.lose_the_answer()

    async def count(self) -> int:
        return len((await self.one.books())["messages"])


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[SubscribeWorld]:
    world = SubscribeWorld(stage, await stage.vendor(emulated(f"{stage.listener.url}{PATH}")))
    if stage.is_emulated:
        await world.one.keep_user(OPENID)
    yield world


OWN: Suite[SubscribeWorld] = Suite("subscribe-message")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def what_was_sent_stands_in_the_platforms_books(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 1)
    await world.send()

    [message] = (await world.one.books())["messages"]

    found = (message["openid"], message["template"], message["page"], message["data"]["thing2"])
    same(found, (OPENID.reveal(), world.template_id, PAGE, VALUES["org"]), "the message")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def a_message_number_keeps_all_its_digits_and_may_be_missing(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 2)
    first = await world.send()
    await world.stage.mode("no_msgid")

    same((first, await world.send()), ("3000000000000000001", ""), "the numbers")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def a_value_that_looks_like_a_variable_stays_as_it_is(world: SubscribeWorld) -> None:
    fields = (WechatField("thing1", "事项", "${item}"),)
    messages = WechatMessages(
        world.one.client, templates={"x": WechatTemplate(world.template_id, "标题", fields)}
    )

    same(messages.wording("x", {"item": "${org}", "org": "甲"}), "标题\n事项：${org}", "the wording")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def two_messages_to_one_user_go_one_after_the_other(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 4)

    await asyncio.gather(*(world.send() for _ in range(4)))

    same((world.one.pauses.seconds, await world.count()), ([], 4), "pauses and messages")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def any_other_no_to_a_message_is_final(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 1)
    for errcode in FINAL:
        await world.stage.mode("answer", errcode=errcode, match=SEND)
        with refused(str(errcode)):
            await world.send()


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def who_never_asked_is_not_written_to(world: SubscribeWorld) -> None:
    with refused("no-credit"):
        await world.send()


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_message_that_met_another_of_the_same_user_goes_a_little_later(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 1)
    await world.stage.mode("answer", errcode=43108, match=SEND)

    await world.send()

    same((world.one.pauses.seconds, await world.count()), ([1.5], 1), "pauses and messages")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_message_to_a_busy_platform_is_left_to_the_worker(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 1)
    await world.stage.mode("answer", errcode=-1, match=SEND)

    with unavailable("-1"):
        await world.send()

    same(world.one.pauses.seconds, [], "pauses")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_used_up_quota_shuts_that_one_call_until_it_is_fresh(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 4)
    for errcode, seconds in ((45011, 60), (45009, 24 * 3600)):
        await world.stage.mode("answer", errcode=errcode, match=SEND)
        with unavailable(str(errcode)):
            await world.send()
        with unavailable("quota"):
            await world.send()
        same((await world.one.mini_program.sign_in(await world.one.login())).openid, OPENID, "who asks")
        world.stage.clock.move(seconds=seconds)

        holds(await world.send(), "it is sent once the quota is fresh")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_breaks_after_it_was_sent_is_unknown_and_nothing_is_repeated(world: SubscribeWorld) -> None:
    modes = ("reset_after", "malformed_json", "html", "500", "503", "huge", "redirect", "reset_before")
    await world.grant(OPENID, len(modes))
    await world.one.token.current()

    for mode in modes:
        await world.stage.mode(mode)
        with unknown():
            await world.send()

    same(await world.one.asked(SEND["path"]), len(modes), "how often it was sent")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_platform_that_hangs_leaves_it_unknown_in_time(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 2)
    await world.one.token.current()
    hurried = world.hurried()

    for mode in ("hang", "hang_after"):
        await world.stage.mode(mode)
        with unknown():
            await hurried.send(OPENID, DUE, VALUES, page=PAGE)

    same(await world.count(), 1, "messages sent")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def an_answer_of_another_type_is_read_all_the_same(world: SubscribeWorld) -> None:
    await world.grant(OPENID, 1)
    await world.one.token.current()
    await world.stage.mode("wrong_content_type")

    holds(await world.send(), "it is sent, and has a number")


def _own() -> Suite[SubscribeWorld]:
    for check in PUSHES.checks:
        OWN.check(check.part, check.needs)(check.run)
    return OWN


KIT = VendorKit("wechat", SUITE, opened, ACCOUNT, "secret", _own())
