"""What is asked of a back-end behind our own profile (签名信封) alone: wire, faults, pushes.

Source: docs/vendors/approval-back-end.md; GB/T 32905-2016 for SM3.
"""

from dataclasses import replace
from typing import Any

from adapters.approval.back_end import ApprovalSystem
from adapters.conformance.approval import endings, promises, proposals, revocations, suite
from adapters.conformance.approval.enveloped import PUSH_APP, PUSH_SECRET, Enveloped, opened
from adapters.conformance.approval.world import BIZ_NO, SUITE, accepted, filed, filing
from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    each_fault_is_unavailable,
    each_fault_is_unknown,
    signed,
)
from adapters.conformance.expectation import never, refused, same, signature_wrong
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.envelope.signature import EnvelopeKey, sm3_hex
from domain.decisions.push import PushStatus
from domain.kernel.ids import CaseNumber

BESIDE = (suite, endings, promises, proposals, revocations)  # their checks stand on one suite
VECTOR = EnvelopeKey("testApp", b"testSecret")
TARGET, STAMP, NONCE, BODY = (
    "/api/v1/cases?b=%E5%BC%A0+1&a=2",
    "1767323045",
    "0123456789abcdef",
    b'{"bizNo":"x"}',
)


OWN: Suite[Enveloped] = Suite("approval")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def either_of_the_two_macs_opens_the_door(world: Enveloped) -> None:
    other = ApprovalSystem(
        signed(world.stage, world.url, "approval", algorithm="HMAC-SHA256"), trust=world.trust
    )

    first = await world.back_end.file(filing(world))

    same(await other.ask(BIZ_NO), first, "what the other one finds")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def each_step_is_told_in_a_word_we_know(world: Enveloped) -> None:
    number = await accepted(world)
    for outcome in ("suspend", "resume", "grant", "serve", "revoke"):
        stop = {"stop": {"reason": "听证", "documentNumber": "听〔2026〕1号"}} if outcome == "suspend" else {}
        await world.stage.control("/__decide", caseNo=number, outcome=outcome, **stop)

    steps = await world.steps.steps(number)

    known = [step.status for step in steps]
    never(PushStatus.UNKNOWN in known, "a word nobody knows")
    same([step.seq for step in steps], list(range(1, 7)), "their numbers")
    same(known[-2:], [PushStatus.SERVED, PushStatus.REVOKED], "the last two")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_number_that_would_be_a_path_is_not_sent(world: Enveloped) -> None:
    with refused("segment-malformed"):
        await world.back_end.standing(CaseNumber("../cases"))

    never(any(".." in one.what for one in world.stage.exchanges), "such a path on the wire")


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def a_number_longer_than_any_is_not_taken_for_one(world: Enveloped) -> None:
    number = (await accepted(world)).encode()
    ((method, path, headers, body),) = await world.posted()
    told = body.replace(number, number * 2)
    signature = world.theirs.sign(method, path, headers["X-Timestamp"], headers["X-Nonce"], told)

    never(told == body, "the push as it was")
    with signature_wrong():
        await world.pushes.parse(method, path, {**headers, "X-Signature": signature}, told)


@OWN.check(Part.VECTORS, Needs.WIRE)
async def sm3_digests_the_standards_example(world: Enveloped) -> None:
    del world

    same(
        sm3_hex(b"abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", "GB/T 32905 A.1"
    )


@OWN.check(Part.VECTORS, Needs.WIRE)
async def a_request_is_signed_as_in_the_profiles_vector(world: Enveloped) -> None:
    del world
    sm3 = VECTOR.sign("POST", TARGET, STAMP, NONCE, BODY)
    sha = replace(VECTOR, algorithm="HMAC-SHA256").sign("POST", TARGET, STAMP, NONCE, BODY)

    same(sm3, "73317d2c91baf917603f18e1d22ab7dc013445ca0e788d023929d8ef17b32a4b", "HMAC-SM3")
    same(sha, "0fa47b21633b4aff0d84f2091c805fdf440844dfed017092bb43ce317076d79a", "HMAC-SHA256")


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def pushes_in_disorder_and_twice_are_each_read_with_their_number(world: Enveloped) -> None:
    await world.stage.control("/__push", duplicate=True, reorder=True)
    number = await accepted(world)
    await world.grant(number)

    heard = [await world.pushes.parse(*posted) for posted in await world.posted(4)]

    same(sorted(push.seq for push in heard), [1, 1, 2, 2], "their numbers")
    same({push.number for push in heard}, {number}, "whose they are")


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def a_push_signed_with_our_own_key_is_nobodys(world: Enveloped) -> None:
    await accepted(world)
    ((method, path, headers, body),) = await world.posted()
    stamp, nonce = headers["X-Timestamp"], "f" * 16
    ours = EnvelopeKey(PUSH_APP, CALLER.secret).sign(method, path, stamp, nonce, body)

    with signature_wrong():
        forged = {**headers, "X-Nonce": nonce, "X-Signature": ours}
        await world.pushes.parse(method, path, forged, body)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_to_a_filing_it_is_unknown_and_one_case_in_the_end(world: Enveloped) -> None:
    hurried = ApprovalSystem(
        signed(world.stage, world.url, "approval", deadline_seconds=IMPATIENT), trust=world.trust
    )

    await each_fault_is_unknown(
        world.stage,
        lambda: world.back_end.file(filing(world)),
        lambda: hurried.file(filing(world)),
    )

    same(await world.count(), 1, "how many cases there are")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_to_a_question_later_is_safe(world: Enveloped) -> None:
    number = await filed(world)
    hurried = ApprovalSystem(
        signed(world.stage, world.url, "approval", deadline_seconds=IMPATIENT), trust=world.trust
    )

    await each_fault_is_unavailable(
        world.stage, lambda: world.back_end.documents(number), lambda: hurried.documents(number)
    )


KIT: VendorKit[Any] = VendorKit(
    "envelope", SUITE, opened, {**ACCOUNT, "push_app": PUSH_APP, "push_secret": PUSH_SECRET}, "secret", OWN
)
