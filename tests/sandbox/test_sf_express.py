"""The emulated SF Express lets in what is signed in its own mode, takes an order once, pushes ten lines."""

import base64
import hashlib
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from adapters.sandbox.kit import Books, Running
from adapters.sandbox.sf_express import SfSandbox, create_app
from adapters.sandbox.sf_express_rules import MODES
from tests.sandbox.conftest import FixedClock, Hand, Listener

PARTNER, CHECKWORD, CARD, STAMP = "TESTPARTNER", "testCheckWord", "7551234567", "1767323045000"
ORDER: dict[str, Any] = {
    "language": "zh-CN",
    "orderId": "T1",
    "contactInfoList": [
        {
            "contactType": 1,
            "contact": "乙某",
            "mobile": "19900000002",
            "address": "山东省青岛市莱西市某路2号",
        },
        {
            "contactType": 2,
            "contact": "窗口甲",
            "mobile": "19900000009",
            "address": "山东省青岛市莱西市某路1号",
        },
    ],
    "cargoDetails": [{"name": "文件", "count": 1}],
    "payMethod": 3,
    "monthlyCard": CARD,
    "isDocall": 1,
}


def sm3(text: str) -> str:
    return hashlib.new("sm3", text.encode()).hexdigest()


class Shipper:
    """Our side of SF Express, signing by the published rule."""

    def __init__(self, hand: Hand, vendor: Running, listener: Listener) -> None:
        self.hand, self.vendor, self.listener = hand, vendor, listener
        self.sign: Callable[[str], str] = sm3
        self._ids = count(1)

    async def send(self, service: str, document: object, **changes: str) -> Any:
        """The inner document, or the gateway's code where it went no further."""
        text = json.dumps(document, ensure_ascii=False)
        form = {
            "partnerID": PARTNER,
            "requestID": f"r{next(self._ids)}",
            "serviceCode": f"EXP_RECE_{service}",
            "timestamp": STAMP,
            "msgData": text,
            "msgDigest": self.sign(f"{text}{STAMP}{CHECKWORD}"),
        }
        sent = {name: value for name, value in (form | changes).items() if value}
        async with self.hand.http.post(f"{self.vendor.url}/std/service", data=sent) as answer:
            outer = await answer.json()
        assert isinstance(outer["apiResultData"], str)
        return json.loads(outer["apiResultData"]) if outer["apiResultData"] else outer["apiResultCode"]

    async def order(self, **changes: object) -> Any:
        return await self.send("CREATE_ORDER", ORDER | changes)

    async def step(self, *words: str, order: str = "T1") -> None:
        for word in words:
            await self.hand.control(self.vendor, "/__advance_parcel", orderId=order, to=word)

    async def switch(self, **more: object) -> None:
        await self.hand.control(self.vendor, "/__switch", **more)


def app(books: Books, clock: FixedClock, listener: Listener, **more: Any) -> Any:
    listener.answer = {"return_code": "0000", "return_msg": "成功"}
    settings: dict[str, Any] = {"tempo_seconds": 0, "push_url": f"{listener.url}/routes"} | more
    config = SfSandbox(partner=PARTNER, checkword=CHECKWORD, monthly_card=CARD, **settings)
    return create_app(books, config=config, now=clock.now)


@pytest.fixture
async def shipper(books: Books, clock: FixedClock, hand: Hand, listener: Listener) -> Shipper:
    return Shipper(hand, await hand.start(app(books, clock, listener)), listener)


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        ("standard-md5", "9QfNnNXngYHBJ8VPf55PgQ=="),
        ("simple-md5", "suFQCAzQyZLCWwZG3BG70A=="),
        ("sm3", "cfd929362ae6ab3553df4a277726006b58f2939f973d45c211340dc59997a764"),
    ],
)
async def test_the_recorded_digest_is_let_in_by_an_account_of_that_mode_and_by_no_other(
    mode: str, wanted: str, shipper: Shipper
) -> None:
    recorded = {"msgData": '{"orderId":"P 1*~+张","language":"zh-CN"}', "msgDigest": wanted}
    told = {}

    for account in MODES:
        await shipper.switch(digest=account)
        told[account] = await shipper.send("SEARCH_ORDER_RESP", {}, **recorded)

    assert told.pop(mode)["errorCode"] == "8024"  # let in; nobody ever ordered under that number
    assert set(told.values()) == {"A1006"}


def test_the_vendors_own_sample_has_its_digests() -> None:
    text = '{"language":"zh-CN","orderId":"QIAO-20200618-004"}12312334453453fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci'

    assert MODES["standard-md5"](text) == "IIKJtuLVzoFTu4kHI8M8vA=="
    assert MODES["simple-md5"](text) == "OwYXm3XG9fjHK7A+/t7Ckw=="
    assert MODES["sm3"](text) == "b05d21124eb6aedb3c6c99b1a37f9fc9a23a9898cb6a4b5df00d4402bda9081f"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"msgDigest": ""}, "A1001"),
        ({"requestID": "r" * 41}, "A1001"),
        ({"timestamp": str(int(STAMP) - 3_600_000)}, "A1002"),
        ({"timestamp": "soon"}, "A1002"),
        ({"partnerID": "SOMEBODY"}, "A1004"),
        ({"serviceCode": "EXP_RECE_SOMETHING"}, "A1004"),
        ({"msgDigest": base64.b64encode(b"x" * 16).decode()}, "A1006"),
    ],
)
async def test_the_gateway_says_what_is_wrong_before_any_service_looks(
    changes: dict[str, str], code: str, shipper: Shipper
) -> None:
    assert await shipper.send("CREATE_ORDER", ORDER, **changes) == code
    assert (await shipper.hand.look(shipper.vendor, "/__books"))["orders"] == []


async def test_who_calls_from_elsewhere_is_not_let_in(
    books: Books, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    vendor = await hand.start(app(books, clock, listener, addresses=frozenset({"192.0.2.1"})))

    assert await Shipper(hand, vendor, listener).order() == "A1003"


async def test_a_request_number_counts_once_and_one_that_was_not_signed_is_not_used_up(
    shipper: Shipper,
) -> None:
    forged = await shipper.send("CREATE_ORDER", ORDER, requestID="one", msgDigest="x")
    first = await shipper.send("CREATE_ORDER", ORDER, requestID="one")
    again = await shipper.send("CREATE_ORDER", ORDER, requestID="one")

    assert (forged, first["errorCode"], again) == ("A1006", "S0000", "A1007")


async def test_the_thirty_first_request_in_a_second_is_too_many(shipper: Shipper, clock: FixedClock) -> None:
    for _ in range(30):
        await shipper.send("SEARCH_ORDER_RESP", {"orderId": "T1"})

    too_many = await shipper.send("SEARCH_ORDER_RESP", {"orderId": "T1"})
    clock.move(seconds=1)
    later = await shipper.send("SEARCH_ORDER_RESP", {"orderId": "T1"})

    assert (too_many, later["errorCode"]) == ("A1005", "8024")


@pytest.mark.parametrize(
    "changes",
    [
        {"orderId": ""},
        {"orderId": "T" * 65},
        {"contactInfoList": ORDER["contactInfoList"][:1]},
        {"cargoDetails": []},
        {"payMethod": 4},
        {"monthlyCard": "another"},
        {"monthlyCard": None},
    ],
)
async def test_an_order_with_a_wrong_field_is_not_taken(changes: dict[str, object], shipper: Shipper) -> None:
    assert (await shipper.order(**changes))["success"] is False
    assert (await shipper.hand.look(shipper.vendor, "/__books"))["orders"] == []


async def test_a_number_that_comes_again_is_told_in_either_of_the_two_ways(shipper: Shipper) -> None:
    first = await shipper.order()

    told = await shipper.order()
    await shipper.switch(repeat="first")
    given = await shipper.order(remark="另写")

    assert (told["errorCode"], given["msgData"]) == ("8016", first["msgData"])
    assert len((await shipper.hand.look(shipper.vendor, "/__books"))["orders"]) == 1


async def test_what_people_have_to_judge_has_no_waybill_until_they_did(shipper: Shipper) -> None:
    await shipper.switch(filter=1)
    early = (await shipper.order())["msgData"]
    await shipper.hand.control(shipper.vendor, "/__judge", orderId="T1", result=2)
    late = (await shipper.send("SEARCH_ORDER_RESP", {"orderId": "T1"}))["msgData"]

    assert (early["filterResult"], early["waybillNoInfoList"]) == (1, None)
    assert (late["filterResult"], late["waybillNoInfoList"][0]["waybillType"]) == (2, 1)


async def test_an_order_is_called_off_before_it_is_fetched_and_not_after(shipper: Shipper) -> None:
    await shipper.order()
    await shipper.order(orderId="T2")
    await shipper.step("picked_up", order="T2")

    told = [
        await shipper.send("UPDATE_ORDER", {"orderId": order, "dealType": 2})
        for order in ("T1", "T1", "T2", "T3")
    ]

    assert told[0]["msgData"]["resStatus"] == 2
    assert [one["errorCode"] for one in told] == ["S0000", "8037", "8019", "8018"]


async def test_routes_are_shown_to_who_knows_a_phone_of_the_parcel(shipper: Shipper) -> None:
    waybill = (await shipper.order())["msgData"]["waybillNoInfoList"][0]["waybillNo"]
    await shipper.step("picked_up", "in_transit")

    async def asked(kind: str, number: str, tail: str) -> list[str]:
        said = {"trackingType": kind, "trackingNumber": [number], "methodType": "1", "checkPhoneNo": tail}
        (found,) = (await shipper.send("SEARCH_ROUTES", said))["msgData"]["routeResps"]
        return [route["opCode"] for route in found["routes"]]

    assert await asked("1", waybill, "0002") == await asked("2", "T1", "0009") == ["50", "30"]
    assert await asked("1", waybill, "1234") == await asked("1", "SF1", "0002") == []


async def test_a_push_has_at_most_ten_lines_and_each_line_is_told_once(
    shipper: Shipper, listener: Listener
) -> None:
    await shipper.switch(gather=True)
    await shipper.order()
    await shipper.step(*["in_transit"] * 12)

    await shipper.hand.control(shipper.vendor, "/__push")
    await shipper.hand.control(shipper.vendor, "/__push")
    await shipper.hand.control(shipper.vendor, "/__flush", all=True)

    lines = [json.loads(one.body)["Body"]["WaybillRoute"] for one in listener.got]
    assert [len(one) for one in lines] == [10, 2]
    assert len({line["id"] for one in lines for line in one}) == 12


async def test_the_form_of_a_push_carries_xml(shipper: Shipper, listener: Listener) -> None:
    await shipper.switch(push="xml")
    await shipper.order()
    await shipper.step("signed_self")

    (got,) = await listener.wait_for(1)

    (content,) = parse_qs(got.body.decode())["content"]
    assert content.startswith(
        '<Request service="RoutePushService" lang="zh-CN"><Body><WaybillRoute mailno="SF'
    )
    assert 'opCode="80"' in content
    assert 'remark="已签收，签收人：本人"' in content


async def test_a_push_that_is_not_taken_comes_three_times_more(shipper: Shipper, listener: Listener) -> None:
    listener.answer = {"return_code": "1000", "return_msg": "系统异常"}
    await shipper.order()
    await shipper.step("picked_up")

    for _ in range(6):
        await shipper.hand.control(shipper.vendor, "/__flush", all=True)

    assert len(listener.got) == 4
    (kept,) = await shipper.hand.look(shipper.vendor, "/__callbacks")
    assert kept["state"] == "given_up"


async def test_a_parcel_goes_all_the_way_by_itself(
    books: Books, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    vendor = await hand.start(app(books, clock, listener, tempo_seconds=60))
    await Shipper(hand, vendor, listener).order()

    for seen in range(1, 6):
        clock.move(minutes=1)
        await listener.wait_for(seen)

    codes = [json.loads(one.body)["Body"]["WaybillRoute"][0]["opCode"] for one in listener.got]
    assert codes == ["50", "30", "31", "44", "80"]


async def test_an_order_is_still_there_after_a_restart(
    tmp_path: Path, clock: FixedClock, hand: Hand, listener: Listener
) -> None:
    path, told = tmp_path / "sf.sqlite3", list[str]()
    for _ in range(2):
        with Books(path) as books:
            vendor = await hand.start(app(books, clock, listener))
            shipper = Shipper(hand, vendor, listener)
            told.append((await shipper.send("CREATE_ORDER", ORDER, requestID=f"q{len(told)}"))["errorCode"])
            await vendor.stop()

    assert told == ["S0000", "8016"]


async def test_the_log_shows_no_name_no_phone_and_no_address(shipper: Shipper) -> None:
    await shipper.order()

    text = json.dumps(await shipper.hand.look(shipper.vendor, "/__log"), ensure_ascii=False)

    assert "199****0002" in text
    assert not any(secret in text for secret in ("19900000002", "乙某", "某路", PARTNER, CARD))


@pytest.mark.parametrize(
    ("lever", "body"),
    [
        ("/__switch", {"repeat": "never"}),
        ("/__switch", {"filter": 9}),
        ("/__switch", {"push": "fax"}),
        ("/__switch", {"digest": "md4"}),
        ("/__judge", {"orderId": "T9", "result": 2}),
        ("/__advance_parcel", {"orderId": "T9", "to": "picked_up"}),
    ],
)
async def test_a_lever_moved_wrongly_says_so(lever: str, body: dict[str, object], shipper: Shipper) -> None:
    assert "error" in await shipper.hand.control(shipper.vendor, lever, **body)
