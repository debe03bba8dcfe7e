"""What every platform of subscribe messages (订阅消息) keeps to: one credit, one message, and its pushes."""

from collections.abc import Mapping
from typing import Protocol

from adapters.conformance.expectation import holds, refused, same, signature_wrong, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.wechat.inside import stopped_inside_work
from domain.invitations.outside import SubscribeMessages, WechatCallbacks
from domain.kernel.personal import OpenId

OPENID = OpenId("o-invented-0001")
VALUES = {"org": "莱西市虚构建筑有限公司", "item": "登记证书", "day": "2026年3月5日"}
PAGE = "pages/matter/matter?m=mtr_invented"
DUE = "renewal-due"
FIELDS = (
    ("thing1", "事项", "${item}到期换发"),
    ("thing2", "主体", "${org}"),
    ("date3", "最后申请日", "${day}"),
)
TITLE = "证照到期提醒"
Push = tuple[Mapping[str, str], bytes]


class World(Protocol):
    """`grant`: the person's taps; `count`: messages that really went out; `pushed`: what came, in order."""

    @property
    def messages(self) -> SubscribeMessages: ...
    @property
    def callbacks(self) -> WechatCallbacks: ...
    @property
    def template_id(self) -> str: ...
    async def grant(self, openid: OpenId, count: int) -> None: ...
    async def take_back(self, openid: OpenId) -> None: ...
    async def pushed(self, count: int) -> list[Push]: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def count(self) -> int: ...


SUITE: Suite[World] = Suite("subscribe-message")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def each_message_uses_up_one_credit_and_without_one_none_is_sent(world: World) -> None:
    await world.grant(OPENID, 2)
    first = await world.messages.send(OPENID, DUE, VALUES, page=PAGE)
    second = await world.messages.send(OPENID, DUE, VALUES, page=PAGE)

    with refused("no-credit"):
        await world.messages.send(OPENID, DUE, VALUES, page=PAGE)

    same(first.vendor, "wechat", "the vendor")
    holds(first.reference != second.reference, "each has a number of its own")
    same(await world.count(), 2, "messages sent")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_long_name_is_cut_to_what_the_platform_takes(world: World) -> None:
    await world.grant(OPENID, 1)
    long = VALUES | {"org": "莱西市" + "很长的名字" * 6}

    await world.messages.send(OPENID, DUE, long, page=PAGE)

    line = world.messages.wording(DUE, long).splitlines()[2]
    same(line, "主体：莱西市" + "很长的名字" * 3 + "很…", "the line")


@SUITE.check(Part.HAPPY)
async def the_wording_is_what_the_person_reads(world: World) -> None:
    same(
        world.messages.wording(DUE, VALUES),
        "证照到期提醒\n事项：登记证书到期换发\n主体：莱西市虚构建筑有限公司\n最后申请日：2026年3月5日",
        "the wording",
    )
    same(world.messages.template_id(DUE), world.template_id, "the platform's template")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def sent_twice_is_two_messages_and_so_nobody_sends_twice(world: World) -> None:
    await world.grant(OPENID, 2)

    await world.messages.send(OPENID, DUE, VALUES, page=PAGE)
    await world.messages.send(OPENID, DUE, VALUES, page=PAGE)

    same(await world.count(), 2, "messages sent")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_message_whose_answer_was_lost_is_unknown_and_went_out_once(world: World) -> None:
    await world.grant(OPENID, 2)
    await world.messages.send(OPENID, DUE, VALUES, page=PAGE)
    await world.lose_the_answer()

    with unknown():
        await world.messages.send(OPENID, DUE, VALUES, page=PAGE)

    same(await world.count(), 2, "messages sent")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_platform_accepted_nothing(world: World) -> None:
    await world.grant(OPENID, 2)
    await world.messages.send(OPENID, DUE, VALUES, page=PAGE)
    await world.be_busy()

    with unavailable():
        await world.messages.send(OPENID, DUE, VALUES, page=PAGE)

    same(await world.count(), 1, "messages sent")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def nothing_is_sent_while_a_transaction_is_open(world: World) -> None:
    await world.grant(OPENID, 1)

    with stopped_inside_work():
        await world.messages.send(OPENID, DUE, VALUES, page=PAGE)

    same(await world.count(), 0, "messages sent")


@SUITE.check(Part.REFUSALS)
async def a_message_that_cannot_be_read_is_not_sent(world: World) -> None:
    for values, reason in (
        ({"item": "登记证书", "day": "2026年3月5日"}, "template-variable-missing"),
        (VALUES | {"org": ""}, "value-malformed-thing2"),
        (VALUES | {"day": "三月五日"}, "value-malformed-date3"),
    ):
        with refused(reason):
            await world.messages.send(OPENID, DUE, values, page=PAGE)


@SUITE.check(Part.REFUSALS)
async def an_unknown_template_or_a_page_with_a_slash_before_it_is_refused(world: World) -> None:
    with refused("template-unknown"):
        await world.messages.send(OPENID, "advertisement", VALUES, page=PAGE)
    with refused("page-malformed"):
        await world.messages.send(OPENID, DUE, VALUES, page="/" + PAGE)


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def each_tap_is_told_and_so_is_taking_it_back(world: World) -> None:
    await world.grant(OPENID, 2)
    await world.take_back(OPENID)

    events = [one for push in await world.pushed(3) for one in await world.callbacks.parse(*push)]

    same([one.happened for one in events], ["accepted", "accepted", "revoked"], "what happened")
    same({(one.openid, one.template_id) for one in events}, {(OPENID, world.template_id)}, "of whom")
    same(len({one.key for one in events}), 3, "how many keys")
    holds(all(len(one.key) == 64 for one in events), "each key is a digest")  # noqa: PLR2004 - of 256 bits


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def the_same_push_again_has_the_same_key(world: World) -> None:
    await world.grant(OPENID, 1)
    [push] = await world.pushed(1)

    [one], [two] = await world.callbacks.parse(*push), await world.callbacks.parse(*push)

    same(two.key, one.key, "the key")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def what_nobody_signed_is_not_believed(world: World) -> None:
    await world.grant(OPENID, 1)
    [(_, body)] = await world.pushed(1)

    with signature_wrong():
        await world.callbacks.parse({}, body)
