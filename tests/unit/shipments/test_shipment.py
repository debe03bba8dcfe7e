"""A parcel never goes back in time, only 本人签收 is a delivery, and every certificate is somewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.ids import CaseId, MatterId, ShipmentId
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.news_letter import read, write
from domain.shipments.outside import Contact, CourierBooking, CourierNews, ParcelEvent, ParcelState
from domain.shipments.piece import Custody, Piece, PiecesDoNotMatch, PiecesUnaccounted
from domain.shipments.shipment import Shipment
from domain.shipments.states import FINAL, NEXT, Direction, ShipmentState

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
NUMBER = "演370285民证字第2022-0001号"
DOOR = Contact(PersonName("甲子"), Phone("19900000101"), Address("山东省青岛市莱西市虚构路1号"))
COUNTER = Contact(PersonName("乙丑"), Phone("19900000102"), Address("山东省青岛市莱西市虚构路9号"))
MOVING = [
    ParcelState.ACCEPTED,
    ParcelState.PICKED_UP,
    ParcelState.IN_TRANSIT,
    ParcelState.OUT_FOR_DELIVERY,
    ParcelState.PARKED,
    ParcelState.PROBLEM,
    ParcelState.REFUSED,
    ParcelState.RETURNING,
    ParcelState.DELIVERED_OTHER,
    ParcelState.DELIVERED_SELF,
]
DIRECTIONS = st.sampled_from(list(Direction))


def a_shipment(
    direction: Direction = Direction.COLLECT, state: ShipmentState = ShipmentState.ORDERED
) -> Shipment:
    holder = Custody.HOLDER if direction is Direction.COLLECT else Custody.COUNTER
    pieces = [Piece("正本", "1", NUMBER, holder), Piece("副本", "1", NUMBER, holder)]
    return Shipment(
        ShipmentId(UUID(int=1)),
        CaseId(UUID(int=2)),
        MatterId(UUID(int=3)),
        direction,
        state,
        "ems",
        DOOR,
        COUNTER,
        pieces,
        AT,
        "a" * 32,
    )


def an_event(state: ParcelState, minutes: int = 0, code: str = "") -> ParcelEvent:
    return ParcelEvent(state, AT + timedelta(minutes=minutes), code or str(state), "")


def heard(shipment: Shipment, *events: ParcelEvent) -> Shipment:
    for event in events:
        shipment.hear(event)
    return shipment


def test_only_the_steps_of_the_table_are_taken() -> None:
    for before, to in product(ShipmentState, ShipmentState):
        shipment = a_shipment(state=before)
        if to in NEXT.get(before, ()):
            assert shipment.move(to) == (before, to)
            continue
        with pytest.raises(StepNotAllowed):
            shipment.move(to)


def test_nothing_follows_an_end_and_every_other_state_has_a_way_on() -> None:
    assert {state for state in ShipmentState if not NEXT.get(state)} == FINAL


@given(st.permutations([an_event(state, n) for n, state in enumerate(MOVING)]))
def test_in_whatever_order_a_track_comes_the_parcel_ends_where_the_newest_event_says(
    events: list[ParcelEvent],
) -> None:
    shipment = heard(a_shipment(), *events)

    assert shipment.state is ShipmentState.DELIVERED_SELF
    assert [event.at for event in shipment.events] == sorted(event.at for event in events)


@given(st.lists(st.sampled_from([an_event(state, n) for n, state in enumerate(MOVING)]), min_size=1))
def test_an_event_told_again_is_no_news(events: list[ParcelEvent]) -> None:
    shipment = heard(a_shipment(), *events)
    state, known = shipment.state, list(shipment.events)

    assert not any(shipment.hear(event) for event in events)
    assert (shipment.state, shipment.events) == (state, known)


def test_a_late_event_joins_the_history_and_moves_nothing() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.OUT_FOR_DELIVERY, 60))

    assert shipment.hear(an_event(ParcelState.PICKED_UP, 5))
    assert shipment.state is ShipmentState.OUT_FOR_DELIVERY


def test_of_two_events_of_one_second_the_further_one_counts() -> None:
    shipment = heard(
        a_shipment(), an_event(ParcelState.DELIVERED_SELF), an_event(ParcelState.OUT_FOR_DELIVERY)
    )

    assert shipment.state is ShipmentState.DELIVERED_SELF


def test_an_unknown_code_is_kept_and_moves_nothing_nor_holds_anything_up() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.UNKNOWN, 30), an_event(ParcelState.PICKED_UP, 10))

    assert shipment.state is ShipmentState.PICKED_UP
    assert len(shipment.events) == 2


def test_a_step_of_the_order_heard_late_does_not_hold_up_the_track() -> None:
    shipment = heard(
        a_shipment(),
        an_event(ParcelState.PICKED_UP, 1),
        an_event(ParcelState.PICKED_UP, 90, code="order:10"),
        an_event(ParcelState.DELIVERED_SELF, 60),
    )

    assert shipment.state is ShipmentState.DELIVERED_SELF


def test_a_track_that_begins_behind_the_order_does_not_take_the_parcel_back() -> None:
    shipment = heard(
        a_shipment(),
        an_event(ParcelState.PICKED_UP, 10, code="order:10"),
        an_event(ParcelState.ACCEPTED, 2),
    )

    assert shipment.state is ShipmentState.PICKED_UP


def test_a_cancellation_counts_until_the_track_tells_of_the_pick_up() -> None:
    cancelled = an_event(ParcelState.CANCELLED, 30, code="order:99")

    waiting = heard(a_shipment(), an_event(ParcelState.ACCEPTED, 1), cancelled)
    fetched = heard(a_shipment(), an_event(ParcelState.PICKED_UP, 1), cancelled)

    assert waiting.state is ShipmentState.CANCELLED
    assert fetched.state is ShipmentState.PICKED_UP


def test_a_step_of_the_order_is_known_by_its_code_whenever_it_is_heard() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.ACCEPTED, 1, code="order:1"))

    assert not shipment.hear(an_event(ParcelState.ACCEPTED, 31, code="order:1"))


def test_the_couriers_word_shows_that_an_order_of_unknown_fate_stands() -> None:
    for before in (ShipmentState.PLANNED, ShipmentState.ORDERING, ShipmentState.UNKNOWN):
        told = heard(a_shipment(state=before), an_event(ParcelState.ORDERED, code="order:0"))
        assert told.state is ShipmentState.ORDERED


@pytest.mark.parametrize("state", [ParcelState.PARKED, ParcelState.DELIVERED_OTHER])
def test_a_locker_or_another_ones_signature_is_not_a_delivery(state: ParcelState) -> None:
    shipment = heard(a_shipment(Direction.DELIVER), an_event(ParcelState.PICKED_UP), an_event(state, 9))

    assert shipment.delivered_at is None
    assert {piece.custody for piece in shipment.pieces} == {Custody.COURIER}


def test_the_receivers_own_signature_is_a_delivery_into_their_hands() -> None:
    shipment = heard(a_shipment(Direction.DELIVER), an_event(ParcelState.DELIVERED_SELF, 9))

    assert shipment.delivered_at == AT + timedelta(minutes=9)
    assert {piece.custody for piece in shipment.pieces} == {Custody.HOLDER}


def test_a_signature_at_our_counter_does_not_end_the_couriers_custody() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.DELIVERED_SELF))

    assert {piece.custody for piece in shipment.pieces} == {Custody.COURIER}


@given(DIRECTIONS, st.lists(st.sampled_from(list(ParcelState))))
def test_every_piece_is_accounted_for_whatever_happens(
    direction: Direction, states: list[ParcelState]
) -> None:
    shipment = heard(a_shipment(direction), *(an_event(state, n) for n, state in enumerate(states)))

    assert [(piece.kind, piece.serial) for piece in shipment.pieces] == [("正本", "1"), ("副本", "1")]
    assert len({piece.custody for piece in shipment.pieces}) == 1


def test_what_comes_back_is_with_whoever_sent_it() -> None:
    collected = heard(a_shipment(), an_event(ParcelState.PICKED_UP), an_event(ParcelState.RETURNED, 9))
    delivered = heard(a_shipment(Direction.DELIVER), an_event(ParcelState.RETURNED, 9))

    assert {piece.custody for piece in collected.pieces} == {Custody.HOLDER}
    assert {piece.custody for piece in delivered.pieces} == {Custody.COUNTER}


def test_a_lost_parcel_says_that_its_pieces_are_missing() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.LOST))

    assert {piece.custody for piece in shipment.pieces} == {Custody.MISSING}


BOTH = [("正本", "1", NUMBER), ("副本", "1", NUMBER)]


def test_a_scan_of_every_piece_ends_custody_at_the_counter() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.DELIVERED_SELF))

    shipment.scan([("副本", "1", "演３７０２８５民证字第2022-0001号 "), BOTH[0]], {}, at=AT)

    assert (shipment.state, shipment.scanned_at) == (ShipmentState.SCANNED, AT)
    assert {piece.custody for piece in shipment.pieces} == {Custody.COUNTER}


@pytest.mark.parametrize(
    ("scanned", "refusal", "missing"),
    [
        ([BOTH[0]], PiecesUnaccounted, ["副本1"]),
        ([], PiecesUnaccounted, ["副本1", "正本1"]),
        ([BOTH[0], ("副本", "1", "演370285民证字第2022-0002号")], PiecesDoNotMatch, ["副本1"]),
        ([*BOTH, ("副本", "2", NUMBER)], PiecesDoNotMatch, ["副本2"]),
        ([BOTH[0], BOTH[0], BOTH[1]], PiecesDoNotMatch, ["正本1"]),
    ],
)
def test_a_piece_too_few_too_many_or_of_another_number_is_not_taken_in(
    scanned: list[tuple[str, str, str]], refusal: type[Refusal], missing: list[str]
) -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.DELIVERED_SELF))

    with pytest.raises(refusal) as refused:
        shipment.scan(scanned, {}, at=AT)

    assert refused.value.data == {"missing": missing}
    assert (shipment.state, shipment.scanned_at) == (ShipmentState.DELIVERED_SELF, None)


@pytest.mark.parametrize("state", [ShipmentState.ORDERING, ShipmentState.LOST, ShipmentState.SCANNED])
def test_what_cannot_lie_on_the_desk_is_not_scanned(state: ShipmentState) -> None:
    with pytest.raises(StepNotAllowed):
        a_shipment(state=state).scan(BOTH, {}, at=AT)


def test_a_new_certificate_is_not_taken_in() -> None:
    with pytest.raises(StepNotAllowed):
        a_shipment(Direction.DELIVER).scan(BOTH, {}, at=AT)


def test_after_the_scan_the_couriers_late_word_is_history() -> None:
    shipment = heard(a_shipment(), an_event(ParcelState.DELIVERED_SELF))
    shipment.scan(BOTH, {}, at=AT)

    shipment.hear(an_event(ParcelState.LOST, 99))

    assert shipment.state is ShipmentState.SCANNED
    assert {piece.custody for piece in shipment.pieces} == {Custody.COUNTER}


def test_numbers_known_first_stay_whichever_side_told_them() -> None:
    shipment = a_shipment()
    shipment.learn(CourierNews(order_id="o-1", waybill="1199000000001", freight_fen=1200), at=AT)

    shipment.adopt(CourierBooking("kuaidi100", "t-1", "o-2", ""))
    shipment.learn(CourierNews(waybill="1199000000002", freight_fen=300), at=AT)

    assert (shipment.order_id, shipment.task_id, shipment.waybill) == ("o-1", "t-1", "1199000000001")
    assert shipment.freight_fen == 1500


def test_the_inbox_gives_back_the_news_it_was_given() -> None:
    news = CourierNews(
        order_id="o-1",
        waybill="1199000000001",
        carrier="ems",
        courier_name=PersonName("丙寅"),
        courier_phone=Phone("19900000103"),
        events=(an_event(ParcelState.PICKED_UP, 3, "103"),),
        ended=True,
        freight_fen=1200,
    )

    assert read(write(news)) == news
    assert read(write(replace(news, courier_name=None, courier_phone=None, events=()))).events == ()


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("演370285民证字第2022-0001号", "演37**************001号"),
        ("JY137028500", "JY1****8500"),
        ("JY13702850", "**********"),
        ("", ""),
    ],
)
def test_a_hint_is_enough_to_know_a_paper_by_and_too_little_to_copy(number: str, hint: str) -> None:
    assert Piece("正本", "1", number, Custody.HOLDER).hint == hint
