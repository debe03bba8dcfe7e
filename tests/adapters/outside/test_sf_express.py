"""SF Express: what is signed and sent, who pays, whose hand signed, and what nobody believes of a push."""

import json
from dataclasses import replace
from datetime import datetime, time
from urllib.parse import urlencode

import pytest
from aiohttp import web

from adapters.courier.sf_digest import Digest, digest
from adapters.courier.sf_events import OPERATIONS, Route, read_routes
from adapters.courier.sf_express import SfExpress
from adapters.courier.sf_pushes import SfPushes
from adapters.outbound.http import Outbound
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from domain.shipments.outside import Contact, CourierBooking, CourierOrder, ParcelState, PickupWindow
from tests.adapters.outside.closed import closed_url
from tests.sandbox.conftest import FixedClock, Hand, Listener

PERSON = Contact(PersonName("甲子"), Phone("19900000101"), Address("山东省青岛市莱西市虚构小区1号楼"))
OFFICE = Contact(PersonName("窗口"), Phone("19900000202"), Address("山东省青岛市莱西市虚构路1号"))
CARD = "7551234567"
AT = "2026-01-02 11:04:05"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def an_order(clock: FixedClock) -> CourierOrder:
    return CourierOrder(
        order_no="s1",
        carrier="shunfeng",
        sender=PERSON,
        receiver=OFFICE,
        cargo="证件",
        pieces=2,
        remark="本人签收",
        window=PickupWindow(clock.now().date(), time(14), time(16)),
        callback_url="https://palm.invalid/o",
        track_url="https://palm.invalid/t",
        salt="x",
    )


def courier(http: Outbound, url: str, clock: FixedClock, *, card: str = CARD) -> SfExpress:
    return SfExpress(
        http,
        url=url,
        partner="p",
        checkword="c",
        monthly_card=card,
        digest=Digest.SM3,
        clock=clock.now,
        request_id=lambda: "r-1",
        deadline_seconds=0.5,
    )


def told(inner: object, code: str = "S0000") -> dict[str, object]:
    data = {"success": code == "S0000", "errorCode": code, "errorMsg": None, "msgData": inner}
    return {"apiResultCode": "A1000", "apiResultData": json.dumps(data)}


BOOKED = told(
    {"orderId": "s1", "filterResult": 2, "waybillNoInfoList": [{"waybillType": 1, "waybillNo": "SF1"}]}
)


async def test_exactly_the_text_that_is_sent_is_signed(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = BOOKED

    await courier(http, canned.url, clock).order(an_order(clock))

    (got,) = canned.got
    form = got.form
    assert form["msgDigest"] == digest(Digest.SM3, form["msgData"], form["timestamp"], "c")
    assert (form["timestamp"], form["requestID"], got.query) == ("1767323045000", "r-1", {})
    assert "c" not in form.values()


@pytest.mark.parametrize(("sender", "receiver"), [(PERSON, OFFICE), (OFFICE, PERSON)])
async def test_neither_the_sender_nor_the_receiver_can_be_made_to_pay(
    http: Outbound, canned: Listener, clock: FixedClock, sender: Contact, receiver: Contact
) -> None:
    canned.answer = BOOKED

    await courier(http, canned.url, clock).order(replace(an_order(clock), sender=sender, receiver=receiver))

    sent = json.loads(canned.got[0].form["msgData"])
    assert (sent["payMethod"], sent["monthlyCard"]) == (3, CARD)
    assert [one["contactType"] for one in sent["contactInfoList"]] == [1, 2]
    assert (sent["isDocall"], sent["sendStartTm"]) == (1, "2026-01-02 14:00:00")


async def test_without_a_monthly_account_there_is_no_courier(http: Outbound, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match="purse"):
        courier(http, "http://127.0.0.1:9", clock, card="")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({}, Unknown),
        ({"apiResultCode": "A1000", "apiResultData": None}, Unknown),
        ({"apiResultCode": "A1000", "apiResultData": {"errorCode": "S0000"}}, Unknown),  # not a text
        (told(None), Unknown),
        (told({"orderId": "s1", "filterResult": 2, "waybillNoInfoList": []}), Unknown),
        (told({"orderId": "s1"}), Unknown),
        (told({"orderId": "s2", "filterResult": 1}), Unknown),
        (told({"orderId": "s1", "filterResult": "3"}), Refused),
        (told(None, "8252"), Refused),
        ({"apiResultCode": "A2222", "apiResultData": ""}, Refused),
    ],
)
async def test_each_answer_is_one_of_three_outcomes(
    http: Outbound, canned: Listener, clock: FixedClock, answer: object, kind: type[Outward]
) -> None:
    canned.answer = answer

    with pytest.raises(kind):
        await courier(http, canned.url, clock).order(an_order(clock))


async def test_a_time_nobody_can_read_is_no_track(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = told(
        {"routeResps": [{"mailNo": "SF1", "routes": [{"acceptTime": "soon", "opCode": "50"}]}]}
    )

    with pytest.raises(Unavailable, match="time-malformed"):
        await courier(http, canned.url, clock).track("shunfeng", "SF1", phone_tail="0101")


@pytest.mark.parametrize("number", ["SF2", "", None])
async def test_the_way_of_another_parcel_is_not_taken_for_this_ones(
    http: Outbound, canned: Listener, clock: FixedClock, number: str | None
) -> None:
    signed = {"acceptTime": AT, "opCode": "80", "remark": "本人签收"}
    named = {} if number is None else {"mailNo": number}
    canned.answer = told({"routeResps": [{"mailNo": "SF1", "routes": []}, {**named, "routes": [signed]}]})

    with pytest.raises(Unavailable, match="another-parcel"):
        await courier(http, canned.url, clock).track("shunfeng", "SF1", phone_tail="0101")


@pytest.mark.parametrize(
    "search", [told(None, "4001"), told(None, "8003"), told(None, "8252"), told(None, "8024"), {}]
)
async def test_an_order_that_stands_there_is_never_said_not_to(
    http: Outbound, hand: Hand, clock: FixedClock, search: object
) -> None:
    """8016 is sure; whatever comes of asking which order it was, no other courier may be ordered."""

    async def answer(request: web.Request) -> web.Response:
        service = (await request.post())["serviceCode"]
        return web.json_response(told(None, "8016") if service == "EXP_RECE_CREATE_ORDER" else search)

    app = web.Application()
    app.router.add_post("/std/service", answer)
    vendor = await hand.start(app)

    with pytest.raises(Unknown):
        await courier(http, vendor.url, clock).order(an_order(clock))


async def test_a_number_that_does_not_match_there_is_not_called_off(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = told({"orderId": "s1", "resStatus": 1})

    with pytest.raises(Refused, match="resStatus-1"):
        await courier(http, canned.url, clock).cancel(CourierBooking("sf", "", "s1"), "")


async def test_nobody_listening_means_no_order(http: Outbound, clock: FixedClock) -> None:
    with pytest.raises(Unavailable):
        await courier(http, closed_url(), clock).order(an_order(clock))


@pytest.mark.parametrize(
    ("code", "remark", "state"),
    [
        ("80", "已签收，签收人：本人", ParcelState.DELIVERED_SELF),
        ("8000", "签收明细，本人签收", ParcelState.DELIVERED_SELF),
        ("80", "已签收，感谢使用顺丰", ParcelState.DELIVERED_OTHER),
        ("80", "非本人签收", ParcelState.DELIVERED_OTHER),
        ("80", "签收人：本人家人代签", ParcelState.DELIVERED_OTHER),
        ("80", "本人签收（丰巢柜）", ParcelState.DELIVERED_OTHER),
        ("8000", "签收人：前台", ParcelState.DELIVERED_OTHER),
        ("607", "本人签收", ParcelState.DELIVERED_OTHER),
        ("123", "本人签收", ParcelState.PARKED),
        ("130", "已送达驿站", ParcelState.PARKED),
    ],
)
def test_only_the_receivers_own_hand_is_a_delivery_in_person(
    code: str, remark: str, state: ParcelState
) -> None:
    (event,) = read_routes([Route(AT, code, remark)])

    assert event.state is state


def test_no_code_alone_is_a_delivery_in_person() -> None:
    assert ParcelState.DELIVERED_SELF not in OPERATIONS.values()
    assert not {ParcelState.RETURNED, ParcelState.LOST, ParcelState.CANCELLED} & set(OPERATIONS.values())


@pytest.mark.parametrize(
    ("coarse", "state"),
    [
        ("1", ParcelState.PICKED_UP),
        ("2", ParcelState.IN_TRANSIT),
        ("3", ParcelState.OUT_FOR_DELIVERY),
        ("4", ParcelState.DELIVERED_OTHER),
        ("9", ParcelState.UNKNOWN),
        (None, ParcelState.UNKNOWN),
    ],
)
def test_beside_a_code_we_do_not_know_the_coarse_state_counts(coarse: str | None, state: ParcelState) -> None:
    (event,) = read_routes([Route(AT, "9876", "本人签收", coarse)])

    assert (event.state, event.code) == (state, "9876")


def line(**changes: object) -> dict[str, object]:
    return {"mailno": "SF1", "orderid": "s1", "acceptTime": AT, "opCode": "50", "id": "1"} | changes


def pushed(*lines: object) -> bytes:
    return json.dumps({"Body": {"WaybillRoute": list(lines)}}, ensure_ascii=False).encode()


def test_lines_of_two_parcels_are_two_news_and_nobody_vouches_for_them() -> None:
    earlier = line(acceptTime="2026-01-02 09:00:00", opCode="30")

    one, other = SfPushes().parse(
        pushed(line(), line(mailno="SF2", orderid=None), earlier), f"{JSON};charset=UTF-8"
    )

    assert [(one.order_no, one.waybill), (other.order_no, other.waybill)] == [("s1", "SF1"), ("", "SF2")]
    assert [event.code for event in one.events] == ["30", "50"]
    assert one.is_hearsay
    assert one.events[1].at == datetime.fromisoformat("2026-01-02T11:04:05+08:00")


XML = (
    '<Request><Body><WaybillRoute mailno="SF1" orderid="s1" acceptTime="{at}" opCode="50"/></Body></Request>'
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", JSON),
        (b"null", JSON),
        (b"\xff", JSON),
        (b"[" * 5000, JSON),
        (pushed(), JSON),
        (pushed(*[line()] * 11), JSON),
        (pushed(line(mailno="")), JSON),
        (pushed(line(mailno="SF\0")), JSON),
        (pushed(line(orderid="' OR 1=1")), JSON),
        (pushed(line(opCode="")), JSON),
        (pushed(line(acceptTime="yesterday")), JSON),
        (pushed(line(acceptTime="0001-01-01 00:00:00")), JSON),
        (pushed(line()), "text/plain"),
        (pushed(line()), FORM),
        (urlencode({"content": ""}).encode(), FORM),
        (urlencode({"content": "<Request>"}).encode(), FORM),
        (urlencode({"content": "<Request/>"}).encode(), FORM),
        (urlencode({"content": "<!DOCTYPE x>" + XML.format(at=AT)}).encode(), FORM),
        (urlencode({"content": XML.format(at="never")}).encode(), FORM),
        (b"&".join([b"a=1"] * 100), FORM),
        (b"content=\xff", FORM),
    ],
)
def test_a_push_that_makes_no_sense_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(SignatureWrong):
        SfPushes().parse(body, content_type)
