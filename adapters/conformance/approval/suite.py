"""What every approval back-end (审批系统) keeps to: filing, materials, sealed documents, pushes, the pull.

Proposals, supplements and endings, promises and revocations stand beside it, on the same suite.
"""

from dataclasses import replace

from adapters.conformance.approval.world import (
    BIZ_NO,
    NEVER_FILED,
    OLD,
    PAPER,
    SUITE,
    World,
    accepted,
    filing,
)
from adapters.conformance.expectation import holds, refused, same, signature_wrong, unavailable, unknown
from adapters.conformance.suite import Needs, Part
from adapters.envelope.signature import sm3_hex
from domain.decisions.outside import (
    DocumentKind,
    OldPiece,
)
from domain.decisions.push import PushStatus
from domain.kernel.ids import CaseNumber
from domain.kernel.personal import Free


@SUITE.check(Part.HAPPY)
async def material_arrives_as_declared_and_again_is_harmless(world: World) -> None:
    number = (await world.back_end.file(filing(world))).number
    same(await world.missing(number), [0], "what is missing")

    for _ in range(2):
        await world.back_end.put_material(number, 0, PAPER, sm3_hex(PAPER))
        same(await world.missing(number), [], "what is missing then")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_sealed_document_is_fetched_and_its_seal_holds(world: World) -> None:
    number = await accepted(world)

    (ref,) = await world.back_end.documents(number)
    sealed = await world.back_end.fetch(ref)

    same(ref.kind, DocumentKind.ACCEPTANCE, "the document")
    same(sm3_hex(sealed.content), ref.sm3, "its digest")
    holds(sealed.seal_fingerprint, "whose seal it is, is known")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def what_was_served_has_its_receipt(world: World) -> None:
    number = await accepted(world)
    await world.grant(number)
    await world.serve(number)

    kinds = [ref.kind for ref in await world.back_end.documents(number)]

    same(kinds, [DocumentKind.ACCEPTANCE, DocumentKind.GRANTED, DocumentKind.SERVICE], "the documents")
    same(await world.back_end.standing(number), PushStatus.GRANTED, "where the case stands")


@SUITE.check(Part.HAPPY)
async def a_case_nothing_was_said_of_has_no_steps(world: World) -> None:
    number = (await world.back_end.file(filing(world))).number

    same(await world.steps.steps(number), (), "the steps")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def what_was_pushed_can_be_asked_for_word_for_word(world: World) -> None:
    number = await accepted(world)
    (posted,) = await world.posted()

    (told,) = await world.steps.steps(number)

    same(told, await world.pushes.parse(*posted), "the step")


@SUITE.check(Part.REFUSALS)
async def other_content_under_the_same_number_is_refused(world: World) -> None:
    await world.back_end.file(filing(world))

    with refused("4091"):
        await world.back_end.file(replace(filing(world), form={"address": Free("别处")}))


@SUITE.check(Part.REFUSALS)
async def other_bytes_than_declared_are_refused(world: World) -> None:
    number = (await world.back_end.file(filing(world))).number

    with refused():
        await world.back_end.put_material(number, 0, b"other", sm3_hex(b"other"))
    with refused():
        await world.back_end.put_material(number, 0, b"other", sm3_hex(PAPER))


@SUITE.check(Part.REFUSALS)
async def a_case_it_never_gave_a_number_has_no_steps_to_tell(world: World) -> None:
    with refused("4040"):
        await world.steps.steps(CaseNumber("N-0"))


@SUITE.check(Part.REFUSALS)
async def originals_are_reported_again_and_again_but_only_the_declared(world: World) -> None:
    number, at = (await world.back_end.file(filing(world))).number, world.clock.now()

    for _ in range(2):
        await world.back_end.report_originals(number, OLD, at, "staff-7")
    await world.back_end.report_originals(number, OLD[:1], at, "staff-7", lost=OLD[1:])

    with refused("4220"):
        await world.back_end.report_originals(number, (OldPiece("正本", 1, "另一本"),), at, "staff-7")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_document_altered_on_the_way_is_not_handed_out(world: World) -> None:
    number = await accepted(world)
    (ref,) = await world.back_end.documents(number)
    await world.alter(ref)

    with refused("seal-invalid"):
        await world.back_end.fetch(ref)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_document_other_than_the_one_listed_is_not_handed_out(world: World) -> None:
    number = await accepted(world)
    (ref,) = await world.back_end.documents(number)

    with refused("seal-invalid"):
        await world.back_end.fetch(replace(ref, sm3=sm3_hex(b"another decision")))


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def the_same_filing_twice_is_one_case(world: World) -> None:
    first = await world.back_end.file(filing(world))

    same(await world.back_end.file(filing(world)), first, "the second answer")
    holds(first.number, "there is a number")
    same(await world.count(), 1, "how many cases there are")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_asking_finds_the_case(world: World) -> None:
    await world.lose_the_answer()

    with unknown():
        await world.back_end.file(filing(world))
    found = await world.back_end.ask(BIZ_NO)

    same(found, await world.back_end.file(filing(world)), "what was found")
    same(await world.count(), 1, "how many cases there are")


@SUITE.check(Part.UNKNOWN)
async def a_case_never_filed_is_not_there(world: World) -> None:
    same(await world.back_end.ask(NEVER_FILED), None, "what is found")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_back_end_took_nothing(world: World) -> None:
    await world.be_busy()

    with unavailable():
        await world.back_end.file(filing(world))

    same(await world.count(), 0, "how many cases there are")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_push_is_read_once(world: World) -> None:
    number = await accepted(world)
    (posted,) = await world.posted()

    push = await world.pushes.parse(*posted)

    same((push.number, push.biz_no), (number, BIZ_NO), "whose it is")
    same((push.status, push.seq, len(push.documents)), (PushStatus.ACCEPTED, 1, 1), "what it says")
    with signature_wrong():
        await world.pushes.parse(*posted)


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_forged_or_stale_push_is_refused(world: World) -> None:
    await accepted(world)
    ((method, path, headers, body),) = await world.posted()

    with signature_wrong():
        await world.pushes.parse(method, path, headers, body.replace(b"1", b"2"))
    with signature_wrong():
        await world.pushes.parse(method, path, {}, body)
    world.clock.move(seconds=301)
    with signature_wrong():
        await world.pushes.parse(method, path, headers, body)
