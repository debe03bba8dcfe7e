"""Every item (事项) of the first pilot list and the sample: each walked from its notice to its rating.

All walk at the same time, so that the whole costs little more than one; each has a test of its own.
"""

import asyncio
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.approval_cases import ACCEPTED, GRANTED
from adapters.sandbox.city import City, Enterprise, Organisation
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.client import Client, within
from bff.cli.demo.walk import Walk
from domain import catalogue
from tests.journeys import office_work
from tests.journeys.town import Theatre, Town, another_line, in_row

FILES = sorted((Path(catalogue.__file__).parent / "items").glob("*.toml"))
ITEMS: dict[str, dict[str, Any]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES
}
LIVE = [stem for stem, item in ITEMS.items() if item["status"] in ("live", "sample")]
DEAD = [stem for stem, item in ITEMS.items() if item["status"] == "cancelled"]
ON_PAPER = ("05", "08", "14", "15", "16", "17", "18", "20", "99")  # the old certificate is fetched
DOUBTED = ("happy-11", "happy-12")  # an address that only a clerk can read
SOCIAL = {"15": "due-elsewhere", "16": "due-society", "17": "foundation-pingdu"}
AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Walked:
    """One holder's journey; `broke_off` where it did not come to its end."""

    walk: Walk
    holder: str
    told: str = ""  # the matter that the code of the notice opened
    broke_off: Exception | None = None


@pytest.fixture(scope="module")
def walked(theatre: Theatre) -> dict[str, Walked]:
    return asyncio.run(_all_walk(theatre))


def test_the_pilot_list_is_here_whole_and_the_permit_for_grain_is_dead() -> None:
    numbers = sorted(stem[:2] for stem in ITEMS)

    assert numbers == [f"{n:02d}" for n in range(1, 21)] + ["99"]
    assert [stem[:2] for stem in DEAD] == ["06", "07"]
    assert len(LIVE) + len(DEAD) == len(ITEMS)


@pytest.mark.parametrize("stem", LIVE)
async def test_every_live_item_is_walked_from_its_notice_to_its_rating(
    town: Town, walked: dict[str, Walked], stem: str
) -> None:
    one, item = walked[stem], ITEMS[stem]

    if one.broke_off is not None:
        raise one.broke_off
    one.walk.client = town.client  # that of the walks is closed
    view = await one.walk.read()
    ended = (view["itemName"], view["state"], view["decision"]["result"])
    assert ended == (item["name"], "closed", "granted")
    await _one_notice_led_here(town, one)
    await _the_back_end_has_it_once_under_its_own_task(town, one, item)
    await _paper_travels_only_where_there_is_paper(town, view, stem)
    await _the_card_is_the_banks_newest(town, one, item, view)
    await _one_rating(town, view)
    if "instant_authorisation" in item:
        assert view["instant"]["state"] == "adopted"


@pytest.mark.parametrize("stem", DEAD)
async def test_a_cancelled_item_cannot_start_in_any_way(town: Town, stem: str) -> None:
    item, walk = ITEMS[stem], town.enterprise_walk("grain")
    await asking.identity(walk)
    await office_work.act_for(walk, walk.cast.organisation)

    by_oneself = await town.ask(walk, "POST", f"/v1/citizen/items/{item['code']}/starts")
    [listed] = [one for one in town.findings_of("grain") if one["item"] == item["code"]]

    assert (by_oneself.status, by_oneself.body["type"]) == (409, "/problems/item-not-offered")
    assert listed["reason"] == "not-in-force"
    assert town.count("cases", "item_code = %s", item["code"]) == 0
    assert town.count("matters", "event_key LIKE %s", f"{item['code']}/%") == 0
    assert town.count("offers", "item = %s", item["code"]) == 0
    assert town.count("starts", "item = %s", item["code"]) == 0


@pytest.mark.parametrize("stem", ITEMS)
async def test_every_item_has_a_public_page_with_basis_days_and_materials(town: Town, stem: str) -> None:
    item = ITEMS[stem]

    page = await town.client.expect(200, "GET", f"/v1/citizen/items/{item['code']}")

    assert page["item"]["name"] == item["name"]
    assert page["item"]["canStart"] == (stem in LIVE)
    assert [one["title"] for one in page["basis"]] == [one["title"] for one in item["legal_basis"]]
    for limit in ("promised", "statutory"):
        assert page["days"][limit] == "{n} 个{unit}".format(**item["timing"][limit])
    days = item["timing"].get("apply_before_days") or item["timing"].get("due_after_change_days")
    assert f" {days} 日" in page["days"]["apply"]
    assert [one["name"] for one in page["materials"]] == [one["name"] for one in item["materials"]]
    assert ("abolishedBy" in page, page["steps"] == []) == (stem in DEAD, stem in DEAD)


async def _all_walk(theatre: Theatre) -> dict[str, Walked]:
    async with Client(theatre.stage.ports.url, line=another_line()) as client:
        town, gate = Town(theatre, client), asyncio.Semaphore(AT_ONCE)
        for story in DOUBTED:
            await office_work.settle(town, story)
        await office_work.sense_and_sign(town)

        async def take_turn(stem: str) -> Walked:
            async with gate, Client(theatre.stage.ports.url, line=another_line()) as phone:
                return await _to_the_end(Town(theatre, phone), stem)

        ended = await asyncio.gather(*(take_turn(stem) for stem in LIVE))
    return dict(zip(LIVE, ended, strict=True))


async def _to_the_end(town: Town, stem: str) -> Walked:
    (walk, holder), told = _holder_of(town, stem), ""
    try:
        await asking.notice(walk)
        told = (await asking.identity(walk))["matterId"]
        await _arrive(walk)
        walk.matter, walk.case = told, ""  # whatever else this holder has with us
        await asking.say_yes(walk)
        if "instant_authorisation" in ITEMS[stem]:
            await _confirm_and_let_rules_speak_first(town, walk, ITEMS[stem])
        else:
            await asking.confirm(walk)
        if stem[:2] in ON_PAPER:
            await fulfilling.collected(walk)
        await fulfilling.decided(walk)
        if stem[:2] in ON_PAPER:
            await fulfilling.delivered(walk)
        await fulfilling.show(walk)
        await fulfilling.rate(walk)
        await _handed_over(walk)
    except Exception as error:  # noqa: BLE001 - that item's test raises it again
        return Walked(walk, holder, told, error)
    return Walked(walk, holder, told)


def _holder_of(town: Town, stem: str) -> tuple[Walk, str]:
    people = town.theatre.people
    if stem[:2] == "99":
        return _person(town, people)
    holder: Organisation | Enterprise
    if stem[:2] in SOCIAL:
        holder = town.theatre.each(SOCIAL[stem[:2]])[0]
    else:
        holder = people.enterprise(f"happy-{stem[:2]}")
    return town.walk(holder), holder.uscc


def _person(town: Town, people: City) -> tuple[Walk, str]:
    """Somebody acting for themselves."""
    [licence] = people.licences("happy-99")
    person = next(one for one in people.people if one.id_number == licence.holder_code)
    walk = town.walk(people.of("journey"), person)
    walk.cast = replace(walk.cast, phone=person.phone or "", organisation="")
    return walk, person.id_number


async def _arrive(walk: Walk) -> None:
    if walk.cast.organisation:
        await asking.arrive(walk)
        return
    [myself] = (await walk.get("/home", acting=False))["parties"]
    walk.party = myself["partyId"]


async def _confirm_and_let_rules_speak_first(town: Town, walk: Walk, item: dict[str, Any]) -> None:
    """The clerk there waits for what the rules say, however busy this machine is."""
    [body] = item["issuing_bodies"]
    undecided = {"taskCode": body["task_code"], "status": ACCEPTED}
    await town.lever("approval", "/__mode", mode="away", match=undecided)
    await asking.confirm(walk)

    async def proposed() -> bool:
        proposals = (await town.book("approval"))["proposals"]
        return any(one["content"]["bizNo"] == walk.case for one in proposals)

    await town.until(proposed, "the proposal")
    await town.lever("approval", "/__mode", mode="ok", match=undecided)


async def _handed_over(walk: Walk) -> None:
    async def there() -> bool | None:
        return (await walk.read())["rating"]["state"] == "handed" or None

    await within(there, "the rating at the province")


async def _one_notice_led_here(town: Town, one: Walked) -> None:
    notices = town.rows("SELECT * FROM notices WHERE matter_id = %s", in_row("mtr", one.told))
    mine = await town.lever("sms", "/__outbox", phone=one.walk.cast.phone)

    assert (await one.walk.read())["matterId"] == one.told
    assert [(notice["channel"], notice["state"]) for notice in notices] == [("sms", "delivered")]
    assert len(mine) == 1


async def _the_back_end_has_it_once_under_its_own_task(town: Town, one: Walked, item: dict[str, Any]) -> None:
    [theirs] = await town.their_cases(one.told)

    assert theirs["status"] == GRANTED
    assert theirs["task_code"] in {body["task_code"] for body in item["issuing_bodies"]}
    assert theirs["case_no"] == (await one.walk.read())["number"]


async def _paper_travels_only_where_there_is_paper(town: Town, view: Any, stem: str) -> None:
    case = in_row("case", view["caseId"])
    orders = {one["third_order_id"] for one in (await town.book("courier"))["orders"]}
    ours = town.rows("SELECT order_no, direction, state FROM shipments WHERE case_id = %s", case)

    expected = {"collect": "scanned", "deliver": "delivered_self"} if stem[:2] in ON_PAPER else {}
    assert {one["direction"]: one["state"] for one in view["shipments"]} == expected
    assert {one["direction"]: one["state"] for one in ours} == expected
    assert {one["order_no"] for one in ours} <= orders
    assert ITEMS[stem]["old_certificate"]["policy"] == ("before_decision" if expected else "none")


async def _the_card_is_the_banks_newest(town: Town, one: Walked, item: dict[str, Any], view: Any) -> None:
    versions = [licence for licence in await town.licences_of(one.holder) if licence["case_no"]]
    [newest] = [licence for licence in versions if licence["case_no"] == view["number"]]
    cards = {card["licenceId"]: card for card in (await one.walk.get("/wallet"))["cards"]}
    card = cards[view["licenceId"]]

    assert newest["state"] == "in-force"
    assert town.is_card_of(view["licenceId"], newest["identifier"])
    assert (card["name"], card["status"]) == (item["resulting_licence_type"], "valid")
    assert newest["number"].endswith(card["numberTail"])
    assert date.fromisoformat(card["validUntil"]) > town.theatre.people.today


async def _one_rating(town: Town, view: Any) -> None:
    ratings = (await town.book("rating"))["evaluations"]

    assert [one["satisfaction"] for one in ratings if one["project_no"] == view["number"]] == ["5"]
