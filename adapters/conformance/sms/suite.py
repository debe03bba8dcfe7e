"""What everything that texts people (短信) keeps to."""

from collections.abc import Awaitable, Callable

from adapters.conformance.expectation import (
    holds,
    never,
    refused,
    same,
    signature_wrong,
    unavailable,
    unknown,
)
from adapters.conformance.sms.world import SIGN_NAME, VALUES, World, ask, send
from adapters.conformance.suite import Needs, Part, Suite
from domain.invitations.segments import segments
from domain.kernel.refusal import Unavailable
from domain.kernel.work import NetworkInsideWork, holding

SUITE: Suite[World] = Suite("sms")


@SUITE.check(Part.HAPPY)
async def a_message_is_accepted_under_a_number_of_theirs(world: World) -> None:
    holds(await send(world, "kit-1"), "an accepted message has a number")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_message_is_found_again_by_our_number(world: World) -> None:
    await send(world, "n-1")

    fate = await ask(world, "n-1")

    same(fate and fate.state, "delivered", "its fate")


@SUITE.check(Part.HAPPY)
async def the_wording_is_what_the_person_reads(world: World) -> None:
    wanted = f"【{SIGN_NAME}】您的登记证书将于3月5日到期，办理码123 456 789。"

    same(world.sms.wording("invite", VALUES), wanted, "the wording")
    same(segments(wanted), 1, "what it is billed as")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def an_unreachable_phone_is_told_with_the_operators_code(world: World) -> None:
    await send(world, "n-1", to=world.unreachable)

    fate = await ask(world, "n-1", to=world.unreachable)

    same(fate and (fate.state, fate.error), ("failed", "UNDELIV"), "its fate")


@SUITE.check(Part.REFUSALS)
async def a_value_longer_than_the_template_allows_is_refused(world: World) -> None:
    with refused():
        await send(world, "kit-2", name="长" * 36)


@SUITE.check(Part.REFUSALS)
async def a_text_with_a_value_missing_is_not_sent(world: World) -> None:
    with refused("template-variable-missing"):
        await world.sms.send(world.person, "invite", {"name": "登记证书"}, out_id="kit-3")


@SUITE.check(Part.REFUSALS)
async def a_text_nobody_approved_is_not_sent(world: World) -> None:
    with refused("template-unknown"):
        await world.sms.send(world.person, "another", VALUES, out_id="kit-4")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def an_account_without_money_is_ours_to_mend_and_the_message_waits(world: World) -> None:
    await world.be_out_of_money()

    with unavailable():
        await send(world, "n-1")

    same(await world.count(), 0, "messages in their books")


@SUITE.check(Part.REFUSALS)
async def nothing_is_sent_while_a_transaction_is_open(world: World) -> None:
    try:
        with holding():
            await send(world, "kit-5")
    except NetworkInsideWork:
        return
    never(world, "a call inside a transaction")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def two_numbers_of_ours_are_two_messages_and_each_has_its_own_fate(world: World) -> None:
    first = await send(world, "n-1", to=world.unreachable)
    second = await send(world, "n-2", name="另一本证书")

    never(first == second, "two messages under one number")
    same(await world.count(), 2, "messages in their books")
    fate = await ask(world, "n-2")
    same(fate and fate.state, "delivered", "the second's fate")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def the_vendor_does_not_keep_us_from_sending_twice(world: World) -> None:
    """Which is why everything above this port notes a try before it is made."""
    await send(world, "n-1")
    await send(world, "n-1", name="另一本证书")

    same(await world.count(), 2, "messages in their books")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_the_message_went_out_once(world: World) -> None:
    await world.lose_the_answer()

    with unknown():
        await send(world, "n-1")

    same(await world.count(), 1, "messages in their books")
    fate = await ask(world, "n-1")
    same(fate and fate.state, "delivered", "its fate, asked for by our number")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def what_was_never_sent_is_not_told_as_sent(world: World) -> None:
    await send(world, "n-1")

    try:
        fate = await ask(world, "n-2")
    except Unavailable:  # some can only say what did arrive
        return
    same(fate, None, "what is known of it")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_busy_operator_accepted_nothing(world: World) -> None:
    await world.be_busy()

    with unavailable():
        await send(world, "n-1")

    same(await world.count(), 0, "messages in their books")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_report_names_its_message_by_a_number_we_know(world: World) -> None:
    reference = await send(world, "n-1")

    [body] = await world.reports(1)

    [told] = world.callbacks.reports(body)
    same((told.reference, told.phone, told.fate.state), (reference, world.person, "delivered"), "the report")
    never(told.out_id not in ("", "n-1"), "a report under another number of ours")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_report_of_what_did_not_arrive_says_why(world: World) -> None:
    await send(world, "n-1", to=world.unreachable)

    [body] = await world.reports(1)

    [told] = world.callbacks.reports(body)
    same((told.fate.state, told.fate.error), ("failed", "UNDELIV"), "the report")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def reports_in_another_order_are_told_apart(world: World) -> None:
    first = await send(world, "n-1")
    second = await send(world, "n-2", name="另一本证书")

    bodies = await world.reports(2)

    told = {one.reference for body in reversed(bodies) for one in world.callbacks.reports(body)}
    same(told, {first, second}, "the messages reported on")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_reply_told_twice_is_the_same_reply(world: World) -> None:
    await send(world, "n-1")

    bodies = await world.replies("1")

    replies = [one for body in bodies for one in world.callbacks.replies(body)]
    same(len(replies), 2, "replies told")
    same(len({one.sequence for one in replies}), 1, "different replies")
    same((replies[0].phone, replies[0].text.reveal()), (world.person, "1"), "the reply")
    never(world.person.reveal() in replies[0].sequence, "a number in a key")


@SUITE.check(Part.CALLBACKS)
async def what_makes_no_sense_is_not_read(world: World) -> None:
    """Nothing is signed: the address is the secret, and the shape is all there is to check."""
    for body in (b"", b"null", b"[1]", b'[{"phone_number":1}]', b"\xff", b'[{"a":1e400}]'):
        with signature_wrong():
            world.callbacks.reports(body)
        with signature_wrong():
            world.callbacks.replies(body)


UNCERTAIN = (
    *("hang", "hang_after", "reset_before", "reset_after", "500", "503"),
    *("html", "redirect", "huge", "malformed_json"),
)
EFFECT = frozenset({"hang_after", "reset_after", "malformed_json"})


def _uncertain(mode: str) -> Callable[[World], Awaitable[None]]:
    async def check(world: World) -> None:
        await world.stage.mode(mode)

        with unknown():
            await send(world, "n-1")

        same(await world.count(), int(mode in EFFECT), "messages in their books")

    check.__name__ = f"after_{mode}_nobody_knows_and_at_most_one_went_out"
    return check


for _mode in UNCERTAIN:
    SUITE.check(Part.FAULTS, Needs.WIRE)(_uncertain(_mode))


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def a_throttle_accepted_nothing(world: World) -> None:
    await world.stage.mode("throttle")

    with unavailable():
        await send(world, "n-1")

    same(await world.count(), 0, "messages in their books")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def an_answer_is_read_whatever_content_type_it_claims(world: World) -> None:
    await world.stage.mode("wrong_content_type")

    holds(await send(world, "n-1"), "it was accepted")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def a_slow_answer_in_time_is_an_answer(world: World) -> None:
    await world.stage.mode("slow", seconds=0.05)

    holds(await send(world, "n-1"), "it was accepted")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def a_question_that_fails_is_merely_unavailable(world: World) -> None:
    await send(world, "n-1")
    for mode in ("reset_after", "500", "malformed_json"):
        await world.stage.mode(mode)
        with unavailable():
            await ask(world, "n-1")
