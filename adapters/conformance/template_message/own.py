"""What is asked of WeChat's official account (公众号) alone: its codes, its numbers, its quotas."""

from typing import Any, Protocol

from adapters.conformance.expectation import (
    holds,
    never,
    refused,
    same,
    unavailable,
    unknown,
)
from adapters.conformance.listener import Received
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.template_message.suite import DUE, FOLLOWER, OUT_ID, PAGE, UNIONID, VALUES
from adapters.wechat.account_pushes import WechatAccountPushes
from adapters.wechat.client import WechatClient
from adapters.wechat.template_messages import WechatTemplateMessages
from domain.kernel.personal import OpenId

SEND = {"path": "/cgi-bin/message/template/send"}
FINAL = (40003, 40013, 40037, 43019, 47003, 48001, 50002, 99999)
LATER = (-1, 43117, 45009, 45011)


class World(Protocol):
    @property
    def stage(self) -> Stage: ...
    @property
    def client(self) -> WechatClient: ...
    @property
    def messages(self) -> WechatTemplateMessages: ...
    def sending(self, client: WechatClient, *, opens: str = "") -> WechatTemplateMessages: ...
    def hurried(self) -> WechatTemplateMessages: ...
    def pushes(self, **changes: str) -> WechatAccountPushes: ...
    async def begin(self) -> None: ...
    async def follow(self, openid: OpenId, unionid: str) -> None: ...
    async def heard(self, count: int) -> list[Received]: ...
    async def count(self) -> int: ...
    async def books(self) -> Any: ...


CODES: Suite[World] = Suite("template-message")


async def send(world: World, number: int = 1, messages: WechatTemplateMessages | None = None) -> str:
    told = await (messages or world.messages).send(
        FOLLOWER, DUE, VALUES, out_id=f"{OUT_ID[:-1]}{number}", page=PAGE
    )
    return told.reference


@CODES.check(Part.HAPPY, Needs.WIRE)
async def a_message_opens_our_mini_program_and_carries_our_number(world: World) -> None:
    await world.begin()
    await send(world)

    [message] = (await world.books())["messages"]

    found = (message["appid"], message["page"], message["client_msg_id"], message["data"]["thing2"])
    same(found, (world.stage.given("opens"), PAGE, OUT_ID, VALUES["org"]), "the message")


@CODES.check(Part.HAPPY, Needs.WIRE)
async def a_message_number_keeps_all_its_digits_and_may_be_missing_or_nought(world: World) -> None:
    await world.begin()
    told = [await send(world, 1)]
    for number, mode in ((2, "no_msgid"), (3, "zero_msgid")):
        await world.stage.mode(mode)
        told.append(await send(world, number))

    same(told, ["4000000000000000001", "", ""], "the numbers")


@CODES.check(Part.IDEMPOTENCY, Needs.WIRE)
async def after_ten_minutes_the_same_number_is_another_message(world: World) -> None:
    await world.begin()
    await send(world)
    world.stage.clock.move(minutes=11)
    await send(world)

    same(await world.count(), 2, "messages sent")


@CODES.check(Part.REFUSALS, Needs.WIRE)
async def each_final_no_is_final(world: World) -> None:
    await world.begin()
    for errcode in FINAL:
        await world.stage.mode("answer", errcode=errcode, match=SEND)
        with refused(str(errcode)):
            await send(world)


@CODES.check(Part.REFUSALS, Needs.WIRE)
async def a_mini_program_that_is_not_bound_to_the_account_is_not_opened(world: World) -> None:
    await world.begin()

    with refused("40013"):
        await send(world, 1, world.sending(world.client, opens="wx0000000000000009"))


@CODES.check(Part.FAULTS, Needs.WIRE)
async def what_is_too_often_or_too_much_today_is_left_for_later(world: World) -> None:
    await world.begin()
    for errcode in LATER:
        await world.stage.mode("answer", errcode=errcode, match=SEND)
        with unavailable(str(errcode)):
            await send(world)
        world.stage.clock.move(hours=24)

    holds(await send(world), "it is sent in the end")


@CODES.check(Part.FAULTS, Needs.WIRE)
async def the_days_messages_used_up_are_asked_for_tomorrow(world: World) -> None:
    await world.begin()
    for number in range(4):
        await send(world, number)

    with unavailable("45009"):
        await send(world, 5)
    with unavailable("quota"):
        await send(world, 5)
    world.stage.clock.move(hours=24)

    holds(await send(world, 5), "tomorrow it is sent")


@CODES.check(Part.FAULTS, Needs.WIRE)
async def whatever_breaks_after_it_was_sent_is_unknown_and_nothing_is_repeated(world: World) -> None:
    modes = ("reset_after", "malformed_json", "html", "500", "503", "huge", "redirect", "reset_before")
    await world.begin()

    for number, mode in enumerate(modes):
        await world.stage.mode(mode)
        with unknown():
            await send(world, number)

    asked = [one for one in await world.stage.look("/__log") if one["path"] == SEND["path"]]
    same(len(asked), len(modes), "how often it was sent")


@CODES.check(Part.FAULTS, Needs.WIRE)
async def a_platform_that_hangs_leaves_it_unknown_in_time(world: World) -> None:
    await world.begin()
    hurried = world.hurried()
    for number, mode in enumerate(("hang", "hang_after")):
        await world.stage.mode(mode)
        with unknown():
            await send(world, number, hurried)

    same(await world.count(), 1, "messages sent")


@CODES.check(Part.FAULTS, Needs.WIRE)
async def an_answer_of_another_type_is_read_all_the_same(world: World) -> None:
    await world.begin()
    await world.stage.mode("wrong_content_type")

    holds(await send(world), "it is sent, and has a number")


@CODES.check(Part.FAULTS, Needs.WIRE)
async def a_token_replaced_by_another_machine_is_fetched_and_the_message_goes_once(world: World) -> None:
    await world.begin()
    await world.stage.control("/__token", action="rotate")

    await send(world)

    same(await world.count(), 1, "messages sent")


@CODES.check(Part.FAULTS, Needs.WIRE)
async def no_secret_no_token_and_no_account_stands_where_calls_are_watched(world: World) -> None:
    await world.begin()
    await send(world)

    seen = str(world.stage.exchanges)

    for secret in (world.stage.given("account_secret"), FOLLOWER.reveal(), UNIONID, "A_", VALUES["org"]):
        never(secret in seen, "a secret in what is watched")
