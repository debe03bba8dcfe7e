"""What a vendor posts of all our parcels is kept once; nobody vouches for it, so that the vendor is asked."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound
from domain.shipments.doorbell import ASK_AGAIN
from domain.shipments.outside import CourierNews, ParcelEvent, ParcelState
from domain.shipments.piece import Custody
from domain.shipments.shipment import Shipment
from domain.shipments.states import ShipmentState
from domain.usecases.parcel_view import parcel_view
from domain.usecases.receive_courier_push import PushDoor
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.parcels import Parcels, parcels

SECRET = "invented-path-secret-0001"


@dataclass
class Told:
    """Reads whatever the test says next; an empty body is a forged one."""

    news: list[CourierNews] = field(default_factory=list)

    def parse(self, body: bytes, content_type: str) -> tuple[CourierNews, ...]:
        del content_type
        if not body:
            raise SignatureWrong("push-malformed")
        return tuple(self.news)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def made(core: Core, clock: HandClock, told: Told) -> Parcels:
    return await parcels(core, clock, doors={"fake": PushDoor(told, SECRET)})


async def push(made: Parcels, *, secret: str = SECRET, body: bytes = b"x", vendor: str = "fake") -> None:
    await made.desk.receive_courier_push(vendor, secret, body, "application/json")
    for message in await made.waiting():
        await made.desk.record_courier_news(message)


def news(shipment: Shipment, clock: HandClock, *states: ParcelState, **more: str) -> CourierNews:
    events = tuple(ParcelEvent(state, clock(), str(state), "") for state in states)
    said = {"order_no": shipment.order_no, **more}
    return CourierNews(events=events, is_hearsay=True, **said)  # type: ignore[arg-type] # texts only


async def rings() -> int:
    return [name for name, _ in await jobs_deferred()].count("ask-parcel")


def told_of(made: Parcels, shipment: Shipment, *states: ParcelState) -> None:
    """What the courier itself says once it is asked."""
    for state in states:
        made.courier.happen(shipment.waybill, state, str(state))


async def test_a_parcel_is_found_by_our_number_or_by_its_waybill(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    inward, outward = await made.ordered(await made.collection()), await made.ordered(await made.delivery())
    told.news = [
        news(inward, clock, ParcelState.PICKED_UP),
        news(outward, clock, ParcelState.PICKED_UP, order_no="", waybill=outward.waybill),
    ]

    await push(made)

    asked = [args for name, args in await jobs_deferred() if name == "ask-parcel"]
    assert asked == [{"shipment_id": str(one.shipment_id)} for one in (inward, outward)]


@pytest.mark.parametrize("state", sorted(ParcelState))
async def test_what_nobody_vouches_for_moves_nothing_and_the_courier_is_asked(
    made: Parcels, told: Told, clock: HandClock, state: ParcelState
) -> None:
    shipment = await made.ordered(await made.delivery())
    told.news = [news(shipment, clock, state)]

    await push(made)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (found.state, found.events) == (ShipmentState.ORDERED, [])
    assert {piece.custody for piece in found.pieces} == {Custody.COUNTER}
    assert await rings() == 1


async def test_asked_itself_the_couriers_word_moves_and_ends_it(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    told.news = [news(shipment, clock, ParcelState.DELIVERED_SELF)]
    await push(made)
    told_of(made, shipment, ParcelState.DELIVERED_SELF)

    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (found.state, found.rung_at) == (ShipmentState.DELIVERED_SELF, None)


async def test_where_the_courier_knows_of_no_end_there_is_none(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    told.news = [news(shipment, clock, ParcelState.DELIVERED_SELF)]
    await push(made)
    told_of(made, shipment, ParcelState.IN_TRANSIT)

    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert found.state is ShipmentState.IN_TRANSIT


async def test_a_push_teaches_no_waybill_so_that_nobodys_own_parcel_is_taken_for_ours(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    made.courier.names_late = True
    await made.is_now(CaseState.LICENSED)
    shipment = await made.ordered(await made.delivery())
    made.courier.happen("SF7444000000001", ParcelState.DELIVERED_SELF, "80")
    told.news = [news(shipment, clock, ParcelState.DELIVERED_SELF, waybill="SF7444000000001")]

    await push(made)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    found = await made.shipments.by_id(shipment.shipment_id)
    case = await made.cases.by_id(made.case.case_id)
    assert (found.state, found.waybill, case.state) == (ShipmentState.ORDERED, "", CaseState.LICENSED)


async def test_a_waybill_that_was_not_known_yet_is_asked_for_by_our_own_number(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    made.courier.names_late = True
    shipment = await made.ordered(await made.collection())
    made.courier.names_late = False
    theirs = made.courier.booked[0].booking.waybill
    made.courier.happen(theirs, ParcelState.PICKED_UP, "50")
    told.news = [news(shipment, clock, waybill="SF7444000000001")]

    await push(made)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (found.waybill, found.state) == (theirs, ShipmentState.PICKED_UP)
    assert len(made.courier.booked) == 1


async def test_a_push_before_an_order_stands_does_not_stop_the_order(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    collection = await made.collection()
    made.courier.trouble.before.append(Unavailable("courier", "502"))
    with pytest.raises(Unavailable):
        await made.desk.order_shipment(collection)
    turned_away = await made.shipments.by_id(collection)
    told.news = [news(turned_away, clock, ParcelState.PICKED_UP)]

    await push(made)
    ordered = await made.ordered(collection)

    assert (turned_away.state, turned_away.vendor) == (ShipmentState.PLANNED, "fake")
    assert (ordered.state, len(made.courier.booked), await rings()) == (ShipmentState.ORDERED, 1, 0)
    assert {piece.custody for piece in ordered.pieces} == {Custody.HOLDER}


async def test_an_event_of_a_year_to_come_hides_nothing_that_happens_until_then(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    ahead = ParcelEvent(ParcelState.IN_TRANSIT, clock() + timedelta(days=70 * 365), "30", "")
    told.news = [CourierNews(order_no=shipment.order_no, events=(ahead,), is_hearsay=True)]
    await push(made)
    made.courier.events[shipment.waybill] = [ahead]
    told_of(made, shipment, ParcelState.PICKED_UP)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)
    clock.go_on(timedelta(days=2))
    told_of(made, shipment, ParcelState.DELIVERED_SELF)

    await made.desk.ask_after_parcel()

    found = await made.shipments.by_id(shipment.shipment_id)
    assert found.state is ShipmentState.DELIVERED_SELF
    assert ahead not in found.events


async def test_thirty_pushes_are_one_question(made: Parcels, told: Told, clock: HandClock) -> None:
    shipment = await made.ordered(await made.delivery())
    for second in range(30):
        event = ParcelEvent(ParcelState.LOST, clock() + timedelta(seconds=second), "x", "")
        told.news = [CourierNews(order_no=shipment.order_no, events=(event,), is_hearsay=True)]
        await push(made)
    asked = len(made.courier.asked)

    for _ in range(30):
        await made.desk.ask_after_parcel.one(shipment.shipment_id)

    assert (await rings(), asked, len(made.courier.asked)) == (1, 0, 1)


async def test_who_rings_after_the_answer_is_heard_half_an_hour_after_it(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    told.news = [news(shipment, clock, ParcelState.PICKED_UP)]
    await push(made)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)
    clock.go_on(timedelta(minutes=1))
    told.news = [news(shipment, clock, ParcelState.DELIVERED_SELF)]
    told_of(made, shipment, ParcelState.DELIVERED_SELF)
    await push(made)

    await made.desk.ask_after_parcel.one(shipment.shipment_id)
    early = (await made.shipments.by_id(shipment.shipment_id)).state
    clock.go_on(ASK_AGAIN)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    assert early is ShipmentState.ORDERED
    assert (await made.shipments.by_id(shipment.shipment_id)).state is ShipmentState.DELIVERED_SELF
    assert len(made.courier.asked) == 2


async def test_who_rings_while_the_courier_is_asked_has_it_asked_again(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    told.news = [news(shipment, clock, ParcelState.PICKED_UP)]
    await push(made)
    made.courier.while_asked = lambda: push_later(made, told, clock, shipment)

    await made.desk.ask_after_parcel.one(shipment.shipment_id)
    clock.go_on(ASK_AGAIN)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (await rings(), len(made.courier.asked), found.rung_at) == (2, 2, None)


async def push_later(made: Parcels, told: Told, clock: HandClock, shipment: Shipment) -> None:
    clock.go_on(timedelta(seconds=1))
    told.news = [news(shipment, clock, ParcelState.IN_TRANSIT)]
    await push(made)


async def test_a_courier_that_cannot_be_asked_is_asked_half_an_hour_later(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    told.news = [news(shipment, clock, ParcelState.PICKED_UP)]
    await push(made)
    made.courier.trouble.before.append(Unavailable("courier", "502"))
    with pytest.raises(Unavailable):
        await made.desk.ask_after_parcel.one(shipment.shipment_id)
    told_of(made, shipment, ParcelState.PICKED_UP)

    await made.desk.ask_after_parcel.one(shipment.shipment_id)
    at_once = len(made.courier.asked)
    clock.go_on(ASK_AGAIN)
    await made.desk.ask_after_parcel.one(shipment.shipment_id)

    assert (at_once, len(made.courier.asked), await rings()) == (1, 2, 2)
    assert (await made.shipments.by_id(shipment.shipment_id)).state is ShipmentState.PICKED_UP


async def test_a_bell_that_nobody_answered_for_a_day_rings_again(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    for hours in (0, 1, 24):
        clock.go_on(timedelta(hours=hours))
        told.news = [news(shipment, clock, ParcelState.PICKED_UP)]
        await push(made)

    assert await rings() == 2


async def test_no_push_has_a_notice_drafted_or_a_text_shown(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.delivery())
    before = await count("notices")
    for state in (ParcelState.PARKED, ParcelState.IN_TRANSIT) * 6:
        clock.go_on(timedelta(seconds=1))
        event = ParcelEvent(state, clock(), str(state), "请加微信交保证金")
        told.news = [CourierNews(order_no=shipment.order_no, events=(event,), is_hearsay=True)]
        await push(made)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (await count("notices"), parcel_view(found).events) == (before, ())


async def test_the_same_news_in_another_body_is_kept_once(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.collection())
    told.news = [news(shipment, clock, ParcelState.PICKED_UP)]

    for body in (b"x", b"x", b"y"):
        await push(made, body=body)

    assert await count("inbox") == 1


async def test_one_body_tells_of_several_parcels(made: Parcels, told: Told, clock: HandClock) -> None:
    inward, outward = await made.ordered(await made.collection()), await made.ordered(await made.delivery())
    told.news = [news(one, clock, ParcelState.PICKED_UP) for one in (inward, outward)]

    await push(made)

    assert await rings() == 2


async def test_a_parcel_that_is_not_ours_is_taken_and_forgotten(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.ordered(await made.collection())
    told.news = [news(shipment, clock, ParcelState.PICKED_UP, order_no="somebody-elses")]

    await push(made)

    assert await count("inbox") == 0


async def test_one_vendor_tells_nothing_of_what_another_was_given(
    made: Parcels, told: Told, clock: HandClock
) -> None:
    shipment = await made.collection()
    await made.ordered(shipment)
    async with made.core.atomic():
        held = await made.shipments.take(shipment)
        held.vendor = "second"
        await made.shipments.save(held)
    told.news = [news(held, clock, ParcelState.LOST), news(held, clock, order_no="", waybill=held.waybill)]

    await push(made)

    assert await count("inbox") == 0


@pytest.mark.parametrize("secret", ["", "invented-path-secret-0002", "口令"])
async def test_who_does_not_know_the_address_finds_nothing_there(made: Parcels, secret: str) -> None:
    with pytest.raises(NotFound):
        await push(made, secret=secret)


async def test_a_vendor_that_is_not_contracted_has_no_address(made: Parcels) -> None:
    with pytest.raises(NotFound):
        await push(made, vendor="ems")


async def test_a_door_without_a_secret_is_shut(core: Core, clock: HandClock, told: Told) -> None:
    made = await parcels(core, clock, doors={"fake": PushDoor(told, "")})

    with pytest.raises(NotFound):
        await push(made, secret="")


async def test_a_forged_body_keeps_nothing(made: Parcels) -> None:
    with pytest.raises(SignatureWrong):
        await push(made, body=b"")

    assert await count("inbox") == 0
