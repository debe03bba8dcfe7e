"""Promises (承诺): how each ended is told once; what was promised may come after acceptance."""

import hashlib
from dataclasses import replace

from adapters.conformance.approval.world import PAPER, SUITE, World, filing
from adapters.conformance.expectation import refused, same, unknown
from adapters.conformance.suite import Needs, Part
from adapters.envelope.signature import sm3_hex
from domain.decisions.outside import FilingMaterial, FilingPromise
from domain.kernel.ids import CaseNumber
from domain.promises.outside import Outcome
from domain.promises.promise import Brought

REPORT = b"%PDF-1.4 last year's report"
BROUGHT = Brought("application/pdf", len(REPORT), sm3_hex(REPORT))
FORM, LATER, INSTEAD = 0, 1, 2  # their places in the filing


async def promised(world: World) -> CaseNumber:
    """Accepted, with one material to come later and one that a commitment stands for."""
    digest = hashlib.sha256(b"the text").hexdigest()
    later = FilingPromise("defer", "deferral-1", digest, world.clock.now(), 10)
    plain = filing(world)
    whole = replace(
        plain,
        old_certificate="none",
        old_pieces=(),
        materials=(
            *plain.materials,
            FilingMaterial("年度报告", "person", "", "", 0, later),
            FilingMaterial("任职文件", "person", "", "", 0, replace(later, kind="instead", days=None)),
        ),
    )
    number = (await world.back_end.file(whole)).number
    await world.back_end.put_material(number, FORM, PAPER, sm3_hex(PAPER))
    await world.accept(number)
    return number


@SUITE.check(Part.HAPPY, Needs.HAND)
async def nobody_waits_for_what_is_promised(world: World) -> None:
    same(await world.missing(await promised(world)), [], "what is missing")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def what_was_promised_arrives_after_acceptance_and_again_is_harmless(world: World) -> None:
    number = await promised(world)

    for _ in range(2):
        await world.promises.tell(number, LATER, "kept", world.clock.now(), brought=BROUGHT)
        await world.promises.put_material(number, LATER, REPORT, BROUGHT.sm3)

    same(await world.missing(number), [], "what is missing")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def other_bytes_than_brought_are_refused(world: World) -> None:
    number = await promised(world)
    await world.promises.tell(number, LATER, "kept", world.clock.now(), brought=BROUGHT)

    with refused():
        await world.promises.put_material(number, LATER, b"%PDF other", sm3_hex(b"%PDF other"))


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_commitment_that_was_kept_is_not_untrue(world: World) -> None:
    await _ends_once(world, "kept", "untrue")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_commitment_that_was_untrue_is_not_kept(world: World) -> None:
    await _ends_once(world, "untrue", "kept")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_commitment_that_was_taken_back_is_not_kept(world: World) -> None:
    await _ends_once(world, "withdrawn", "kept")


async def _ends_once(world: World, outcome: Outcome, other: Outcome) -> None:
    """The same again is harmless."""
    number = await promised(world)
    for _ in range(2):
        await world.promises.tell(number, INSTEAD, outcome, world.clock.now())

    with refused("4091"):
        await world.promises.tell(number, INSTEAD, other, world.clock.now())


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_late_deferral_is_told_without_a_file(world: World) -> None:
    number = await promised(world)
    await world.promises.tell(number, LATER, "late", world.clock.now())

    with refused():
        await world.promises.tell(number, LATER, "kept", world.clock.now(), brought=BROUGHT)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def nothing_is_told_of_a_material_that_was_handed_in(world: World) -> None:
    number = await promised(world)

    with refused("4040"):
        await world.promises.tell(number, FORM, "late", world.clock.now())


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_deferral_is_not_withdrawn_nor_kept_without_its_file(world: World) -> None:
    number = await promised(world)

    with refused():
        await world.promises.tell(number, LATER, "withdrawn", world.clock.now())
    with refused():
        await world.promises.tell(number, LATER, "kept", world.clock.now())


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_telling_again_is_safe(world: World) -> None:
    number = await promised(world)
    await world.lose_the_answer()

    with unknown():
        await world.promises.tell(number, LATER, "kept", world.clock.now(), brought=BROUGHT)

    await world.promises.tell(number, LATER, "kept", world.clock.now(), brought=BROUGHT)
    await world.promises.put_material(number, LATER, REPORT, BROUGHT.sm3)
