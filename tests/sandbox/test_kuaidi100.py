"""The emulated courier agency takes one order per reference and tells each step with a signature."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.kit import Books, Running
from adapters.sandbox.kuaidi100 import CourierSandbox, create_app
from tests.sandbox.conftest import FixedClock, Hand, Listener, Received

KEY, CUSTOMER, SECRET, SALT = "testKey", "TESTCUSTOMER", "testSecret", "testSalt"
T = "1767323045000"  # the fixed clock's own moment


def upper_md5(*parts: str) -> str:
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest().upper()


def config(tempo: float = 0.0) -> CourierSandbox:
    return CourierSandbox(key=KEY, customer=CUSTOMER, secret=SECRET, tempo_seconds=tempo)


class Agency:
    """Our side of kuaidi100, signing by the published rule."""

    def __init__(self, hand: Hand, vendor: Running, listener: Listener) -> None:
        self.hand, self.vendor, self.listener = hand, vendor, listener

    async def post(self, path: str, form: dict[str, str]) -> Any:
        async with self.hand.http.post(f"{self.vendor.url}{path}", data=form) as answer:
            return await answer.json()

    async def border(self, method: str, param: dict[str, str], t: str = T) -> Any:
        text = json.dumps(param, ensure_ascii=False)
        sign = upper_md5(text, t, KEY, SECRET)
        form = {"method": method, "key": KEY, "sign": sign, "t": t, "param": text}
        return await self.post("/order/borderapi.do", form)

    async def order(self, **changes: str) -> Any:
        param = {
            "kuaidicom": "ems",
            "recManName": "窗口甲",
            "recManMobile": "19900000009",
            "recManPrintAddr": "山东省青岛市莱西市某路1号政务大厅",
            "sendManName": "乙某",
            "sendManMobile": "19900000002",
            "sendManPrintAddr": "山东省青岛市莱西市某路2号",
            "callBackUrl": f"{self.listener.url}/status",
            "cargo": "文件",
            "payment": "SHIPPER",
            "salt": SALT,
            "thirdOrderId": "T1",
            "op": "1",
            "pollCallBackUrl": f"{self.listener.url}/track",
            "resultv2": "4",
        }
        return await self.border("bOrder", {k: v for k, v in (param | changes).items() if v})

    async def query(self, num: str, com: str = "ems", **more: str) -> Any:
        text = json.dumps({"com": com, "num": num, "resultv2": "4"} | more)
        form = {"customer": CUSTOMER, "sign": upper_md5(text, KEY, CUSTOMER), "param": text}
        return await self.post("/poll/query.do", form)

    async def subscribe(self, number: str, company: str = "ems", key: str = KEY, **more: str) -> str:
        parameters = {"callbackurl": f"{self.listener.url}/track", "salt": SALT, "resultv2": "4"} | more
        param = {"company": company, "number": number, "key": key, "parameters": parameters}
        form = {"schema": "json", "param": json.dumps(param)}
        return str((await self.post("/poll", form))["returnCode"])

    async def advance(self, *steps: str, third: str = "T1") -> None:
        for step in steps:
            await self.hand.control(self.vendor, "/__advance_parcel", thirdOrderId=third, to=step)

    async def orders(self) -> Any:
        return (await self.hand.look(self.vendor, "/__books"))["orders"]


def param_of(received: Received) -> Any:
    return json.loads(received.form["param"])


def statuses(got: list[Received]) -> list[int]:
    return [param_of(one)["data"]["status"] for one in got if one.path == "/status"]


def tracks(got: list[Received]) -> list[Any]:
    return [param_of(one) for one in got if one.path == "/track"]


@pytest.fixture
async def agency(books: Books, clock: FixedClock, hand: Hand, listener: Listener) -> Agency:
    vendor = await hand.start(create_app(books, config=config(), now=clock.now))
    return Agency(hand, vendor, listener)


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
