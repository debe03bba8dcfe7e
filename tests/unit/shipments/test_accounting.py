"""Each 正本 and 副本 is accounted for: it is here, it is lost, or somebody is asked for it."""

from datetime import UTC, datetime

import pytest

from domain.kernel.personal import PersonName
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.accounting import is_settled, nothing_out, still_open, unaccounted
from domain.shipments.outside import ParcelState
from domain.shipments.piece import Absent, Custody, Piece, PiecesUnaccounted
from domain.shipments.shipment import ParcelStillAlive, Shipment
from domain.shipments.states import Direction, ShipmentState, Way
from tests.unit.shipments.test_shipment import NUMBER, a_shipment, an_event, heard

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
ORIGINAL, COPY, OTHER = ("正本", "1", NUMBER), ("副本", "1", NUMBER), ("副本", "2", NUMBER)


def three(direction: Direction = Direction.COLLECT, state: ShipmentState = ShipmentState.ORDERED) -> Shipment:
    shipment = a_shipment(direction, state)
    shipment.pieces.append(Piece("副本", "2", NUMBER, shipment.pieces[0].custody))
    return shipment


def two_of_three(reason: Absent = Absent.NOT_HANDED_OVER) -> Shipment:
    shipment = heard(three(), an_event(ParcelState.DELIVERED_SELF))
    shipment.scan([ORIGINAL, COPY], {("副本", "2"): reason}, at=AT)
    return shipment


def test_what_is_absent_is_named_with_its_reason_and_may_come_later() -> None:
    shipment = two_of_three()

    assert [piece.custody for piece in shipment.pieces] == [Custody.COUNTER, Custody.COUNTER, Custody.ABSENT]
    assert [piece.name for piece in unaccounted([shipment])] == ["副本2"]

    shipment.scan([OTHER], {}, at=AT)

    assert unaccounted([shipment]) == []
    assert {piece.custody for piece in shipment.pieces} == {Custody.COUNTER}


def test_a_second_scan_takes_only_what_is_still_due() -> None:
    shipment = two_of_three()

    with pytest.raises(PiecesUnaccounted):
        shipment.scan([], {}, at=AT)


def test_a_piece_that_was_declared_lost_is_accounted_for_and_not_taken_in_any_more() -> None:
    shipment = two_of_three(Absent.LOST_DECLARED)

    assert unaccounted([shipment]) == []
    with pytest.raises(StepNotAllowed):
        shipment.scan([OTHER], {}, at=AT)


def test_the_absent_rest_may_be_declared_lost_later_once() -> None:
    shipment = two_of_three()

    shipment.lose()

    assert unaccounted([shipment]) == []
    assert shipment.state is ShipmentState.SCANNED
    with pytest.raises(StepNotAllowed):
        shipment.lose()


def test_pieces_lost_with_the_courier_are_open_until_somebody_registers_it() -> None:
    shipment = heard(three(), an_event(ParcelState.PICKED_UP, 1), an_event(ParcelState.LOST, 2))

    assert (len(still_open(shipment)), is_settled(shipment)) == (3, False)

    shipment.lose()

    assert (unaccounted([shipment]), is_settled(shipment)) == ([], True)


def test_what_nobody_fetched_is_not_lost() -> None:
    with pytest.raises(StepNotAllowed):
        three().lose()


def test_another_attempt_takes_the_pieces_with_it() -> None:
    shipment = three(state=ShipmentState.CANCELLED)

    pieces = shipment.hand_on()

    assert (len(pieces), shipment.pieces, is_settled(shipment)) == (3, [], True)


def test_only_the_missing_rest_of_a_scanned_collection_is_fetched_again() -> None:
    shipment = two_of_three()

    assert [piece.name for piece in shipment.hand_on()] == ["副本2"]
    assert [piece.name for piece in shipment.pieces] == ["正本1", "副本1"]


@pytest.mark.parametrize(
    "state", [ShipmentState.ORDERED, ShipmentState.UNKNOWN, ShipmentState.WITH_STAFF, ShipmentState.LOST]
)
def test_nobody_orders_again_while_the_first_may_still_come(state: ShipmentState) -> None:
    with pytest.raises(ParcelStillAlive):
        three(state=state).hand_on()


def test_something_is_out_while_a_courier_may_come_or_a_piece_is_with_us() -> None:
    assert not nothing_out([three()])
    assert not nothing_out([two_of_three()])
    assert nothing_out([three(state=ShipmentState.CANCELLED)])
    assert nothing_out([])


def test_an_old_certificate_posted_by_its_holder_may_be_corrected_until_there_is_news() -> None:
    shipment = three(state=ShipmentState.PLANNED)
    shipment.way = Way.SELF_POST

    shipment.post("ems", "EX000000001CN", at=AT)
    shipment.post("shunfeng", "SF0000000001", at=AT)

    assert (shipment.state, shipment.waybill) == (ShipmentState.IN_TRANSIT, "SF0000000001")
    shipment.hear(an_event(ParcelState.IN_TRANSIT, 5))
    with pytest.raises(StepNotAllowed):
        shipment.post("ems", "EX000000002CN", at=AT)


def test_what_a_courier_brings_is_not_handed_over_at_the_counter() -> None:
    at_counter, by_courier = (three(Direction.DELIVER, ShipmentState.PLANNED) for _ in range(2))
    at_counter.way = Way.COUNTER

    at_counter.hand_over(PersonName("甲子"), at=AT)

    assert (at_counter.state, at_counter.delivered_at) == (ShipmentState.DELIVERED_SELF, AT)
    assert {piece.custody for piece in at_counter.pieces} == {Custody.HOLDER}
    with pytest.raises(StepNotAllowed):
        by_courier.hand_over(PersonName("甲子"), at=AT)


@pytest.mark.parametrize("state", [ParcelState.PARKED, ParcelState.DELIVERED_OTHER])
def test_a_person_may_say_that_they_have_what_another_signed_for(state: ParcelState) -> None:
    shipment = heard(three(Direction.DELIVER), an_event(state, 1))

    shipment.receive(at=AT)

    assert shipment.state is ShipmentState.DELIVERED_SELF
    assert {piece.custody for piece in shipment.pieces} == {Custody.HOLDER}


def test_voiding_takes_what_lies_at_the_counter_and_nothing_else() -> None:
    shipment = two_of_three(Absent.LOST_DECLARED)

    assert shipment.void(at=AT) == 2
    assert [piece.custody for piece in shipment.pieces] == [Custody.VOID, Custody.VOID, Custody.ABSENT]
    assert is_settled(shipment)
