"""kuaidi100: what is signed, who pays, and what counts as delivered."""

import dataclasses
import json
from datetime import date, time
from urllib.parse import urlencode

import pytest

from adapters.courier.kuaidi100 import Kuaidi100, sign
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.courier.kuaidi100_events import ORDER, TRACK
from adapters.outbound.http import Outbound
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from domain.shipments.outside import Contact, CourierOrder, ParcelState, PickupWindow
from tests.adapters.outside.closed import closed_url
from tests.sandbox.conftest import FixedClock, Listener

SALT, FORM = "invented-salt", "application/x-www-form-urlencoded"
PERSON = Contact(PersonName("甲子"), Phone("19900000101"), Address("虚构小区1号楼"))
ORDER_1 = CourierOrder(
    order_no="s1",
    carrier="ems",
    sender=PERSON,
    receiver=PERSON,
    cargo="证照文件",
    pieces=1,
    remark="",
    window=None,
    callback_url="https://palm.invalid/o",
    track_url="https://palm.invalid/t",
    salt=SALT,
)
BOOKED = {"result": True, "returnCode": "200", "data": {"taskId": "t", "orderId": "o", "kuaidinum": ""}}


def courier(http: Outbound, url: str, clock: FixedClock) -> Kuaidi100:
    return Kuaidi100(
        http,
        order_url=url,
        track_url=url,
        key="k",
        secret="s",
        customer="c",
        clock=clock.now,
        deadline_seconds=0.5,
    )


async def test_exactly_the_text_that_is_sent_is_signed(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = BOOKED

    await courier(http, canned.url, clock).order(ORDER_1)

    form = canned.got[0].form
    assert form["sign"] == sign(form["param"], form["t"], "k", "s")
    assert form["t"] == str(int(clock.now().timestamp() * 1000))


async def test_people_stand_in_the_body_and_the_secret_nowhere(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = BOOKED

    await courier(http, canned.url, clock).order(dataclasses.replace(ORDER_1, salt="x"))

    assert canned.got[0].query == {}
    assert "s" not in canned.got[0].form.values()


async def test_the_government_always_pays(http: Outbound, canned: Listener, clock: FixedClock) -> None:
    canned.answer = BOOKED

    await courier(http, canned.url, clock).order(ORDER_1)

    assert json.loads(canned.got[0].form["param"])["payment"] == "SHIPPER"
    names = {field.name for field in dataclasses.fields(CourierOrder)}
    assert not {name for name in names if "pay" in name or "price" in name or "fee" in name}


async def test_a_pick_up_beyond_the_day_after_tomorrow_cannot_be_ordered(
    http: Outbound, canned: Listener, clock: FixedClock
) -> None:
    canned.answer = BOOKED
    late = dataclasses.replace(ORDER_1, window=PickupWindow(date(2026, 1, 5), time(9), time(11)))
    good = dataclasses.replace(ORDER_1, window=PickupWindow(date(2026, 1, 4), time(9), time(11)))

    with pytest.raises(Refused, match="window-out-of-range"):
        await courier(http, canned.url, clock).order(late)
    await courier(http, canned.url, clock).order(good)

    assert json.loads(canned.got[0].form["param"])["dayType"] == "后天"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"returnCode": "400"}, Refused),
        ({"returnCode": "500"}, Unknown),
        ({"returnCode": "503"}, Unavailable),
        ({"returnCode": "601"}, Unavailable),
        ({"returnCode": "200", "data": {}}, Unknown),
        ({}, Unknown),
    ],
)
async def test_each_code_is_one_of_three_outcomes(
    http: Outbound, canned: Listener, clock: FixedClock, answer: object, kind: type[Outward]
) -> None:
    canned.answer = answer

    with pytest.raises(kind):
        await courier(http, canned.url, clock).order(ORDER_1)


async def test_nobody_listening_means_no_order(http: Outbound, clock: FixedClock) -> None:
    with pytest.raises(Unavailable):
        await courier(http, closed_url(), clock).order(ORDER_1)


def test_only_the_persons_own_signature_is_a_delivery_in_person() -> None:
    own = {
        code
        for table in (TRACK, ORDER)
        for code, state in table.items()
        if state is ParcelState.DELIVERED_SELF
    }

    assert own == {"301"}
    assert TRACK["303"] is ParcelState.DELIVERED_OTHER
    assert TRACK["304"] is TRACK["501"] is ParcelState.PARKED


def posted(document: object, *, salt: str = SALT, **more: str) -> bytes:
    param = json.dumps(document, ensure_ascii=False)
    return urlencode({"sign": sign(param, salt), "param": param, **more}).encode()


def step(status: int, **data: object) -> bytes:
    told = {"orderId": "o-1", "status": status, **data}
    return posted({"kuaidicom": "ems", "kuaidinum": "1199", "status": "200", "data": told}, taskId="t-1")


def test_the_courier_who_took_the_job_is_named(clock: FixedClock) -> None:
    body = step(1, courierName="乙丑", courierMobile="19900000303")

    news = Kuaidi100Callbacks(clock=clock.now).parse(body, FORM + "; charset=UTF-8", salt=SALT)

    assert (news.order_id, news.waybill, news.carrier) == ("o-1", "1199", "ems")
    assert news.courier_name == PersonName("乙丑")
    assert [(event.state, event.code) for event in news.events] == [(ParcelState.ACCEPTED, "order:1")]


def test_a_settlement_moves_no_parcel_and_its_money_is_counted_in_fen(clock: FixedClock) -> None:
    news = Kuaidi100Callbacks(clock=clock.now).parse(step(15, freight="12.30", weight="0.5"), FORM, salt=SALT)

    assert (news.events, news.freight_fen) == ((), 1230)


def test_a_status_we_do_not_know_is_kept_and_moves_nothing(clock: FixedClock) -> None:
    news = Kuaidi100Callbacks(clock=clock.now).parse(step(4711), FORM, salt=SALT)

    assert [(event.state, event.code) for event in news.events] == [(ParcelState.UNKNOWN, "order:4711")]


def test_the_vendor_giving_up_is_told(clock: FixedClock) -> None:
    body = posted({"status": "abort", "lastResult": {"nu": "1199", "com": "ems", "data": []}})

    assert Kuaidi100Callbacks(clock=clock.now).parse(body, FORM, salt=SALT).ended


@pytest.mark.parametrize(
    ("body", "content_type", "salt"),
    [
        (b"", FORM, SALT),
        (b"param=%7B%7D", FORM, SALT),
        (step(1), "application/json", SALT),
        (step(1), FORM, "another"),
        (posted({"lastResult": {"nu": "1", "com": "e"}}, salt=""), FORM, ""),
        (step(1).replace(b"1199", b"1198"), FORM, SALT),
        (posted({"status": "polling"}), FORM, SALT),
        (posted([1]), FORM, SALT),
        (
            posted({"lastResult": {"nu": "1", "com": "e", "data": [{"context": "x", "ftime": "soon"}]}}),
            FORM,
            SALT,
        ),
        (step(15, freight="much"), FORM, SALT),
        (b"\xff\xfe", FORM, SALT),
        (b"&".join([b"a=1"] * 100), FORM, SALT),
        (step(1).replace(b"sign=", b"sign=%EF%BC%90"), FORM, SALT),
    ],
)
def test_a_posting_that_is_not_theirs_or_makes_no_sense_is_refused(
    clock: FixedClock, body: bytes, content_type: str, salt: str
) -> None:
    with pytest.raises(SignatureWrong):
        Kuaidi100Callbacks(clock=clock.now).parse(body, content_type, salt=salt)
