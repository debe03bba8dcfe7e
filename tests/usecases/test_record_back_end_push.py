"""What the back-end says moves the case forward only, once, whatever comes twice, late or too early."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.decision import Result
from domain.decisions.push import PushedLicence, PushStatus
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.piece import Custody
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState
from domain.usecases.replay_case import ReplayCase
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.decided import LICENCE_NUMBER, REMEDY, Decided, confirmed

STORY = ((PushStatus.SUPPLEMENT, 1), (PushStatus.ACCEPTED, 2), (PushStatus.GRANTED, 3))


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await confirmed(core, clock)


@pytest.fixture
async def filed(world: Decided) -> Decided:
    await world.desk.file_case(world.case)
    return world


async def _jobs() -> list[str]:
    return [name for name, _ in await jobs_deferred()]


async def _parcel(world: Decided, direction: Direction) -> Shipment | None:
    parcels = await world.shipments.of_case(world.case)
    return next((parcel for parcel in parcels if parcel.direction is direction), None)


async def test_acceptance_starts_the_clock_and_fetches_the_notice(filed: Decided) -> None:
    push = filed.push(PushStatus.ACCEPTED, 1)

    await filed.hear(push)

    case = await filed.cases.by_id(filed.case)
    assert (case.state, case.accepted_at) == (CaseState.ACCEPTED, push.at)
    assert await _jobs() == ["fetch-documents"]
    assert (await filed.told())[-1] == "case-accepted"


async def test_a_grant_is_no_licence_yet_and_asks_for_it(filed: Decided) -> None:
    await filed.hear(filed.push(PushStatus.ACCEPTED, 1), filed.push(PushStatus.GRANTED, 2))

    case, decision = await filed.cases.by_id(filed.case), await filed.decisions.of_case(filed.case)
    assert case.state is CaseState.GRANTED
    assert decision is not None
    assert (decision.result, decision.licence_number) == (Result.GRANTED, LICENCE_NUMBER)
    assert decision.licence is None
    assert "fetch-licence" in await _jobs()


async def test_a_denial_says_why_and_what_can_be_done_and_never_asks_the_bank(filed: Decided) -> None:
    await filed.hear(filed.push(PushStatus.ACCEPTED, 1), filed.push(PushStatus.DENIED, 2))
    await filed.desk.fetch_licence(filed.case)

    decision = await filed.decisions.of_case(filed.case)
    assert decision is not None
    assert decision.reasons == ("不符合法定条件（演示）",)
    assert decision.remedies == (REMEDY,)
    assert "fetch-licence" not in await _jobs()
    assert filed.bank.purposes == []


@pytest.mark.parametrize("no", [PushStatus.DENIED, PushStatus.NOT_ACCEPTED])
async def test_after_a_no_the_certificate_at_our_counter_goes_back(filed: Decided, no: PushStatus) -> None:
    await filed.collection(ShipmentState.SCANNED)

    await filed.hear(filed.push(no, 1))

    back = await _parcel(filed, Direction.GIVE_BACK)
    assert back is not None
    assert back.receiver.name.reveal() == "甲子"
    assert [piece.custody for piece in back.pieces] == [Custody.COUNTER] * 3
    assert [arguments for name, arguments in await jobs_deferred() if name == "order-shipment"] == [
        {"shipment_id": str(back.shipment_id)}
    ]


async def test_a_certificate_still_under_way_goes_back_once_our_counter_has_it(filed: Decided) -> None:
    collected = await filed.collection(ShipmentState.PICKED_UP)
    await filed.hear(filed.push(PushStatus.NOT_ACCEPTED, 1))
    assert await _parcel(filed, Direction.GIVE_BACK) is not None
    assert "order-shipment" not in await _jobs()

    await filed.go_on(collected, ShipmentState.SCANNED)
    await filed.desk.report_originals(collected)

    assert (await _jobs()).count("order-shipment") == 1
    assert filed.back_end.originals == {}


async def test_after_a_no_the_courier_is_not_sent_for_the_certificate_any_more(filed: Decided) -> None:
    await filed.collection(ShipmentState.PLANNED)

    await filed.hear(filed.push(PushStatus.NOT_ACCEPTED, 1))

    collection = await _parcel(filed, Direction.COLLECT)
    assert collection is not None
    assert collection.state is ShipmentState.CANCELLED
    assert await _parcel(filed, Direction.GIVE_BACK) is None


async def test_one_push_worked_on_by_many_workers_counts_once(filed: Decided) -> None:
    message = await filed.kept(filed.push(PushStatus.GRANTED, 1))

    await asyncio.gather(*(filed.desk.record_back_end_push(message) for _ in range(4)))

    assert (await filed.told()).count("case-granted") == 1
    assert (await _jobs()).count("fetch-licence") == 1


async def test_a_push_that_comes_late_joins_the_history_and_moves_nothing(filed: Decided) -> None:
    accepted = filed.push(PushStatus.ACCEPTED, 1)
    filed.clock.go_on(timedelta(days=5))

    await filed.hear(filed.push(PushStatus.GRANTED, 2), accepted)

    case = await filed.cases.by_id(filed.case)
    assert (case.state, case.push_seq) == (CaseState.GRANTED, 2)
    assert case.accepted_at == accepted.at
    assert (await filed.told())[-2:] == ["case-granted", "push-kept"]


async def test_a_push_quicker_than_the_answer_to_our_filing_brings_the_number(world: Decided) -> None:
    await world.hear(world.push(PushStatus.ACCEPTED, 1, number="N-20261121-1"))

    case = await world.cases.by_id(world.case)
    assert (case.state, case.number) == (CaseState.ACCEPTED, "N-20261121-1")
    assert await world.told() == ["case-filed", "case-accepted"]


async def test_a_supplement_before_our_filing_is_recorded_leaves_it_to_be_finished(world: Decided) -> None:
    world.back_end.trouble.answer_lost = True
    with pytest.raises(Exception, match="answer-lost"):
        await world.desk.file_case(world.case)
    await world.hear(world.push(PushStatus.SUPPLEMENT, 1))

    await world.desk.file_case(world.case)

    assert (await world.cases.by_id(world.case)).state is CaseState.SUPPLEMENTING
    assert len(world.back_end.materials) == 1


async def test_a_push_for_a_case_nobody_knows_waits_and_is_not_lost(world: Decided) -> None:
    push = world.push(PushStatus.ACCEPTED, 1, number="N-9", biz_no="case_00000000000000000000000000")
    message = await world.kept(push)

    for _ in range(2):
        with pytest.raises(Unavailable):
            await world.desk.record_back_end_push(message)

    async with world.core.atomic():
        assert await world.inbox.take(message) is not None


async def test_a_push_under_another_number_is_for_a_person_to_look_at(filed: Decided) -> None:
    message = await filed.kept(filed.push(PushStatus.GRANTED, 1, number="N-other"))

    with pytest.raises(StepNotAllowed):
        await filed.desk.record_back_end_push(message)

    assert (await filed.cases.by_id(filed.case)).state is CaseState.FILED


async def test_a_decision_is_never_turned_into_its_opposite(filed: Decided) -> None:
    await filed.hear(filed.push(PushStatus.DENIED, 1))
    message = await filed.kept(filed.push(PushStatus.GRANTED, 2))

    with pytest.raises(StepNotAllowed):
        await filed.desk.record_back_end_push(message)

    decision = await filed.decisions.of_case(filed.case)
    assert decision is not None
    assert decision.result is Result.DENIED


async def test_a_decision_said_again_under_a_new_number_changes_nothing(filed: Decided) -> None:
    granted = filed.push(PushStatus.GRANTED, 1)
    again = replace(granted, seq=3, licence=PushedLicence("another", "", None, None))

    await filed.hear(granted, again)

    decision = await filed.decisions.of_case(filed.case)
    assert decision is not None
    assert decision.licence_number == LICENCE_NUMBER
    assert (await _jobs()).count("fetch-licence") == 1


async def test_a_word_of_the_back_end_we_do_not_know_moves_nothing(filed: Decided) -> None:
    await filed.hear(filed.push(PushStatus.UNKNOWN, 1))

    assert (await filed.cases.by_id(filed.case)).state is CaseState.FILED
    assert (await filed.told())[-1] == "push-kept"


@pytest.mark.parametrize("order", list(permutations(STORY)))
async def test_whatever_the_order_of_its_pushes_a_case_ends_the_same(
    world: Decided, order: tuple[tuple[PushStatus, int], ...]
) -> None:
    await world.hear(*(world.push(status, seq) for status, seq in order))

    case = await world.cases.by_id(world.case)
    assert (case.state, case.push_seq) == (CaseState.GRANTED, 3)
    assert case.accepted_at is not None
    assert (await ReplayCase(world.cases, world.core.ledger)(world.case)).state is case.state
