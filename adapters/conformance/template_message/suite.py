"""What every platform of template messages (模板消息) keeps to: who follows is written to, and told of."""

from collections.abc import Mapping
from typing import Protocol

from adapters.conformance.expectation import (
    holds,
    never,
    refused,
    same,
    signature_wrong,
    unavailable,
    unknown,
)
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.wechat.inside import stopped_inside_work
from domain.invitations.official_account import (
    AccountEvent,
    FollowerDirectory,
    OfficialAccountCallbacks,
    TemplateMessages,
)
from domain.kernel.personal import OpenId

FOLLOWER, UNIONID = OpenId("o-invented-follower"), "u-invented-1"
VALUES = {"org": "莱西市虚构建筑有限公司", "item": "登记证书", "day": "2026年3月5日"}
PAGE, OUT_ID, DUE = "pages/matter/matter?m=mtr_invented", "0123456789abcdef0123456789abcdef-1", "renewal-due"
FIELDS = (
    ("thing1", "事项", "${item}到期换发"),
    ("thing2", "主体", "${org}"),
    ("date3", "最后申请日", "${day}"),
)
TITLE = "证照到期提醒"
Push = tuple[Mapping[str, str], bytes]


class World(Protocol):
    """`follow`, `leave`, `block`: what a person does; `pushed`: what came of all that, in order."""

    @property
    def messages(self) -> TemplateMessages: ...
    @property
    def directory(self) -> FollowerDirectory: ...
    @property
    def callbacks(self) -> OfficialAccountCallbacks: ...
    async def follow(self, openid: OpenId, unionid: str) -> None: ...
    async def leave(self, openid: OpenId) -> None: ...
    async def block(self, openid: OpenId) -> None: ...
    async def pushed(self, count: int) -> list[Push]: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def count(self) -> int: ...


SUITE: Suite[World] = Suite("template-message")


async def send(world: World, out_id: str = OUT_ID) -> str:
    told = await world.messages.send(FOLLOWER, DUE, VALUES, out_id=out_id, page=PAGE)
    same(told.vendor, "official-account", "the vendor")
    return told.reference


@SUITE.check(Part.HAPPY, Needs.HAND)
async def who_follows_is_written_to(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)

    first, second = await send(world, "n-1"), await send(world, "n-2")

    holds(first != second, "each has a number of its own")
    same(await world.count(), 2, "messages sent")


@SUITE.check(Part.HAPPY)
async def the_wording_is_what_the_person_reads(world: World) -> None:
    same(
        world.messages.wording(DUE, VALUES),
        "证照到期提醒\n事项：登记证书到期换发\n主体：莱西市虚构建筑有限公司\n最后申请日：2026年3月5日",
        "the wording",
    )


@SUITE.check(Part.HAPPY, Needs.HAND)
async def who_a_follower_is_over_all_our_apps_is_told_where_the_apps_are_bound(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    await world.follow(OpenId("o-invented-unbound"), "")

    known = await world.directory.unionid(FOLLOWER)

    holds(known is not None and known.reveal() == UNIONID, "the person over all apps")
    never(known is None or UNIONID in f"{known} {known!r}", "the person in what is printed")
    same(await world.directory.unionid(OpenId("o-invented-unbound")), None, "of one not bound")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def one_number_of_ours_is_one_message_for_a_while(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)

    await send(world)
    await send(world)

    same(await world.count(), 1, "messages sent")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def who_has_left_is_not_written_to_and_not_known(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    await world.leave(FOLLOWER)

    with refused("not-following"):
        await send(world)
    with refused("not-following"):
        await world.directory.unionid(FOLLOWER)

    same(await world.count(), 0, "messages sent")


@SUITE.check(Part.REFUSALS)
async def a_message_that_cannot_be_read_is_not_sent(world: World) -> None:
    for values, reason in (
        ({"item": "登记证书", "day": "2026年3月5日"}, "template-variable-missing"),
        (VALUES | {"org": ""}, "value-malformed-thing2"),
        (VALUES | {"day": "三月五日"}, "value-malformed-date3"),
    ):
        with refused(reason):
            await world.messages.send(FOLLOWER, DUE, values, out_id=OUT_ID, page=PAGE)


@SUITE.check(Part.REFUSALS)
async def what_leads_nowhere_or_has_no_number_is_refused(world: World) -> None:
    for template, out_id, page, reason in (
        ("advertisement", OUT_ID, PAGE, "template-unknown"),
        (DUE, OUT_ID, f"/{PAGE}", "page-malformed"),
        (DUE, "", PAGE, "out-id-malformed"),
        (DUE, "n" * 65, PAGE, "out-id-malformed"),
    ):
        with refused(reason):
            await world.messages.send(FOLLOWER, template, VALUES, out_id=out_id, page=page)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_message_whose_answer_was_lost_is_unknown_and_went_out_once(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    await send(world, "n-1")
    await world.lose_the_answer()

    with unknown():
        await send(world, "n-2")

    same(await world.count(), 2, "messages sent")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def what_became_of_an_unknown_one_is_pushed(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    await send(world, "n-1")
    await world.lose_the_answer()
    with unknown():
        await send(world, "n-2")

    events = await heard(world, 3)

    same([one.happened for one in events], ["followed", "delivered", "delivered"], "what happened")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def who_follows_leaves_or_blocks_is_told_of(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    reference = await send(world, "n-1")
    await world.block(FOLLOWER)
    await send(world, "n-2")
    await world.leave(FOLLOWER)

    events = await heard(world, 4)

    told = [(one.happened, one.error) for one in events]
    same(told, [("followed", ""), ("delivered", ""), ("failed", "user-block"), ("left", "")], "what happened")
    same({one.openid for one in events}, {FOLLOWER}, "of whom")
    same(events[1].reference, reference, "the number of the message")
    same(len({one.key for one in events}), 4, "how many keys")
    never(any(FOLLOWER.reveal() in repr(one) for one in events), "the account in what is printed")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def the_same_push_again_has_the_same_key(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    [push] = await world.pushed(1)

    one, two = await world.callbacks.parse(*push), await world.callbacks.parse(*push)

    holds(one is not None and two is not None and one.key == two.key, "the keys are the same")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def what_nobody_signed_is_not_believed(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    [(_, body)] = await world.pushed(1)

    with signature_wrong():
        await world.callbacks.parse({}, body)


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_platform_accepted_nothing(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)
    await send(world, "n-1")
    await world.be_busy()

    with unavailable():
        await send(world, "n-2")

    same(await world.count(), 1, "messages sent")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def nothing_is_sent_while_a_transaction_is_open(world: World) -> None:
    await world.follow(FOLLOWER, UNIONID)

    with stopped_inside_work():
        await send(world)

    same(await world.count(), 0, "messages sent")


async def heard(world: World, count: int) -> list[AccountEvent]:
    told = [await world.callbacks.parse(*push) for push in await world.pushed(count)]
    return [one for one in told if one is not None]
