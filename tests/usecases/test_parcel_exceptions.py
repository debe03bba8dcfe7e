"""Whatever goes wrong with a parcel stands in queue 6 with one thing to do, and has an end."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.identity.check import Purpose
from domain.kernel.ids import MatterId, ShipmentId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import PersonName
from domain.kernel.refusal import Refused
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.shipments.call import Outcome
from domain.shipments.cause import Group
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.piece import Custody
from domain.shipments.shipment import ParcelStillAlive
from domain.shipments.states import Direction, ShipmentState
from domain.usecases.note_courier_call import CallNote
from domain.usecases.require_face import FaceForThisMatter
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.parcels import Parcels, parcels
from tests.usecases.test_cancel_collection import ended
from tests.usecases.test_certificate_custody import ALL, CLERK, TWO, key


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock, CaseState.LICENSED)


async def sent(made: Parcels, *states: ParcelState) -> ShipmentId:
    """The new certificate, on its way as far as that."""
    shipment = (await made.ordered(await made.delivery())).shipment_id
    for number, state in enumerate(states):
        told = ParcelEvent(state, made.clock() + timedelta(minutes=number), f"code-{number}", "")
        await made.told(shipment, told)
    return shipment


async def queued(made: Parcels) -> list[tuple[str, str]]:
    """Cause and next action of all that waits."""
    _, rows = await made.desk.list_certificates()
    return [(row.cause, str(row.to_do.acts[0])) for row in rows]


CAUSES: Mapping[ParcelState, tuple[str, str]] = {
    ParcelState.PARKED: ("to_confirm", "confirm_receipt"),
    ParcelState.DELIVERED_OTHER: ("to_confirm", "confirm_receipt"),
    ParcelState.PROBLEM: ("problem", "note_courier_call"),
    ParcelState.REFUSED: ("refused", "note_courier_call"),
    ParcelState.RETURNING: ("returning", "note_courier_call"),
    ParcelState.RETURNED: ("returned", "order_shipment_again"),
    ParcelState.CANCELLED: ("cancelled", "order_shipment_again"),
    ParcelState.LOST: ("lost", "reissue_certificate"),
}


@pytest.mark.parametrize("state", CAUSES)
async def test_every_exception_of_a_delivery_has_its_row_and_action(
    made: Parcels, state: ParcelState
) -> None:
    await sent(made, state)

    assert await queued(made) == [CAUSES[state]]


async def test_a_parcel_that_goes_well_is_nobodys_work(made: Parcels) -> None:
    await sent(made, ParcelState.PICKED_UP, ParcelState.IN_TRANSIT)

    assert await queued(made) == []


async def test_nobody_came_in_the_hours_that_were_chosen(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    await made.ordered(await made.collection())  # for the next morning, nine to eleven
    before = await queued(made)

    clock.go_on(timedelta(days=1, hours=1, minutes=1))

    assert (before, await queued(made)) == ([], [("not_picked_up", "note_courier_call")])


async def test_a_week_on_the_road_is_too_long(made: Parcels, clock: HandClock) -> None:
    await sent(made, ParcelState.IN_TRANSIT)
    clock.go_on(timedelta(days=7, minutes=1))

    assert await queued(made) == [("too_long", "note_courier_call")]


async def test_whoever_promised_is_left_alone_until_the_next_day(made: Parcels, clock: HandClock) -> None:
    shipment = await sent(made, ParcelState.PROBLEM)
    await made.desk.note_courier_call(CLERK, shipment, CallNote(Outcome.NO_ANSWER), key("1"))
    nobody = await queued(made)

    await made.desk.note_courier_call(CLERK, shipment, CallNote(Outcome.COMING, "今天派送"), key("2"))
    promised = await queued(made)
    clock.go_on(timedelta(days=1, minutes=1))

    assert (len(nobody), promised, len(await queued(made))) == (1, [], 1)
    _, [row] = await made.desk.list_certificates()
    assert [(call.by, call.outcome, call.words) for call in row.calls] == [
        ("c001", "no_answer", ""),
        ("c001", "coming", "今天派送"),
    ]


async def test_an_order_of_unknown_fate_is_ordered_again_only_when_the_courier_denies_it(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock)
    shipment = await made.collection()
    made.courier.trouble.before.append(Refused("courier", "400"))
    with pytest.raises(Refused):
        await made.desk.order_shipment(shipment)
    with pytest.raises(ParcelStillAlive):
        await made.desk.order_shipment_again(CLERK, shipment, key("1"))
    assert await queued(made) == [("with_staff", "note_courier_call")]

    await made.desk.note_courier_call(CLERK, shipment, CallNote(Outcome.NO_ORDER), key("2"))
    again = await made.desk.order_shipment_again(CLERK, shipment, key("3"))

    second = await made.shipments.by_id(ShipmentId(again.shipment_id))
    assert (second.attempt, len(second.pieces), second.state) == (2, 3, ShipmentState.PLANNED)
    assert ("order-shipment", {"shipment_id": str(second.shipment_id)}) in await jobs_deferred()
    assert await queued(made) == []
    with pytest.raises(ParcelStillAlive):
        await made.desk.order_shipment_again(CLERK, shipment, key("4"))


async def test_an_order_the_courier_knows_goes_on_under_its_waybill(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    shipment = await made.collection()
    made.courier.trouble.before.append(Refused("courier", "400"))
    with pytest.raises(Refused):
        await made.desk.order_shipment(shipment)

    now = await made.desk.note_courier_call(
        CLERK, shipment, CallNote(Outcome.HAS_ORDER, waybill="EX000000001CN"), key("1")
    )

    assert now.state == "ordered"
    assert (await made.shipments.by_id(shipment)).waybill == "EX000000001CN"


async def test_what_has_been_fetched_is_not_called_dead(made: Parcels) -> None:
    shipment = await sent(made, ParcelState.PICKED_UP, ParcelState.PROBLEM)

    with pytest.raises(StepNotAllowed):
        await made.desk.note_courier_call(CLERK, shipment, CallNote(Outcome.NO_ORDER), key("1"))

    assert await queued(made) == [("problem", "note_courier_call")]
    assert (await made.shipments.by_id(shipment)).calls == []


async def test_the_persons_word_makes_a_delivery_of_what_another_signed_for(made: Parcels) -> None:
    shipment = await sent(made, ParcelState.DELIVERED_OTHER)

    await made.desk.confirm_receipt(CLERK, shipment, "电话核实，家人代收后已交本人", key("1"))

    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.DELIVERED
    entries = await made.core.ledger.of_case(made.case.case_id)
    assert [(one.step.kind, one.step.staff) for one in entries[-2:]] == [
        ("parcel-delivered-self", "c001"),
        ("licence-delivered", "c001"),
    ]


async def test_a_new_certificate_lost_on_its_way_is_printed_again_on_the_same_case(made: Parcels) -> None:
    shipment = await sent(made, ParcelState.PICKED_UP, ParcelState.LOST)

    again = await made.desk.reissue_certificate(CLERK, shipment, "NO.000123", key("1"))
    same = await made.desk.reissue_certificate(CLERK, shipment, "NO.000123", key("1"))

    first, second = await made.shipments.of_case(made.case.case_id)
    assert (again, second.shipment_id, second.attempt) == (same, again.shipment_id, 2)
    assert {(piece.custody, piece.number) for piece in first.pieces} == {(Custody.VOID, "NO.000123")}
    assert {piece.custody for piece in second.pieces} == {Custody.COUNTER}
    entry = (await made.core.ledger.of_case(made.case.case_id))[-1].step
    assert (entry.kind, "000123" in str(entry.facts)) == ("certificate-reissued", False)
    assert await queued(made) == []
    with pytest.raises(StepNotAllowed):
        await made.desk.reissue_certificate(CLERK, shipment, "", key("2"))


async def test_one_that_never_came_though_another_signed_is_reissued_and_only_the_second_delivers(
    made: Parcels, clock: HandClock
) -> None:
    shipment = await sent(made, ParcelState.DELIVERED_OTHER)
    again = await made.desk.reissue_certificate(CLERK, shipment, "", key("1"))

    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock() + timedelta(1), "301", ""))
    still = (await made.cases.by_id(made.case.case_id)).state
    second = await made.ordered(ShipmentId(again.shipment_id))
    await made.told(second.shipment_id, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))

    assert still is CaseState.LICENSED
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.DELIVERED


async def test_what_is_not_lost_is_not_printed_twice(made: Parcels) -> None:
    shipment = await sent(made, ParcelState.IN_TRANSIT)

    with pytest.raises(StepNotAllowed):
        await made.desk.reissue_certificate(CLERK, shipment, "", key("1"))


async def test_old_certificates_lost_on_their_way_to_us_are_registered_and_reported(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock)
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.IN_TRANSIT, clock(), "0", ""))

    await made.desk.note_courier_call(CLERK, shipment, CallNote(Outcome.LOST, "书面答复"), key("1"))

    held = await made.shipments.by_id(shipment)
    assert (held.state, all(piece.is_accounted for piece in held.pieces)) == (ShipmentState.LOST, True)
    assert ("report-originals", {"shipment_id": str(shipment)}) in await jobs_deferred()
    assert (await made.kinds())[-1] == "certificate-declared-lost"
    assert await count("notices") == 1
    assert await queued(made) == []


async def test_an_old_one_lost_on_its_way_back_ends_with_an_agreement(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    await made.desk.scan_certificates(CLERK, shipment, ALL, key("1"))
    await ended(made, CaseState.DENIED)
    [back] = [
        one for one in await made.shipments.of_case(made.case.case_id) if one.direction is Direction.GIVE_BACK
    ]
    await made.ordered(back.shipment_id)
    await made.told(back.shipment_id, ParcelEvent(ParcelState.LOST, clock(), "lost", ""))
    before = await queued(made)

    await made.desk.note_courier_call(
        CLERK, back.shipment_id, CallNote(Outcome.SETTLED, "补领由本局代办"), key("2")
    )

    assert before == [("lost", "note_courier_call")]
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.CLOSED
    assert await queued(made) == []


async def test_the_missing_piece_of_a_collection_may_be_fetched_by_another_courier(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock)
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    await made.desk.scan_certificates(CLERK, shipment, TWO, key("1"))
    assert await queued(made) == [("awaited", "note_courier_call")]

    again = await made.desk.order_shipment_again(CLERK, shipment, key("2"))

    assert [(one.kind, one.serial) for one in again.pieces] == [("duplicate", "2")]
    assert await queued(made) == []


async def test_a_certificate_is_handed_over_at_the_counter_to_somebody_by_name(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock, CaseState.LICENSED, delivery_mode="counter")
    shipment = await made.delivery()
    assert await queued(made) == [("to_hand_over", "hand_over_at_counter")]

    now = await made.desk.hand_over_at_counter(CLERK, shipment, PersonName("甲子安"), key("1"))

    assert now.state_text == "已在窗口领取"
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.DELIVERED
    assert (await made.shipments.by_id(shipment)).handed_to == PersonName("甲子安")
    assert await queued(made) == []


async def test_what_is_on_the_road_is_listed_apart_and_is_nobodys_work(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    await made.ordered(await made.collection())

    arriving = await made.desk.list_certificates(group=Group.ARRIVING)

    assert (arriving[0], await queued(made)) == (1, [])


async def test_the_queue_says_how_many_wait_beyond_its_first_rows(core: Core, clock: HandClock) -> None:
    for _ in range(3):
        made = await parcels(core, clock, CaseState.LICENSED)
        await sent(made, ParcelState.LOST)

    backlog = await made.desk.queue_certificates(size=2)

    assert (backlog.count, len(backlog.rows)) == (3, 2)
    assert (backlog.rows[0].kind, backlog.rows[0].action, backlog.rows[0].light) == (
        "shipment",
        "补发新证",
        "red",
    )


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (ParcelState.PARKED, ["parcel-parked"]),
        (ParcelState.DELIVERED_OTHER, ["parcel-with-another"]),
        (ParcelState.LOST, ["parcel-problem"]),
        (ParcelState.DELIVERED_SELF, []),
        (ParcelState.OUT_FOR_DELIVERY, []),
    ],
)
async def test_what_waits_for_the_person_or_is_gone_is_told_them_at_once(
    made: Parcels, state: ParcelState, told: list[str]
) -> None:
    await sent(made, state)

    assert await notices_of(made) == told


async def test_what_comes_to_our_own_counter_is_nobodys_to_fetch(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    shipment = (await made.ordered(await made.collection())).shipment_id

    await made.told(shipment, ParcelEvent(ParcelState.PARKED, clock(), "501", ""))

    assert await notices_of(made) == []


async def test_a_parcel_that_still_lies_there_is_told_once(made: Parcels) -> None:
    await sent(made, ParcelState.PARKED, ParcelState.PARKED)

    assert await notices_of(made) == ["parcel-parked"]


async def notices_of(made: Parcels) -> list[str]:
    rows = await get_connection("default").execute_query_dict(
        "SELECT template FROM notices WHERE matter_id = %s ORDER BY queued_at, id", [made.case.matter]
    )
    return [row["template"] for row in rows]


@pytest.mark.parametrize("state", [ParcelState.PARKED, ParcelState.DELIVERED_OTHER, ParcelState.PROBLEM])
async def test_the_person_says_that_they_have_it_and_the_delivery_is_over(
    made: Parcels, state: ParcelState
) -> None:
    shipment = await sent(made, state)
    acting = await made.phone()

    first = await made.desk.say_received(acting, made.case.case_id, key("1"))
    again = await made.desk.say_received(acting, made.case.case_id, key("1"))

    assert (first.state, again) == ("delivered_self", first)
    assert {piece.custody for piece in (await made.shipments.by_id(shipment)).pieces} == {Custody.HOLDER}
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.DELIVERED
    assert await queued(made) == []
    said = [entry.step for entry in await made.core.ledger.of_case(made.case.case_id)]
    assert [step.acting is not None for step in said if step.kind == "parcel-delivered-self"] == [True]


async def test_what_comes_to_us_is_not_the_persons_to_receive(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_OTHER, clock(), "303", ""))

    with pytest.raises(StepNotAllowed):
        await made.desk.say_received(await made.phone(), made.case.case_id, key("1"))


@pytest.mark.parametrize("state", [ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY])
async def test_what_the_courier_still_carries_is_not_said_to_be_here(
    made: Parcels, state: ParcelState
) -> None:
    shipment = await sent(made, state)

    with pytest.raises(StepNotAllowed):
        await made.desk.say_received(await made.phone(), made.case.case_id, key("1"))

    assert (await made.shipments.by_id(shipment)).state == state.value
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.LICENSED


async def test_a_borrowed_phone_ends_nothing_by_saying_that_it_arrived(made: Parcels) -> None:
    shipment = await sent(made, ParcelState.PARKED)
    phone = Acting(made.case.actor, made.case.party, Level.PHONE, Channel.H5)
    elsewhere = MatterId(made.core.new_id())
    faces = [phone, await made.phone(Purpose.APPLY), await made.phone(matter=elsewhere)]

    for acting in faces:
        with pytest.raises(FaceForThisMatter):
            await made.desk.say_received(acting, made.case.case_id, key("1"))

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.PARKED
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.LICENSED


async def test_nobody_else_says_that_it_arrived(made: Parcels) -> None:
    await sent(made, ParcelState.PARKED)
    stranger = Acting(made.case.actor, made.case.actor, Level.PHONE, Channel.H5)

    with pytest.raises(NotFound):
        await made.desk.say_received(stranger, made.case.case_id, key("1"))
