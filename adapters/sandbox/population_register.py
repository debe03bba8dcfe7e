"""Emulator of the population register (人口库): does this name go with this number, and what is on file.

Source: docs/vendors/population-register.md.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
from aiohttp import web

from adapters.sandbox.city import Person
from adapters.sandbox.kit import Books, Desk, mask
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_text,
    read_as,
    throttled,
)
from adapters.sandbox.register_requests import id_number_in, require_sharing

CATALOGUE_ID = "370000000-residents"

TABLE = """
CREATE TABLE IF NOT EXISTS persons (
    id_number TEXT PRIMARY KEY, name TEXT NOT NULL, sex TEXT NOT NULL, phone TEXT, address TEXT NOT NULL
);
"""


class _Verify(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    name: str
    id_number: str
    purpose: str | None = None


class _Lookup(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    id_number: str
    purpose: str | None = None


def create_app(
    books: Books, *, caller: Credentials, people: Iterable[Person], now: Callable[[], datetime]
) -> web.Application:
    """`people` are entered once: what the books have of one they remember."""
    books.create(TABLE)
    with books.transaction():
        for person in people:
            books.write(
                "INSERT OR IGNORE INTO persons (id_number, name, sex, phone, address) VALUES (?, ?, ?, ?, ?)",
                *(person.id_number, person.name, person.sex, person.phone, person.address),
            )

    def dump() -> dict[str, object]:
        return {"persons": [mask(row["id_number"]) for row in books.rows("SELECT id_number FROM persons")]}

    desk = Desk(books, now=now, throttled=throttled, dump=dump)
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))

    async def verify(request: web.Request) -> object:
        asked = await read_as(request, _Verify)
        require_sharing(request, CATALOGUE_ID, asked.purpose)
        row = books.one("SELECT name FROM persons WHERE id_number = ?", id_number_in(asked.id_number))
        result = "absent" if row is None else "match" if row["name"] == asked.name else "mismatch"
        return {"result": result, "asOf": beijing_text(desk.clock.now()), "catalogueId": CATALOGUE_ID}

    async def look_up(request: web.Request) -> object:
        asked = await read_as(request, _Lookup)
        require_sharing(request, CATALOGUE_ID, asked.purpose)
        row = books.one(
            "SELECT name, sex, phone, address FROM persons WHERE id_number = ?", id_number_in(asked.id_number)
        )
        if row is None:
            raise Refused("4040", "查无此人")
        return dict(row) | {"asOf": beijing_text(desk.clock.now()), "catalogueId": CATALOGUE_ID}

    counter.serve("POST", "/api/v1/persons/verify", verify)
    counter.serve("POST", "/api/v1/persons/lookup", look_up)
    return desk.app
