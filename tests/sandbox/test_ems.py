"""The emulated EMS takes sealed documents only, books who pays, and tells each step under the same seal."""

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from adapters.sandbox.ems import EmsSandbox, create_app
from adapters.sandbox.kit import Books, Running
from tests.sandbox.conftest import FixedClock, Hand, Listener

KEY = "MDEyMzQ1Njc4OWFiY2RlZg=="
V7 = "|$4|ImkUJUd6SVUDz3sP0NMBlnwJYR979LI6leS0J2J9C1r++Q9qL82C2jxcJhNmorLUMl1QH9ahSF9rrKTItnvJYA=="
OPEN = "/amp-prod-api/f/amp/api/open"
END = {
    "name": "甲某",
    "mobile": "19900000009",
    "prov": "山东省",
    "city": "青岛市",
    "county": "莱西市",
    "address": "某路1号",
}
ORDER = {
    "ecommerceUserId": "u1",
    "logisticsOrderNo": "s1",
    "createdTime": "2026-01-02 11:04:05",
    "contentsAttribute": "1",
    "bizProductNo": "1",
    "paymentMode": "1",
    "sender": END,
    "receiver": END,
    "cargos": [{"cargoName": "证件", "cargoQuantity": 1}],
}


def sealed(document: object, key: str = KEY, tail: str | None = None) -> str:
    """By the published formula, written down here once more."""
    clear = (json.dumps(document, ensure_ascii=False) + (key if tail is None else tail)).encode()
    fill = 16 - len(clear) % 16
    machine = Cipher(SM4(b64decode(key)), modes.ECB()).encryptor()  # noqa: S305 - the vendor's own choice
    return "|$4|" + b64encode(machine.update(clear + bytes([fill]) * fill) + machine.finalize()).decode()


class Office:
    """Our side of it."""

    def __init__(self, hand: Hand, vendor: Running) -> None:
        self.hand, self.vendor = hand, vendor

    async def post(self, api: str, envelope: str, **changes: str) -> Any:
        form = {
            "apiCode": api,
            "senderNo": "1100000000000",
            "authorization": "testAuthorization",
            "msgType": "0",
            "timeStamp": "2026-01-02 11:04:05",
            "version": "V1.0.0",
            "userCode": "1100000000000",
            "logitcsInterface": envelope,
        }
        async with self.hand.http.post(f"{self.vendor.url}{OPEN}", data=form | changes) as answer:
            return await answer.json()

    async def order(self, **changes: object) -> Any:
        return await self.post("020003", sealed([ORDER | changes]))

    async def books(self) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = (await self.hand.look(self.vendor, "/__books"))["orders"]
        return kept


@pytest.fixture
async def office(books: Books, clock: FixedClock, hand: Hand, listener: Listener) -> Office:
    listener.answer = {"serialNo": "", "code": "00000", "codeMessage": "", "senderNo": ""}
    config = EmsSandbox(
        "1100000000000", "testAuthorization", KEY, push_url=f"{listener.url}/tracks", tempo_seconds=0
    )
    return Office(hand, await hand.start(create_app(books, config=config, now=clock.now)))


async def test_the_public_samples_envelope_is_opened(office: Office) -> None:
    told = await office.post("040001", V7)

    assert (told["retCode"], json.loads(told["retBody"])) == ("00000", {"responseItems": []})


@pytest.mark.parametrize(
    ("envelope", "code"),
    [
        (V7.removeprefix("|$4|"), "X1001"),
        (V7.replace("|$4|", "|$5|"), "X1001"),
        ("|$4|AAAA", "X1002"),
        (sealed({"waybillNo": "1"}, b64encode(b"another-key-0000").decode()), "X1002"),
        (sealed({"waybillNo": "1"}, tail=""), "X1003"),
        (sealed({"waybillNo": "1"}, tail=KEY[:-1]), "X1003"),
    ],
)
async def test_another_mark_another_key_or_no_key_behind_the_document_is_refused(
    office: Office, envelope: str, code: str
) -> None:
    told = await office.post("040001", envelope)

    assert (told["retCode"], told["retBody"]) == (code, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"authorization": "another"}, "X0002"),
        ({"senderNo": "1100000000001"}, "X0002"),
        ({"timeStamp": "2026-01-02 11:20:05"}, "X0003"),
        ({"timeStamp": "now"}, "X0003"),
        ({"apiCode": ""}, "X0001"),
        ({"apiCode": "999999"}, "X0004"),
    ],
)
async def test_who_is_not_the_customer_or_late_is_refused(
    office: Office, changes: dict[str, str], code: str
) -> None:
    assert (await office.post("040001", V7, **changes))["retCode"] == code


@pytest.mark.parametrize("document", [ORDER, [], [ORDER, ORDER], "x"])
async def test_an_order_comes_as_a_list_of_one(office: Office, document: object) -> None:
    assert (await office.post("020003", sealed(document)))["retCode"] == "X2001"


async def test_the_body_of_an_answer_is_json_inside_a_string(office: Office) -> None:
    told = await office.order()

    assert isinstance(told["retBody"], str)
    assert json.loads(told["retBody"]) == {"waybillNo": "1200000000001", "logisticsOrderNo": "s1"}


@pytest.mark.parametrize("end", ["sender", "receiver"])
async def test_an_end_without_its_parts_is_refused(office: Office, end: str) -> None:
    assert (await office.order(**{end: END | {"county": ""}}))["retCode"] == "X2008"


@pytest.mark.parametrize(
    ("changes", "payer"),
    [
        ({}, "customer"),
        ({"paymentMode": "2"}, "receiver"),
        ({"paymentMode": "4"}, "receiver"),
        ({"bizProductNo": "3"}, "receiver"),
    ],
)
async def test_who_pays_is_written_down(office: Office, changes: dict[str, object], payer: str) -> None:
    await office.order(**changes)

    assert [one["payer"] for one in await office.books()] == [payer]


@pytest.mark.parametrize(
    ("repeat", "orders", "code"), [("second", 2, "00000"), ("first", 1, "00000"), ("refuse", 1, "X2002")]
)
async def test_what_a_repeat_does_is_set_by_hand_for_nobody_knows(
    office: Office, repeat: str, orders: int, code: str
) -> None:
    await office.hand.control(office.vendor, "/__repeat", to=repeat)
    await office.order()

    told = await office.order()

    assert (told["retCode"], len(await office.books())) == (code, orders)


async def test_what_is_fetched_is_not_called_off_any_more(office: Office) -> None:
    await office.order()
    told = {"logisticsOrderNo": "s1", "waybillNo": "1200000000001", "cancelReason": "撤回"}
    first = await office.post("020006", sealed(told))
    await office.hand.control(office.vendor, "/__advance_parcel", waybillNo="1200000000001", to="picked_up")

    late = await office.post("020006", sealed(told))

    assert (first["retCode"], late["retCode"]) == ("00000", "X2005")
    assert (await office.post("020006", sealed(told | {"waybillNo": "1"})))["retCode"] == "X2004"


async def test_each_step_is_pushed_under_the_seal_and_again_until_it_is_taken(
    office: Office, listener: Listener
) -> None:
    await office.order()
    listener.answer = {"code": "S00001"}
    await office.hand.control(office.vendor, "/__advance_parcel", waybillNo="1200000000001", to="picked_up")
    await listener.wait_for(1)
    listener.answer = {"code": "00000"}
    await office.hand.control(office.vendor, "/__flush", all=True)

    pushes = [json.loads(one.body) for one in listener.got]

    machine = Cipher(SM4(b64decode(KEY)), modes.ECB()).decryptor()  # noqa: S305 - the vendor's own choice
    clear = machine.update(b64decode(pushes[0]["logitcsInterface"].removeprefix("|$4|"))) + machine.finalize()
    step = json.loads(clear[: -clear[-1]])
    assert (step["waybillNo"], step["orderNo"], step["opCode"]) == ("1200000000001", "s1", "203")
    assert pushes[0] == pushes[1]
    assert pushes[0]["method"] == "040002"
