"""EMS: what is sealed and who pays, what counts as delivered, and which addresses a carrier can be given."""

import dataclasses
import inspect
import json
from datetime import date, time

import pytest

from adapters.courier import ems, kuaidi100, sf_express
from adapters.courier.ems import EmsCourier
from adapters.courier.ems_envelope import EnvelopeWrong, seal, unseal
from adapters.courier.ems_events import STATES, Line, read_line
from adapters.courier.ems_pushes import EmsPushes
from adapters.courier.places import split
from adapters.outbound.http import Outbound
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.shipments.outside import Contact, CourierOrder, ParcelState, PickupWindow
from tests.adapters.outside.closed import closed_url
from tests.sandbox.conftest import FixedClock, Listener

KEY = "MDEyMzQ1Njc4OWFiY2RlZg=="
PERSON = Contact(PersonName("甲子"), Phone("19900000101"), Address("山东省青岛市莱西市虚构小区1号楼"))
ORDER = CourierOrder(
    order_no="s1",
    carrier="ems",
    sender=PERSON,
    receiver=PERSON,
    cargo="证件",
    pieces=2,
    remark="本人签收",
    window=PickupWindow(date(2026, 1, 3), time(14), time(16)),
    callback_url="https://palm.invalid/o",
    track_url="https://palm.invalid/t",
    salt="invented-salt",
)
BOOKED = {"retCode": "00000", "retBody": '{"waybillNo":"1200000000001"}'}


def courier(http: Outbound, url: str, clock: FixedClock) -> EmsCourier:
    return EmsCourier(
        http, url=url, customer="C1", authorization="A1", key=KEY, clock=clock.now, deadline_seconds=0.5
    )


async def test_what_leaves_is_one_sealed_order_on_the_customers_account(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = BOOKED

    booking = await courier(http, canned.url, clock).order(ORDER)

    form = canned.got[0].form
    [order] = json.loads(unseal(form["logitcsInterface"], KEY))
    assert (form["apiCode"], form["senderNo"], form["timeStamp"]) == ("020003", "C1", "2026-01-02 11:04:05")
    assert (order["paymentMode"], order["bizProductNo"], order["deliverType"]) == ("1", "1", "2")
    assert (order["pickupPreBeginTime"], order["pickupPreEndTime"]) == (
        "2026-01-03 14:00:00",
        "2026-01-03 16:00:00",
    )
    assert order["sender"]["county"] == "莱西市"
    assert (booking.vendor, booking.order_id, booking.waybill) == ("ems", "s1", "1200000000001")
    assert "甲子" not in canned.got[0].path


async def test_without_hours_none_are_named(http: Outbound, canned: Listener, clock: FixedClock) -> None:
    canned.answer = BOOKED

    await courier(http, canned.url, clock).order(dataclasses.replace(ORDER, window=None))

    [order] = json.loads(unseal(canned.got[0].form["logitcsInterface"], KEY))
    assert not any(name.startswith("pickupPre") for name in order)


async def test_an_answer_may_be_a_list_of_one(http: Outbound, canned: Listener, clock: FixedClock) -> None:
    canned.answer = {"retCode": "00000", "retBody": '[{"waybillNo":"1200000000002"}]'}

    assert (await courier(http, canned.url, clock).order(ORDER)).waybill == "1200000000002"


@pytest.mark.parametrize(
    "answer",
    [
        {"retCode": "00000", "retBody": None},
        {"retCode": "00000", "retBody": "{}"},
        {"retCode": "00000", "retBody": "[]"},
        {"retCode": "00000", "retBody": "nonsense"},
        {"retCode": ""},
        [],
    ],
)
async def test_an_order_answered_by_half_is_unknown(
    http: Outbound, canned: Listener, clock: FixedClock, answer: object
) -> None:
    canned.answer = answer

    with pytest.raises(Unknown):
        await courier(http, canned.url, clock).order(ORDER)


async def test_a_code_nobody_explained_is_final_and_goes_to_a_person(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = {"retCode": "B00038", "retMsg": "甲子的地址不对"}

    with pytest.raises(Refused) as told:
        await courier(http, canned.url, clock).order(ORDER)

    assert told.value.reason == "B00038"
    assert "甲子" not in str(told.value)


async def test_a_closed_port_took_nothing(http: Outbound, clock: FixedClock) -> None:
    with pytest.raises(Unavailable):
        await courier(http, closed_url(), clock).order(ORDER)


async def test_a_question_that_fails_did_nothing(http: Outbound, canned: Listener, clock: FixedClock) -> None:
    canned.answer = {"retCode": "00000", "retBody": '{"responseItems":[{"opCode":"203","opTime":"gestern"}]}'}

    with pytest.raises(Unavailable):
        await courier(http, canned.url, clock).track("ems", "1200000000001", phone_tail="0101")


@pytest.mark.parametrize("number", ['"1200000000002"', '""', "null"])
async def test_the_way_of_another_parcel_is_not_taken_for_this_ones(
    http: Outbound, canned: Listener, clock: FixedClock, number: str
) -> None:
    step = f'{{"waybillNo":{number},"opCode":"704","opTime":"2026-01-02 11:04:05"}}'
    canned.answer = {"retCode": "00000", "retBody": f'{{"responseItems":[{step}]}}'}

    with pytest.raises(Unavailable, match="another-parcel"):
        await courier(http, canned.url, clock).track("ems", "1200000000001", phone_tail="0101")


def test_no_code_of_ems_counts_as_signed_by_the_receiver() -> None:
    assert ParcelState.DELIVERED_SELF not in STATES.values()


@pytest.mark.parametrize(
    ("code", "text", "state"),
    [
        ("704", "已签收", ParcelState.DELIVERED_OTHER),
        ("704", "已签收，本人签收", ParcelState.DELIVERED_OTHER),
        ("704", "已投递至丰巢柜", ParcelState.PARKED),
        ("704", "已由驿站代收", ParcelState.PARKED),
        ("705", "收件人拒收", ParcelState.REFUSED),
        ("705", "邮件退回中", ParcelState.RETURNING),
        ("705", "无人接听", ParcelState.PROBLEM),
        ("203", "退回件已收寄", ParcelState.PICKED_UP),
        ("998", "未公开", ParcelState.UNKNOWN),
    ],
)
def test_words_make_a_delivery_less_than_it_says_and_never_more(
    code: str, text: str, state: ParcelState
) -> None:
    assert read_line(Line(code, "2026-01-02 11:04:05", text)).state is state


@pytest.mark.parametrize(
    "sealed", ["", "x", "|$4|", "|$4|!", "|$4|AAAA", "|$4|AAAAAAAAAAAAAAAAAAAAAA==", "|$3|AAAA"]
)
def test_what_is_not_an_envelope_is_not_opened(sealed: str) -> None:
    with pytest.raises(EnvelopeWrong):
        unseal(sealed, KEY)


def test_every_changed_character_of_an_envelope_is_another_document_or_none() -> None:
    document = '{"waybillNo":"1100000000000"}'
    sealed = seal(document, KEY)
    for place in range(4, len(sealed) - 3):
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        try:
            assert unseal(changed, KEY) != document
        except EnvelopeWrong:
            continue


@pytest.mark.parametrize(
    "document",
    [
        *("nonsense", "{}", '{"opCode":"203","opTime":"x"}', '["x"]', '{"opCode":203}'),
        *(
            '{"opCode":"203","opTime":"0001-01-01 00:00:00"}',
            '{"opCode":"order:1","opTime":"2026-01-02 11:04:05"}',
        ),
        '{"opCode":"203","opTime":"2026-01-02 11:04:05","waybillNo":"1\\u0000"}',
    ],
)
def test_a_sealed_push_that_says_nothing_is_not_read(document: str) -> None:
    body = json.dumps({"logitcsInterface": seal(document, KEY)}).encode()

    with pytest.raises(SignatureWrong):
        EmsPushes(KEY).parse(body, "application/json")


def test_a_push_of_another_kind_or_of_too_much_is_not_read() -> None:
    step = '{"waybillNo":"1","opCode":"203","opTime":"2026-01-02 11:04:05"}'
    many = "[" + ",".join([step] * 51) + "]"
    for method, document in (("050001", step), ("040002", many)):
        body = json.dumps({"logitcsInterface": seal(document, KEY), "method": method}).encode()
        with pytest.raises(SignatureWrong):
            EmsPushes(KEY).parse(body, "application/json;charset=UTF-8")


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("山东省青岛市市南区虚构路1号", ("山东省", "青岛市", "市南区", "虚构路1号")),
        ("北京市朝阳区某路1号", ("北京市", "北京市", "朝阳区", "某路1号")),
        ("重庆市市辖区渝中区某路1号", ("重庆市", "重庆市", "渝中区", "某路1号")),
        (
            "新疆维吾尔自治区伊犁哈萨克自治州伊宁市某街2号",
            ("新疆维吾尔自治区", "伊犁哈萨克自治州", "伊宁市", "某街2号"),
        ),
        ("内蒙古自治区锡林郭勒盟锡林浩特市某街", ("内蒙古自治区", "锡林郭勒盟", "锡林浩特市", "某街")),
    ],
)
def test_an_address_is_split_as_the_carriers_want_it(address: str, parts: tuple[str, str, str, str]) -> None:
    place = split(address)

    assert (place.province, place.city, place.county, place.rest) == parts
    assert "虚构" not in repr(place)


@pytest.mark.parametrize("address", ["虚构小区1号楼", "青岛市市南区", "山东省某路", ""])
def test_an_address_without_its_parts_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="address-not-split"):
        split(address)


def test_no_order_can_name_a_payer() -> None:
    fields = {field.name for field in dataclasses.fields(CourierOrder)}
    makers = (ems.EmsCourier, kuaidi100.Kuaidi100, sf_express.SfExpress)

    assert not any(word in name for name in fields for word in ("pay", "fee", "freight", "cod"))
    for maker in makers:
        given = inspect.signature(maker.order).parameters
        assert list(given) == ["self", "order"]
    assert (ems.PAYER_IS_CUSTOMER, ems.EXPRESS) == ("1", "1")
    assert (kuaidi100.PAYMENT, sf_express.THIRD_PARTY) == ("SHIPPER", 3)
