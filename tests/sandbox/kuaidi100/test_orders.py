"""The emulated courier agency takes one order per reference, and a signature lets it in."""

import json
from pathlib import Path

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.kuaidi100 import create_app
from tests.sandbox.conftest import FixedClock, Hand, Listener
from tests.sandbox.kuaidi100.agency import (
    CUSTOMER,
    KEY,
    SALT,
    Agency,
    T,
    config,
    param_of,
    statuses,
    upper_md5,
)


@pytest.mark.parametrize(
    ("sign_type", "sign"),
    [
        ("", "A83E19CF9CDDBECE0357329290EE423E"),
        ("MD5", "A83E19CF9CDDBECE0357329290EE423E"),
        ("SHA256", "61615674BB5A35BA1CA29685FE2F89D0A222FB4B75CA8BC4CDB4C8467C136B8F"),
        ("SM3", "F71F735325F388FA0DB42F85B0CAA464D240E74379831F292D646C7AA6FF75FF"),
    ],
)
async def test_the_recorded_query_signatures_are_let_in(sign_type: str, sign: str, agency: Agency) -> None:
    form = {"customer": CUSTOMER, "sign": sign, "param": '{"com":"ems","num":"1100000000000","phone":""}'}

    good = await agency.post("/poll/query.do", form | ({"signType": sign_type} if sign_type else {}))
    lower = await agency.post("/poll/query.do", form | {"sign": sign.lower(), "signType": sign_type})

    assert good["returnCode"] == "500"  # let in; nothing is known of this number
    assert lower["returnCode"] == "503"


async def test_the_recorded_order_signature_is_let_in_and_the_order_found_incomplete(agency: Agency) -> None:
    form = {
        "method": "bOrder",
        "key": KEY,
        "t": T,
        "param": '{"kuaidicom":"ems","thirdOrderId":"T1"}',
        "sign": "39071736236BD9A5552998F8CFC25C15",
    }

    good = await agency.post("/order/borderapi.do", form)
    lower = await agency.post("/order/borderapi.do", form | {"sign": form["sign"].lower()})
    respelled = await agency.post(
        "/order/borderapi.do", form | {"param": '{"kuaidicom": "ems", "thirdOrderId": "T1"}'}
    )

    assert (good["returnCode"], lower["returnCode"], respelled["returnCode"]) == ("400", "503", "503")


async def test_a_flipped_character_of_the_secret_and_a_wrong_key_place_no_order(agency: Agency) -> None:
    form = {"method": "bOrder", "key": KEY, "t": T, "param": "{}"}

    flipped = await agency.post("/order/borderapi.do", form | {"sign": upper_md5("{}", T, KEY, "testSecreu")})
    stranger = await agency.post("/order/borderapi.do", form | {"key": "other", "sign": "x"})

    assert (flipped["returnCode"], stranger["returnCode"]) == ("503", "600")
    assert await agency.orders() == []


async def test_an_order_signed_an_hour_ago_is_refused(agency: Agency) -> None:
    answer = await agency.border("detail", {"taskId": "x"}, t=str(int(T) - 3_600_000))

    assert (answer["returnCode"], answer["message"]) == ("400", "参数错误: t")


@pytest.mark.parametrize(
    "changes",
    [
        {"recManName": ""},
        {"sendManMobile": ""},
        {"kuaidicom": "pigeon"},
        {"sendManPrintAddr": "路" * 101},
        {"callBackUrl": ""},
        {"callBackUrl": "http://127.0.0.1/" + "a" * 200},
        {"callBackUrl": "https://palm.example/cb"},
        {"payment": "CONSIGNEE"},
        {"dayType": "昨天"},
        {"pickupStartTime": "9点"},
        {"kuaidicom": "shunfeng"},
        {"kuaidicom": "jd", "cargo": ""},
        {"thirdOrderId": "T" * 33},
        {"pollCallBackUrl": ""},
    ],
)
async def test_an_order_with_a_wrong_field_is_refused(changes: dict[str, str], agency: Agency) -> None:
    answer = await agency.order(**changes)

    assert (answer["result"], answer["returnCode"]) == (False, "400")
    assert await agency.orders() == []


async def test_the_same_reference_within_two_days_is_the_same_order_and_a_second_later_another(
    agency: Agency,
) -> None:
    first = await agency.order()

    again = await agency.order(cargo="另写")
    await agency.hand.control(agency.vendor, "/__advance", seconds=48 * 3600)
    at_the_edge = await agency.order()
    await agency.hand.control(agency.vendor, "/__advance", seconds=1)
    later = await agency.order()

    assert again["data"] == at_the_edge["data"] == first["data"]
    assert later["data"]["orderId"] != first["data"]["orderId"]
    assert len(await agency.orders()) == 2


async def test_an_order_can_be_asked_for_by_its_task(agency: Agency) -> None:
    data = (await agency.order())["data"]
    await agency.advance("accepted")

    detail = await agency.border("detail", {"taskId": data["taskId"]})
    unknown = await agency.border("detail", {"taskId": "x"})

    assert (detail["data"]["orderId"], detail["data"]["status"]) == (data["orderId"], 1)
    assert unknown["returnCode"] == "400"


async def test_orders_without_a_reference_are_always_new(agency: Agency) -> None:
    await agency.order(thirdOrderId="")
    await agency.order(thirdOrderId="")

    assert len(await agency.orders()) == 2


async def test_an_order_lost_on_the_way_back_was_placed_and_a_repeat_finds_it(agency: Agency) -> None:
    await agency.hand.control(agency.vendor, "/__mode", mode="answer_after", code="500", times=1)

    lost = await agency.order()
    found = await agency.order()

    assert (lost["returnCode"], found["returnCode"]) == ("500", "200")
    assert len(await agency.orders()) == 1


async def test_a_picked_up_parcel_tells_its_courier_and_two_bills_that_add_up(
    agency: Agency, listener: Listener
) -> None:
    order = await agency.order(op="0")
    await agency.advance("accepted", "picked_up")
    await agency.hand.control(agency.vendor, "/__flush", all=True)

    got = await listener.wait_for(5)

    assert statuses(got) == [0, 1, 10, 15, 15]
    data = [param_of(one)["data"] for one in got]
    assert data[1]["courierName"] == "沙箱快递员"
    assert [one["freight"] for one in data[3:]] == ["12.00", "3.00"]
    assert {one.form["taskId"] for one in got} == {order["data"]["taskId"]}
    assert all(one.form["sign"] == upper_md5(one.form["param"], SALT) for one in got)


async def test_without_a_salt_a_callback_carries_no_signature(agency: Agency, listener: Listener) -> None:
    await agency.order(salt="", op="0")

    (got,) = await listener.wait_for(1)

    assert "sign" not in got.form


async def test_a_slow_carrier_gives_its_number_later_and_follows_nothing_by_itself(
    agency: Agency, listener: Listener
) -> None:
    answer = await agency.order(kuaidicom="yunda")

    (got,) = await listener.wait_for(1)

    assert answer["data"]["kuaidinum"] == ""
    assert param_of(got)["kuaidinum"].startswith("1199")
    assert (await agency.hand.look(agency.vendor, "/__books"))["subscriptions"] == []


async def test_an_order_is_cancelled_before_pick_up_and_not_after(agency: Agency, listener: Listener) -> None:
    data = (await agency.order(op="0"))["data"]
    param = {"taskId": data["taskId"], "orderId": data["orderId"], "cancelMsg": "不办了"}
    other = (await agency.order(op="0", thirdOrderId="T2"))["data"]
    await agency.advance("accepted", "picked_up", third="T2")

    done = await agency.border("cancel", param)
    repeated = await agency.border("cancel", param)
    late = await agency.border("cancel", param | {"taskId": other["taskId"], "orderId": other["orderId"]})
    unknown = await agency.border("cancel", param | {"orderId": "1"})
    wordy = await agency.border("cancel", param | {"cancelMsg": "长" * 31})

    codes = [one["returnCode"] for one in (done, repeated, late, unknown, wordy)]
    assert codes == ["200", "200", "500", "400", "400"]
    await agency.hand.control(agency.vendor, "/__flush", all=True)
    assert statuses(listener.got).count(9) == 1


@pytest.mark.parametrize(
    ("event", "status"), [("failed", 610), ("carrier_cancelled", 99), ("reweighed", 155)]
)
async def test_what_the_carrier_decides_is_told(
    event: str, status: int, agency: Agency, listener: Listener
) -> None:
    await agency.order(op="0")

    await agency.advance(event)

    assert statuses(await listener.wait_for(2)) == [0, status]


async def test_books_kept_before_the_tempo_was_are_read_on(tmp_path: Path) -> None:
    with Books(tmp_path / "kuaidi100.sqlite3") as books:
        create_app(books, config=config(), now=FixedClock().now)
        books.create("ALTER TABLE orders DROP COLUMN tempo")

        create_app(books, config=config(), now=FixedClock().now)

        assert "tempo" in {row["name"] for row in books.rows("PRAGMA table_info(orders)")}


async def test_the_log_shows_no_name_no_phone_no_address_and_no_key(agency: Agency) -> None:
    await agency.order()
    await agency.subscribe("1100000000000")

    text = json.dumps(await agency.hand.look(agency.vendor, "/__log"), ensure_ascii=False)

    assert "199****0002" in text
    assert not any(secret in text for secret in ("19900000002", "乙某", "某路", KEY, SALT))


async def test_orders_references_and_callbacks_survive_a_restart(
    tmp_path: Path, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    path = tmp_path / "kuaidi100.sqlite3"
    with Books(path) as books:
        first = Agency(hand, await hand.start(create_app(books, config=config(), now=clock.now)), listener)
        await hand.control(first.vendor, "/__callbacks", hold=True)
        placed = await first.order()
        await first.vendor.stop()
    assert listener.got == []

    with Books(path) as books:
        second = Agency(hand, await hand.start(create_app(books, config=config(), now=clock.now)), listener)
        again = await second.order()
        got = await listener.wait_for(1)
        await second.vendor.stop()

    assert again["data"] == placed["data"]
    assert statuses(got) == [0]
