"""The emulated courier agency tells each step of a parcel it follows, with a signature."""

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.kuaidi100 import create_app
from tests.sandbox.conftest import FixedClock, Hand, Listener
from tests.sandbox.kuaidi100.agency import SALT, Agency, config, tracks, upper_md5


@pytest.mark.parametrize(
    ("step", "state", "ends"),
    [
        ("out_for_delivery", "5", "polling"),
        ("locker", "501", "polling"),
        ("signed_self", "301", "shutdown"),
        ("signed_other", "303", "shutdown"),
        ("locker_signed", "304", "shutdown"),
        ("refused", "14", "polling"),
        ("returning", "6", "polling"),
        ("returned", "4", "shutdown"),
        ("lost", "202", "abort"),
    ],
)
async def test_each_push_brings_the_whole_history_newest_first(
    step: str, state: str, ends: str, agency: Agency, listener: Listener
) -> None:
    await agency.order()
    await agency.advance("picked_up", "in_transit", step)
    await agency.hand.control(agency.vendor, "/__flush", all=True)

    last = tracks(listener.got)[-1]

    result = last["lastResult"]
    assert (last["status"], result["state"]) == (ends, state)
    assert [line["statusCode"] for line in result["data"]] == [state, "1002", "103"]
    assert result["ischeck"] == ("1" if state.startswith("30") else "0")
    pushed = [one for one in listener.got if one.path == "/track"]
    assert all(one.form["sign"] == upper_md5(one.form["param"], SALT) for one in pushed)


async def test_without_advanced_states_only_the_main_state_is_told(
    agency: Agency, listener: Listener
) -> None:
    await agency.order(resultv2="1")
    await agency.advance("signed_other")
    await agency.hand.control(agency.vendor, "/__flush", all=True)

    (last,) = tracks(listener.got)

    assert last["lastResult"]["state"] == "3"
    assert "statusCode" not in last["lastResult"]["data"][0]


async def test_a_number_is_followed_once_and_again_only_half_an_hour_after_the_vendor_gave_up(
    agency: Agency,
) -> None:
    number = (await agency.order(op="0"))["data"]["kuaidinum"]

    codes = [await agency.subscribe(number), await agency.subscribe(number)]
    await agency.advance("no_record", third="none")
    await agency.hand.control(agency.vendor, "/__advance_parcel", kuaidinum=number, to="no_record")
    codes.append(await agency.subscribe(number))
    await agency.hand.control(agency.vendor, "/__advance", seconds=1800)
    codes.append(await agency.subscribe(number))

    assert codes == ["200", "501", "501", "200"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"key": "other"}, "600"),
        ({"company": "pigeon"}, "701"),
        ({"company": "", "autoCom": "1"}, "702"),
        ({"number": "123"}, "700"),
        ({"callbackurl": "https://palm.example/cb"}, "700"),
    ],
)
async def test_a_wrong_subscription_is_refused(arguments: dict[str, str], code: str, agency: Agency) -> None:
    assert await agency.subscribe(**{"number": "1100000000000"} | arguments) == code


async def test_a_parcel_sent_by_the_person_alone_is_followed_too(agency: Agency, listener: Listener) -> None:
    assert await agency.subscribe("1100000000000") == "200"

    await agency.hand.control(agency.vendor, "/__advance_parcel", kuaidinum="1100000000000", to="picked_up")

    assert tracks(await listener.wait_for(1))[0]["lastResult"]["state"] == "103"


async def test_a_number_is_asked_once_in_half_an_hour(agency: Agency, clock: FixedClock) -> None:
    number = (await agency.order())["data"]["kuaidinum"]
    nothing = await agency.query(number)
    await agency.advance("picked_up", "in_transit")

    first = await agency.query(number)
    locked = await agency.query(number)
    clock.move(minutes=30)
    later = await agency.query(number, order="asc")

    assert (nothing["returnCode"], locked["returnCode"]) == ("500", "502")
    assert [line["statusCode"] for line in first["data"]] == ["1002", "103"]
    assert [line["statusCode"] for line in later["data"]] == ["103", "1002"]


async def test_some_carriers_want_the_last_digits_of_a_phone(agency: Agency) -> None:
    pickup = {"pickupStartTime": "09:00", "pickupEndTime": "10:00"}
    number = (await agency.order(kuaidicom="shunfeng", **pickup))["data"]["kuaidinum"]
    await agency.advance("picked_up")

    without = await agency.query(number, "shunfeng")
    wrong = await agency.query(number, "shunfeng", phone="1234")
    right = await agency.query(number, "shunfeng", phone="0002")

    assert (without["returnCode"], wrong["returnCode"], right["status"]) == ("408", "408", "200")


async def test_a_parcel_goes_all_the_way_by_itself(
    books: Books, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    vendor = await hand.start(create_app(books, config=config(tempo=60), now=clock.now))
    agency = Agency(hand, vendor, listener)
    await agency.order()

    for seen in range(1, 7):
        clock.move(minutes=1)
        await listener.wait_for(seen, "/track")

    assert [one["lastResult"]["state"] for one in tracks(listener.got)] == [
        "102",
        "103",
        "1002",
        "1001",
        "5",
        "301",
    ]


async def test_a_parcel_ordered_to_be_moved_by_hand_is_never_moved_by_itself(
    agency: Agency, clock: FixedClock, listener: Listener
) -> None:
    await agency.order()
    await agency.hand.control(agency.vendor, "/__tempo", seconds=60)
    await agency.order(thirdOrderId="T2")

    await agency.advance("accepted", "picked_up", "in_transit")
    for seen in range(4, 7):
        clock.move(minutes=1)
        await listener.wait_for(seen, "/track")
    await agency.advance("lost")
    await listener.wait_for(7, "/track")

    by_hand, _ = (await agency.hand.look(agency.vendor, "/__books"))["parcels"]
    assert [line["code"] for line in by_hand["track"]] == ["102", "103", "1002", "202"]


async def test_a_parcel_under_way_by_itself_goes_on_though_the_next_ones_wait(
    books: Books, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    vendor = await hand.start(create_app(books, config=config(tempo=60), now=clock.now))
    await Agency(hand, vendor, listener).order()

    await hand.control(vendor, "/__tempo", seconds=0)
    for seen in range(1, 7):
        clock.move(minutes=1)
        await listener.wait_for(seen, "/track")

    [parcel] = (await hand.look(vendor, "/__books"))["parcels"]
    assert parcel["track"][-1]["code"] == "301"
