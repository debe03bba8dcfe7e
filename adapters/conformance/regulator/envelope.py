"""A regulators' platform (审管衔接平台) in our profile: its receipts, its calls, what is asked of it alone.

Source: docs/vendors/regulator.md, our profile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    each_fault_is_unavailable,
    each_fault_is_unknown,
    signed,
)
from adapters.conformance.expectation import holds, refused, same, signature_wrong, unknown
from adapters.conformance.listener import Received
from adapters.conformance.regulator.suite import BODY, SUITE, result
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.signature import EnvelopeKey
from adapters.regulator.calls import RegulatorGaps
from adapters.regulator.platform import RegulatorPlatform
from adapters.sandbox.kit_public import Credentials
from adapters.sandbox.regulator import RegulatorSandbox, create_app
from domain.supervision.outside import GapAsked

OWN_ID, OWN_SECRET = "regulator-push", "invented-secret-of-the-regulator"
SLOW_SECONDS = 0.1


class _Seen:
    """Nonces of this check."""

    def __init__(self) -> None:
        self._seen = set[str]()

    async def fresh(self, nonce: str) -> bool:
        is_new = nonce not in self._seen
        self._seen.add(nonce)
        return is_new


class Platform:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.receipts = EnvelopeKey(stage.given("receipts_id"), stage.given("receipts_secret").encode())
        self.regulator = stage.adapter(self.asking())

    def asking(
        self, *, deadline_seconds: float = 5.0, receipts: EnvelopeKey | None = None
    ) -> RegulatorPlatform:
        window = signed(self.stage, self.stage.url, "regulator", deadline_seconds=deadline_seconds)
        return RegulatorPlatform(window, receipts=receipts or self.receipts)

    def calls(self, receipts: EnvelopeKey | None = None) -> RegulatorGaps:
        keys = (receipts or self.receipts,)
        return RegulatorGaps(EnvelopeGuard(keys, clock=self.stage.clock.now, nonces=_Seen()))

    async def called(self) -> Received:
        """They lack 2 and 3 of four, and say so."""
        for seq in (1, 4):
            await self.regulator.push(result(seq))
        await self.stage.control("/__want", body=BODY)
        [call] = await self.stage.listener.wait_for(1, "/gaps")
        return call

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Platform]:
    config = RegulatorSandbox(
        own=Credentials(OWN_ID, OWN_SECRET.encode()), gaps_url=f"{stage.listener.url}/gaps"
    )
    await stage.vendor(lambda books, now: create_app(books, caller=CALLER, config=config, now=now))
    yield Platform(stage)


OWN: Suite[Platform] = Suite(
    "regulator", without={Part.VECTORS: "nothing is published; the envelope has its own (test_vectors.py)"}
)


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_refusal_is_final(world: Platform) -> None:
    await world.stage.mode("refuse")

    with refused("4220"):
        await world.regulator.push(result())


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_receipt_of_something_else_proves_nothing(world: Platform) -> None:
    await world.stage.mode("wrong_receipt")
    with unknown("receipt-forged"):
        await world.regulator.push(result())

    holds(await world.regulator.ask(result()) is not None, "the true one can be asked for")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_receipt_under_another_key_proves_nothing(world: Platform) -> None:
    with unknown("receipt-forged"):
        await world.asking(receipts=replace(world.receipts, secret=b"not theirs")).push(result())


@OWN.check(Part.UNKNOWN, Needs.WIRE)
async def one_that_was_lost_is_a_gap_and_they_ask_for_exactly_that(world: Platform) -> None:
    for seq in (1, 2, 3, 4):
        if seq == 2:  # noqa: PLR2004 - the one that is lost
            await world.stage.mode("lose")
        await world.regulator.push(result(seq))
    await world.stage.control("/__forget", body=BODY, seq=3)

    same(await world.stage.control("/__want", body=BODY), {"gaps": [[2, 3]]}, "what they want")


@OWN.check(Part.UNKNOWN, Needs.WIRE)
async def who_never_answers_may_have_it_and_says_so_when_asked(world: Platform) -> None:
    hurried = world.asking(deadline_seconds=IMPATIENT)
    for seq, (mode, arrived) in enumerate({"hang": False, "hang_after": True}.items(), start=1):
        await world.stage.mode(mode)
        with unknown():
            await hurried.push(result(seq))
        same(await world.regulator.ask(result(seq)) is not None, arrived, mode)


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def their_call_for_a_gap_is_believed_under_their_signature_once(world: Platform) -> None:
    calls, call = world.calls(), await world.called()

    asked = await calls.parse(call.method, call.path, call.headers, call.body)

    same(asked, GapAsked(BODY, 2, 3), "what they ask for")
    with signature_wrong():
        await calls.parse(call.method, call.path, call.headers, call.body)


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def a_call_with_a_byte_changed_or_of_somebody_else_is_not_believed(world: Platform) -> None:
    call = await world.called()

    with signature_wrong():
        await world.calls().parse(call.method, call.path, call.headers, call.body.replace(b"2", b"1"))
    with signature_wrong():
        await world.calls().parse(call.method, f"{call.path}?x=1", call.headers, call.body)
    with signature_wrong():
        stranger = replace(world.receipts, secret=b"somebody else's")
        await world.calls(stranger).parse(call.method, call.path, call.headers, call.body)


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def a_call_of_ten_minutes_ago_is_not_believed(world: Platform) -> None:
    call = await world.called()
    world.stage.clock.move(minutes=10)

    with signature_wrong():
        await world.calls().parse(call.method, call.path, call.headers, call.body)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_it_may_have_arrived(world: Platform) -> None:
    hurried, numbers = world.asking(deadline_seconds=IMPATIENT), count(1)

    await each_fault_is_unknown(
        world.stage,
        lambda: world.regulator.push(result(next(numbers))),
        lambda: hurried.push(result(next(numbers))),
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_question_that_is_not_answered_changes_nothing(world: Platform) -> None:
    hurried = world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unavailable(
        world.stage, lambda: world.regulator.ask(result()), lambda: hurried.ask(result())
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def an_answer_that_is_slow_and_in_time_is_an_answer(world: Platform) -> None:
    await world.stage.mode("slow", seconds=SLOW_SECONDS)

    same((await world.regulator.push(result())).seq, 1, "the number")


KIT = VendorKit(
    "envelope",
    SUITE,
    opened,
    {**ACCOUNT, "receipts_id": OWN_ID, "receipts_secret": OWN_SECRET},
    "secret",
    OWN,
)
