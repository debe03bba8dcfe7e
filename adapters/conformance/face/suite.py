"""What every face vendor (实人认证) keeps to."""

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import Protocol

from adapters.conformance.envelope import each_fault_is_unavailable, each_fault_is_unknown, printed_without
from adapters.conformance.expectation import holds, never, refused, same, unavailable, unknown
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from domain.identity.outside import Cause, FaceSession, FaceVerdict, FaceVerifier
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused

NAME, NUMBER = PersonName("甲子"), DocumentNumber("370285199001019985")
LONGEST = timedelta(minutes=30)


class World(Protocol):
    """`ends`: how a check can be made to fail here; `hurried`: the same vendor, waited for a moment only."""

    @property
    def face(self) -> FaceVerifier: ...
    @property
    def hurried(self) -> FaceVerifier: ...
    @property
    def stage(self) -> Stage: ...
    @property
    def meta_info(self) -> str: ...
    @property
    def ends(self) -> Sequence[Cause]: ...
    async def finish(self, session: FaceSession, cause: Cause = "") -> None: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...


SUITE: Suite[World] = Suite("face")


def order_no(number: int) -> str:
    return f"c{number:031x}"


async def opened(
    world: World,
    number: int = 1,
    *,
    by: FaceVerifier | None = None,
    name: PersonName = NAME,
    document: DocumentNumber = NUMBER,
    meta_info: str | None = None,
) -> FaceSession:
    """A check under our number `number`."""
    return await (by or world.face).open(
        name,
        document,
        order_no=order_no(number),
        meta_info=world.meta_info if meta_info is None else meta_info,
        return_url="https://palm.invalid/#/identity?check=idc_invented&ticket=invented",
        callback_url=f"{world.stage.listener.url}/doorbell",
        callback_token="invented-token",  # noqa: S106 - invented
    )


@SUITE.check(Part.HAPPY)
async def a_check_opens_for_half_an_hour_at_most(world: World) -> None:
    now = world.stage.clock.now()

    session = await opened(world)

    holds(session.reference and session.url, "there is a reference, and where to go")
    holds(now < session.expires_at <= now + LONGEST, "it ends within half an hour")


@SUITE.check(Part.HAPPY)
async def a_check_nobody_finished_is_pending(world: World) -> None:
    session = await opened(world)

    same((await world.face.verdict(session.reference)).outcome, "pending", "the outcome")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def the_right_face_passes(world: World) -> None:
    session = await opened(world)
    await world.finish(session)

    verdict = await world.face.verdict(session.reference)

    same((verdict.outcome, verdict.cause), ("passed", ""), "the verdict")


@SUITE.check(Part.HAPPY)
async def a_session_prints_neither_its_reference_nor_its_address(world: World) -> None:
    session = await opened(world)

    printed_without(session.reference, session)
    printed_without(session.url, session)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_check_that_failed_says_why(world: World) -> None:
    sessions = [await opened(world, number) for number, _ in enumerate(world.ends, 1)]

    for session, cause in zip(sessions, world.ends, strict=True):
        await world.finish(session, cause)
        verdict = await world.face.verdict(session.reference)
        same((verdict.outcome, verdict.cause), ("failed", cause), "the verdict")


@SUITE.check(Part.REFUSALS)
async def a_reference_the_vendor_never_gave_is_refused(world: World) -> None:
    with refused():
        await world.face.verdict("somebody-elses")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def one_persons_pass_is_nobody_elses(world: World) -> None:
    mine, theirs = await opened(world, 1), await opened(world, 2)
    await world.finish(theirs)

    same((await world.face.verdict(mine.reference)).outcome, "pending", "the check that was not passed")


@SUITE.check(Part.IDEMPOTENCY)
async def a_number_of_ours_used_twice_is_refused_or_opens_another_check(world: World) -> None:
    first = await opened(world)

    try:
        second = await opened(world)
    except Refused:
        return

    never(second.reference == first.reference, "one check opened twice")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_verdict_is_told_alike_however_often_it_is_asked_for(world: World) -> None:
    session = await opened(world)
    await world.finish(session)

    told = [await world.face.verdict(session.reference) for _ in range(3)]

    same({(one.outcome, one.cause) for one in told}, {("passed", "")}, "all that was told")


@SUITE.check(Part.IDEMPOTENCY)
async def forgetting_twice_is_harmless(world: World) -> None:
    session = await opened(world)

    await world.face.forget(session.reference)
    await world.face.forget(session.reference)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def an_opening_whose_answer_was_lost_is_unknown_and_another_number_opens_another(world: World) -> None:
    await opened(world, 1)
    await world.lose_the_answer()
    with unknown():
        await opened(world, 2)

    again = await opened(world, 3)

    await world.finish(again)
    same((await world.face.verdict(again.reference)).outcome, "passed", "the check that was opened instead")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_vendor_has_opened_nothing(world: World) -> None:
    await opened(world, 1)
    await world.be_busy()

    with unavailable():
        await opened(world, 2)


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_to_an_opening_it_is_not_taken_for_nothing(world: World) -> None:
    numbers = iter(range(1, 100))
    await opened(world, next(numbers))

    def opening(by: FaceVerifier) -> Awaitable[FaceSession]:
        world.stage.clock.move(minutes=1)  # who was told «too often» is not asked again within the minute
        return opened(world, next(numbers), by=by)

    await each_fault_is_unknown(world.stage, lambda: opening(world.face), lambda: opening(world.hurried))


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_to_a_question_no_verdict_is_read_from_it(world: World) -> None:
    session = await opened(world)
    await world.finish(session)

    def asking(face: FaceVerifier) -> Awaitable[FaceVerdict]:
        world.stage.clock.move(minutes=1)
        return face.verdict(session.reference)

    await each_fault_is_unavailable(world.stage, lambda: asking(world.face), lambda: asking(world.hurried))


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def no_name_and_no_number_stands_in_an_address(world: World) -> None:
    session = await opened(world)
    await world.face.verdict(session.reference)

    said = " ".join(one.what for one in world.stage.exchanges)
    never(NUMBER.reveal() in said or NAME.reveal() in said, "a person in an address")
