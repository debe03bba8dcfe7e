"""Emulator of a four-element check of bank cards (银行卡四要素核验): do these four belong to one person.

Source: docs/vendors/bank-elements.md.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
from aiohttp import web

from adapters.sandbox.city import Person
from adapters.sandbox.kit import HIDDEN, Books, Desk, mask
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_day,
    read_as,
    require_purpose,
    throttled,
)
from adapters.sandbox.register_requests import id_number_in

TABLE = """
CREATE TABLE IF NOT EXISTS cards (
    card TEXT PRIMARY KEY, name TEXT NOT NULL, id_number TEXT NOT NULL, phone TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
    order_no TEXT PRIMARY KEY, card TEXT NOT NULL, id_number TEXT NOT NULL, day TEXT NOT NULL,
    result TEXT NOT NULL
);
"""
INVENTED = "990000"  # no issuer's number begins with it
ORDER = re.compile(r"[0-9A-Za-z]{1,32}", re.ASCII)
CARD = re.compile(r"[0-9]{12,19}", re.ASCII)
PHONE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
A_CARD_A_DAY, A_PERSON_A_DAY = 5, 10
NINE = 9


class _Verify(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    order_no: str
    name: str
    id_number: str
    card_number: str
    phone: str
    purpose: str | None = None


class _Result(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    order_no: str


def card_of(place: int) -> str:
    """The card of the city's person at this place in its list, check digit (ISO/IEC 7812) and all."""
    body = f"{INVENTED}{place:09d}"
    doubled = [int(digit) * (2 - place_ % 2) for place_, digit in enumerate(reversed(body))]
    total = sum(one - NINE if one > NINE else one for one in doubled)
    return f"{body}{-total % 10}"


class _Bank:
    """Whose card is whose, and what was asked about whom."""

    def __init__(self, books: Books, now: Callable[[], datetime]) -> None:
        self.books, self.now = books, now

    def match(self, asked: _Verify) -> str:
        """Raises: Refused."""
        number = id_number_in(asked.id_number)
        if not (ORDER.fullmatch(asked.order_no) and CARD.fullmatch(asked.card_number)):
            raise Refused("4003", "订单号或卡号格式不正确")
        if not PHONE.fullmatch(asked.phone):
            raise Refused("4004", "手机号格式不正确")
        if self.books.one("SELECT 1 FROM orders WHERE order_no = ?", asked.order_no):
            raise Refused("4090", "订单号重复")
        day = beijing_day(self.now()).isoformat()
        self._require_turn(asked.card_number, number, day)
        held = self.books.one("SELECT * FROM cards WHERE card = ?", asked.card_number)
        told = (asked.name, number, asked.phone)
        is_match = held is not None and (held["name"], held["id_number"], held["phone"]) == told
        result = "match" if is_match else "mismatch"
        order = (asked.order_no, asked.card_number, number, day, result)
        self.books.write("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", *order)
        return result

    def told(self, order_no: str) -> str:
        """Raises: Refused 4040."""
        row = self.books.one("SELECT result FROM orders WHERE order_no = ?", order_no)
        if row is None:
            raise Refused("4040", "没有这个订单")
        return str(row["result"])

    def _require_turn(self, card: str, number: str, day: str) -> None:
        """Raises: Refused 4291, 4292."""
        rows = self.books.rows("SELECT card, id_number FROM orders WHERE day = ?", day)
        if sum(row["card"] == card for row in rows) >= A_CARD_A_DAY:
            raise Refused("4291", "该卡当日核验次数过多")
        if sum(row["id_number"] == number for row in rows) >= A_PERSON_A_DAY:
            raise Refused("4292", "该证件当日核验次数过多")


def create_app(
    books: Books, *, caller: Credentials, people: Iterable[Person], now: Callable[[], datetime]
) -> web.Application:
    """Each of `people` with a phone has one card, entered once: what the books have of one they remember."""
    books.create(TABLE)
    with books.transaction():
        for place, person in enumerate(people):
            if person.phone:
                values = (card_of(place), person.name, person.id_number, person.phone)
                books.write("INSERT OR IGNORE INTO cards VALUES (?, ?, ?, ?)", *values)

    def dump() -> dict[str, object]:
        held = [f"…{row['card'][-4:]} {mask(row['phone'])}" for row in books.rows("SELECT * FROM cards")]
        return {"cards": held, "orders": len(books.rows("SELECT order_no FROM orders"))}

    hidden = HIDDEN | {"cardnumber"}
    desk = Desk(books, now=now, throttled=throttled, dump=dump, modes=("undecided",), hidden=hidden)
    counter, bank = Counter(desk, Envelope(books, caller, desk.clock.wall)), _Bank(books, desk.clock.now)

    async def verify(request: web.Request) -> object:
        asked = await read_as(request, _Verify)
        require_purpose(request, asked.purpose)
        result = bank.match(asked)
        return {"result": "pending" if desk.rule(request).mode == "undecided" else result}

    async def tell(request: web.Request) -> object:
        return {"result": bank.told((await read_as(request, _Result)).order_no)}

    counter.serve("POST", "/api/v1/elements/verify", verify)
    counter.serve("POST", "/api/v1/elements/results", tell)
    return desk.app
