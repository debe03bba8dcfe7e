"""What journeys with an unhappy end share: the back-end held, a supplement, a parcel moved by hand."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from adapters.sandbox.city import Enterprise, Organisation
from bff.cli.data import opened
from bff.cli.demo import asking
from bff.cli.demo.client import within
from bff.cli.demo.walk import Walk
from bff.compose.house import House
from tests.journeys.town import Town, in_row

SUBMITTED = "已提交"
PDF = b"%PDF-1.7\n% annual inspection, invented\n%%EOF\n"
TEMPO_SECONDS = 0.05  # as the town is set up
Chore = Any


async def nobody_takes_it_up(
    town: Town, organisation: Organisation | Enterprise, status: str = SUBMITTED
) -> None:
    """At the back-end a case of this applicant stays in that state until somebody decides by hand."""
    match = {"applicantCode": organisation.uscc, "status": status}
    await town.lever("approval", "/__mode", mode="away", match=match)


async def decide(town: Town, walk: Walk, outcome: str, *reasons: str, materials: object = ()) -> None:
    """A hand at the back-end."""
    told = {"caseNo": (await walk.read())["number"], "outcome": outcome, "reasons": list(reasons)}
    await town.lever("approval", "/__decide", **told, materials=list(materials))  # type: ignore[call-overload] # a list of positions or new ones


async def reads(walk: Walk, *states: str) -> Any:
    """The case, once it is in one of these states."""

    async def there() -> Any:
        view = await walk.read()
        return view if view["state"] in states else None

    return await within(there, f"the case to read {states}", seconds=60)


async def parcel(walk: Walk, direction: str, *states: str) -> Any:
    """The latest parcel of that direction, once it is in one of these states."""

    async def there() -> Any:
        found = [one for one in (await walk.read())["shipments"] if one["direction"] == direction]
        return found[-1] if found and found[-1]["state"] in states else None

    return await within(there, f"the {direction} parcel to be {states}", seconds=60)


async def scan(town: Town, walk: Walk, shipment: Any, *absent: tuple[str, str]) -> Any:
    """The clerk reads the number off each piece; those in `absent` are not there."""
    form = await walk.get(f"/cases/{walk.case}/form")
    number = next(one["value"] for one in form["fields"] if one["key"] == "certificate_number")
    pieces = [{"kind": one["kind"], "serial": one["serial"]} for one in shipment["pieces"]]
    missing = [one for one in pieces if (one["kind"], one["serial"]) in absent]
    body = {
        "pieces": [one | {"number": number} for one in pieces if one not in missing],
        "absent": [one | {"reason": "not_handed_over"} for one in missing],
    }
    path = f"/v1/console/shipments/{shipment['shipmentId']}/scan"
    return await town.client.expect(200, "POST", path, token=town.theatre.keys.clerk, json=body)


async def put_file(walk: Walk, path: str, content: bytes) -> int:
    """A file as it is, the way a phone uploads it: the status answered."""
    headers = {
        "Authorization": f"Bearer {walk.token}",
        "Acting-For": walk.party,
        "Content-Type": "application/pdf",
    }
    url = f"{walk.client.base_url}{walk.front}{path}"
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        session.put(url, data=content, headers=headers) as answer,
    ):
        return answer.status


async def face_for_the_case(walk: Walk) -> None:
    """The face once more: to apply was another purpose."""
    await asking.identity(walk, matter=walk.matter, purpose="case")


async def answer_supplement(walk: Walk) -> Any:
    """Read, told that it is a promise, sent."""
    await face_for_the_case(walk)
    shown = await walk.get(f"/cases/{walk.case}/supplement")
    sent = {"digest": shown["digest"], "promise": True}
    return await walk.post(200, f"/cases/{walk.case}/supplement/answer", sent)


async def move_parcel(town: Town, walk: Walk, direction: str, *steps: str) -> None:
    """Where nobody at the courier's moves it by itself."""
    for step in steps:
        await town.lever(
            "courier", "/__advance_parcel", thirdOrderId=order_no(town, walk, direction), to=step
        )


@asynccontextmanager
async def courier_waits(town: Town) -> AsyncIterator[None]:
    """Orders placed meanwhile move by hand only."""
    await town.lever("courier", "/__tempo", seconds=0)
    try:
        yield
    finally:
        await town.lever("courier", "/__tempo", seconds=TEMPO_SECONDS)


async def another_second(town: Town) -> None:
    now = days_ago(0).replace(microsecond=0)
    await town.until(lambda: days_ago(0).replace(microsecond=0) > now, "the next second")


def order_no(town: Town, walk: Walk, direction: str) -> str:
    sql = "SELECT order_no FROM shipments WHERE case_id = %s AND direction = %s ORDER BY attempt DESC"
    found: str = town.rows(sql, in_row("case", walk.case), direction)[0]["order_no"]
    return found


async def orders_of(town: Town, walk: Walk) -> list[dict[str, Any]]:
    """What the courier's books have of this case, oldest first."""
    rows = town.rows("SELECT order_no FROM shipments WHERE case_id = %s", in_row("case", walk.case))
    mine = {row["order_no"] for row in rows}
    return [one for one in (await town.book("courier"))["orders"] if one["third_order_id"] in mine]


async def chore(town: Town, pick: Chore) -> None:
    """One of the office's own chores, now: the worker does it every ten minutes."""
    async with opened(town.theatre.stage.settings) as house:
        await _run(pick, house)


async def _run(pick: Chore, house: House) -> None:
    await pick(house.office)()


async def row_of(town: Town, queue: str, ref: str) -> dict[str, Any] | None:
    """A row of a queue of 今日待办 as a clerk reads it, by what it is about."""
    path = f"/v1/console/today/{queue}"
    rows = (await town.client.expect(200, "GET", path, token=town.theatre.keys.clerk))["rows"]
    return next((one for one in rows if one["ref"] == ref), None)


def told(town: Town, walk: Walk) -> list[str]:
    """The templates of what this person was told about the matter, oldest first."""
    matter = town.case_row(walk)["matter_id"]
    return [
        row["template"] for row in town.rows("SELECT * FROM notices WHERE matter_id = %s ORDER BY id", matter)
    ]


def wallet_asks_again(town: Town, walk: Walk) -> None:
    """The bank was last asked long ago: whoever opens the wallet next reads what it says now."""
    asked = "UPDATE wallets SET asked_at = %s WHERE holder_id = %s RETURNING holder_id"
    town.rows(asked, days_ago(1), town.case_row(walk)["party_id"])


def days_ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)  # noqa: TID251 - the office runs by the real clock


def read_books(books: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What a vendor's books have beyond what it shows."""
    connection = sqlite3.connect(books)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()
