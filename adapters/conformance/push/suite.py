"""What every push service (应用推送) keeps to."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Protocol

from adapters.conformance.envelope import each_fault_is_unknown
from adapters.conformance.expectation import holds, never, refused, same, unavailable, unknown
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from domain.invitations.outside import MessageReceipt, PushAccount, PushMessages
from domain.kernel.work import NetworkInsideWork, holding

ANDROID = PushAccount("invented-account-of-an-app-0001", "android")
TEMPLATE, PAGE = "renewal-due", "pages/matter/matter?m=mtr_invented"
VALUES = {"org": "莱西市虚构学校", "item": "登记证书", "day": "12月21日"}
OUT_ID = f"{'0' * 31}1-1"
SAME_FOR = timedelta(minutes=14)


class World(Protocol):
    """`hurried`: the same service, waited for a moment only."""

    @property
    def push(self) -> PushMessages: ...
    @property
    def hurried(self) -> PushMessages: ...
    @property
    def stage(self) -> Stage: ...
    async def accepted(self) -> int:
        """How many pushes the service took."""
        ...

    async def shown(self) -> Sequence[str]:
        """The texts of all that a phone shows."""
        ...

    async def later(self, span: timedelta) -> None: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...


SUITE: Suite[World] = Suite(
    "push",
    without={
        Part.CALLBACKS: "the service tells nobody what became of one push",
    },
)


async def pushed(
    world: World,
    *,
    by: PushMessages | None = None,
    out_id: str = OUT_ID,
    account: PushAccount = ANDROID,
    template: str = TEMPLATE,
) -> MessageReceipt:
    return await (by or world.push).send(account, template, VALUES, out_id=out_id, page=PAGE)


@SUITE.check(Part.HAPPY)
async def a_push_is_taken_and_has_a_number(world: World) -> None:
    receipt = await pushed(world)

    holds(receipt.reference, "there is a number")
    holds(receipt.vendor, "and whose it is")


@SUITE.check(Part.HAPPY)
async def what_the_phone_shows_names_nobody(world: World) -> None:
    wording = world.push.wording(TEMPLATE, VALUES)

    holds("掌上办" in wording, "it says what to open")
    never(any(value in wording for value in VALUES.values()), "somebody's data on a locked screen")


@SUITE.check(Part.REFUSALS)
async def a_text_nobody_wrote_is_not_pushed(world: World) -> None:
    with refused("template-unknown"):
        await pushed(world, template="never-written")


@SUITE.check(Part.REFUSALS)
async def an_account_longer_than_the_service_takes_is_refused(world: World) -> None:
    with refused():
        await pushed(world, account=PushAccount("a" * 65, "android"))


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_try_again_is_the_same_push(world: World) -> None:
    first = await pushed(world)

    same((await pushed(world)).reference, first.reference, "the number")


@SUITE.check(Part.IDEMPOTENCY)
async def another_try_is_another_push(world: World) -> None:
    first = await pushed(world)

    holds((await pushed(world, out_id=f"{OUT_ID[:-1]}2")).reference != first.reference, "they are two")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def fourteen_minutes_later_it_still_is_the_same(world: World) -> None:
    first = await pushed(world)
    await world.later(SAME_FOR)

    same((await pushed(world)).reference, first.reference, "the number")
    same(await world.accepted(), 1, "the pushes taken")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_the_same_try_again_tells_its_number(world: World) -> None:
    await world.lose_the_answer()
    with unknown():
        await pushed(world)
    out = await world.accepted()

    holds((await pushed(world)).reference, "its number is told")
    same((out, await world.accepted()), (1, 1), "the pushes taken before and after")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_service_took_nothing(world: World) -> None:
    await world.be_busy()

    with unavailable():
        await pushed(world)

    same(await world.accepted(), 0, "the pushes taken")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def whatever_goes_wrong_on_the_wire_it_may_be_out(world: World) -> None:
    tries = count(1)

    await each_fault_is_unknown(
        world.stage,
        lambda: pushed(world, out_id=f"{'0' * 32}-{next(tries)}"),
        lambda: pushed(world, by=world.hurried, out_id=f"{'0' * 32}-{next(tries)}"),
    )


@SUITE.check(Part.FAULTS)
async def nothing_is_pushed_while_a_transaction_is_open(world: World) -> None:
    with holding():
        try:
            await pushed(world)
        except NetworkInsideWork:
            return
    holds(condition=False, what="the call was stopped")
