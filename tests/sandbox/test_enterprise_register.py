"""The emulated enterprise register (市场主体登记系统): what it tells, its change feed, its levers."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.sandbox.enterprise_register import create_app
from adapters.sandbox.kit import Books
from tests.sandbox.public_bodies import CALLER, PURPOSE, TODAY, Caller, now, open_body, the_city

CATALOGUE = "370000000-enterprises"
CITY = the_city()
BUILDER, BOOKSHOP = CITY.enterprise("renamed-builder"), CITY.enterprise("bookshop")
CHANGES = "/api/v1/changes"
LONG_AGO = "2020-01-01"


def app_of(books: Books) -> web.Application:
    return create_app(books, caller=CALLER, enterprises=CITY.enterprises, now=now)


@pytest.fixture
async def register() -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        async with open_body(app_of(books), catalogue=CATALOGUE) as caller:
            yield caller


async def look_up(register: Caller, uscc: str) -> Any:
    return (await register.call("GET", f"/api/v1/enterprises/{uscc}", headers=PURPOSE)).data


async def represented(register: Caller, name: str, number: str) -> list[dict[str, Any]]:
    who = {"name": name, "idNumber": number}
    answer = await register.call("POST", "/api/v1/representatives", who, headers=PURPOSE)
    return list(answer.data["organisations"])


async def test_each_value_says_its_catalogue_and_since_when(register: Caller) -> None:
    told = await look_up(register, BUILDER.uscc)

    facts = ("name", "address", "businessScope", "capitalFen", "contactPhone", "standing", "responsible")
    assert all(told[fact]["catalogueId"] == CATALOGUE for fact in facts)
    assert told["name"]["value"] == BUILDER.name
    assert told["name"]["asOf"].startswith((TODAY - timedelta(days=10)).isoformat())
    assert told["address"]["asOf"].startswith(BUILDER.registered_on.isoformat())


async def test_the_feed_is_read_page_by_page_oldest_first_and_nothing_is_missed_or_doubled(
    register: Caller,
) -> None:
    seen: list[tuple[str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"since": LONG_AGO, "limit": "4"} | ({"cursor": cursor} if cursor else {})
        page = await register.call("GET", CHANGES, headers=PURPOSE, query=query)
        seen += [(row["changedOn"], row["changeId"]) for row in page.data["rows"]]
        cursor = page.data["nextCursor"]

    wanted = [change.change_id for firm in CITY.enterprises for change in firm.changes]
    assert seen == sorted(seen)
    assert sorted(change_id for _, change_id in seen) == sorted(wanted)


async def test_the_feed_begins_on_the_day_asked_for(register: Caller) -> None:
    since = (TODAY - timedelta(days=6)).isoformat()

    page = await register.call("GET", CHANGES, headers=PURPOSE, query={"since": since})

    assert {row["changedOn"] for row in page.data["rows"]} == {since, (TODAY - timedelta(days=5)).isoformat()}


async def test_a_change_tells_before_and_after_but_no_number_of_a_person(register: Caller) -> None:
    [change] = CITY.enterprise("door-and-responsible").changes

    answer = await register.call("GET", f"{CHANGES}/{change.change_id}", headers=PURPOSE)

    assert [value["field"] for value in answer.data["values"]] == ["address", "responsible"]
    assert answer.data["values"][0]["beforeDivision"] == "370213"
    assert answer.data["catalogueId"] == CATALOGUE
    assert not any(person.id_number in answer.body.decode() for person in CITY.people)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{CHANGES}?limit=1", "4000"),
        (f"{CHANGES}?since=2026-13-01", "4000"),
        (f"{CHANGES}?since={LONG_AGO}&limit=1001", "4000"),
        (f"{CHANGES}?since={LONG_AGO}&cursor=!", "4000"),
        (f"{CHANGES}/chg-999999", "4040"),
        ("/api/v1/enterprises/91370200MAYY9999XX", "4001"),
        ("/api/v1/enterprises/52370200MJ0000018D", "4040"),
        (f"/api/v1/enterprises/52370200MJ0000018D/changes?since={LONG_AGO}", "4040"),
    ],
)
async def test_a_question_that_is_not_in_order_is_refused_by_its_code(
    register: Caller, path: str, code: str
) -> None:
    path, _, query = path.partition("?")
    asked = dict(pair.split("=") for pair in query.split("&")) if query else {}

    answer = await register.call("GET", path, headers=PURPOSE, query=asked)

    assert answer.code == code


@pytest.mark.parametrize("path", [CHANGES, f"/api/v1/enterprises/{BUILDER.uscc}"])
async def test_no_answer_without_a_purpose(register: Caller, path: str) -> None:
    assert (await register.call("GET", path, query={"since": LONG_AGO})).code == "4002"


async def test_an_agent_stands_beside_those_in_office_and_says_by_whose_leave(register: Caller) -> None:
    [agent], former = BOOKSHOP.agents, BOOKSHOP.former_responsible
    assert former is not None

    [told] = await represented(register, agent.name, agent.id_number)

    assert (told["uscc"], told["capacity"], told["authorisedBy"]) == (
        BOOKSHOP.uscc,
        "委托代理人",
        former.name,
    )
    assert await represented(register, former.name, former.id_number) == []
    [now_in_office] = await represented(register, BOOKSHOP.responsible.name, BOOKSHOP.responsible.id_number)
    assert now_in_office["capacity"] == "法定代表人"


async def test_a_change_by_hand_makes_the_new_state_and_one_line_of_the_feed(register: Caller) -> None:
    person = CITY.people[0]
    told = (
        await register.control(
            "/__change",
            {
                "uscc": BUILDER.uscc,
                "name": "再次更名（虚构）",
                "responsible": {"name": person.name, "idNumber": person.id_number},
                "address": {"text": "山东省青岛市城阳区虚构路1号", "division": "370214"},
                "business_scope": "新范围",
                "changedOn": "2026-11-20",
            },
        )
    ).json

    after = await look_up(register, BUILDER.uscc)
    change = await register.call("GET", f"{CHANGES}/{told['changeId']}", headers=PURPOSE)
    listed = await register.call(
        "GET",
        f"/api/v1/enterprises/{BUILDER.uscc}/changes",
        headers=PURPOSE,
        query={"since": "2026-11-20"},
    )
    assert (after["name"]["value"], after["address"]["value"], after["businessScope"]["value"]) == (
        "再次更名（虚构）",
        "山东省青岛市城阳区虚构路1号",
        "新范围",
    )
    assert after["responsible"]["value"]["idNumber"] == person.id_number
    assert {value["field"]: (value["before"], value["after"]) for value in change.data["values"]} == {
        "name": (BUILDER.name, "再次更名（虚构）"),
        "responsible": (BUILDER.responsible.name, person.name),
        "address": (BUILDER.address, "山东省青岛市城阳区虚构路1号"),
        "business_scope": (BUILDER.scope, "新范围"),
    }
    assert [row["changeId"] for row in listed.data["rows"]] == [told["changeId"]]
    assert await represented(register, BUILDER.responsible.name, BUILDER.responsible.id_number) == []


@pytest.mark.parametrize(
    "body",
    [
        {"uscc": "52370200MJ0000018D", "name": "x"},
        {"uscc": BUILDER.uscc},
        {"uscc": BUILDER.uscc, "surprise": "x"},
        {"uscc": BUILDER.uscc, "address": "x"},
        {"uscc": BUILDER.uscc, "name": "x", "changedOn": "soon"},
    ],
)
async def test_a_change_that_makes_no_sense_changes_nothing(register: Caller, body: dict[str, Any]) -> None:
    before = (await register.look("/__books"))["changes"]

    answer = await register.control("/__change", body)

    assert answer.status == 400
    assert (await register.look("/__books"))["changes"] == before


async def test_somebody_else_may_represent_without_a_line_in_the_feed(register: Caller) -> None:
    person = CITY.people[1]
    before = (await register.look("/__books"))["changes"]

    await register.control(
        "/__representative", {"uscc": BOOKSHOP.uscc, "name": person.name, "idNumber": person.id_number}
    )

    [told] = await represented(register, person.name, person.id_number)
    assert told["uscc"] == BOOKSHOP.uscc
    assert (await register.look("/__books"))["changes"] == before


async def test_the_electronic_business_licence_is_verified(register: Caller) -> None:
    path = "/api/v1/e-licences/verify"

    good = await register.call("POST", path, {"uscc": BUILDER.uscc}, headers=PURPOSE)
    unknown = await register.call("POST", path, {"uscc": "52370200MJ0000018D"}, headers=PURPOSE)

    assert (good.data["standing"]["value"], good.data["name"]["value"]) == ("存续", BUILDER.name)
    assert good.data["responsibleName"]["value"] == BUILDER.responsible.name
    assert unknown.code == "4040"


async def test_the_books_name_no_person_in_clear(register: Caller) -> None:
    told = json.dumps(await register.look("/__books"), ensure_ascii=False)

    assert not any(person.id_number in told or person.name in told for person in CITY.people)


async def test_the_register_remembers_a_change_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite3"
    with Books(path) as books:
        async with open_body(app_of(books), catalogue=CATALOGUE) as caller:
            await caller.control("/__change", {"uscc": BUILDER.uscc, "name": "再次更名（虚构）"})

    with Books(path) as books:
        async with open_body(app_of(books), catalogue=CATALOGUE) as caller:
            told = await look_up(caller, BUILDER.uscc)
            listed = await caller.call("GET", CHANGES, headers=PURPOSE, query={"since": TODAY.isoformat()})

    assert told["name"]["value"] == "再次更名（虚构）"
    assert [date.fromisoformat(row["changedOn"]) for row in listed.data["rows"]] == [TODAY]
