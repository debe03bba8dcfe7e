"""自己办 over HTTP: asking, what came of it, and the same journey from there on, on either front."""

import pytest

from tests.http.company import Company, a_company
from tests.http.town import Town
from tests.support.house import count
from tests.usecases.case_world import ITEM, JIA, YI
from tests.usecases.start_world import BUILD, GRAIN

CITIZEN = "/v1/citizen"


async def test_what_is_due_is_found_by_asking_and_leads_to_its_matter(town: Town) -> None:
    jia = await town.sign_in(JIA)
    home = await jia.get(f"{CITIZEN}/home")
    jia.party = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])

    asked = await jia.post(202, f"{CITIZEN}/items/{ITEM}/starts")
    await town.work()
    told = await jia.get(f"{CITIZEN}/starts/{asked['startId']}")

    shown = await jia.get(f"{CITIZEN}/matters/{told['matterId']}")
    assert (asked["state"], told["state"]) == ("running", "ready")
    assert [one["itemCode"] for one in shown["items"]] == [ITEM]
    assert town.sms.sent == []


async def test_what_was_asked_for_is_walked_to_its_filing(town: Town) -> None:
    jia = await town.sign_in(JIA)
    home = await jia.get(f"{CITIZEN}/home")
    jia.party = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])
    asked = await jia.post(202, f"{CITIZEN}/items/{ITEM}/starts")
    await town.work()
    matter = (await jia.get(f"{CITIZEN}/starts/{asked['startId']}"))["matterId"]
    again = await town.sign_in(JIA, token=jia.token, party=jia.party, matterId=matter)

    case = await town.begun(again, matter)
    await town.confirmed(again, case)

    assert (await again.get(f"{CITIZEN}/cases/{case}"))["state"] == "filed"


async def test_in_the_mini_program_one_item_asked_for_brings_its_own_licence(town: Town) -> None:
    company: Company = await a_company(town)
    home = await company.get("/home")
    [company.hand.party] = [one["partyId"] for one in home["parties"] if one["kind"] != "person"]

    asked = await company.post(202, f"/items/{BUILD}/starts")
    await town.work()

    told = await company.get(f"/starts/{asked['startId']}")
    shown = await company.get(f"/matters/{told['matterId']}")
    assert BUILD in {one["itemCode"] for one in shown["items"]}


async def test_who_holds_nothing_is_told_so_and_begins_nothing(town: Town) -> None:
    yi = await town.sign_in(YI)

    asked = await yi.post(202, f"{CITIZEN}/items/{ITEM}/starts")
    await town.work()

    told = await yi.get(f"{CITIZEN}/starts/{asked['startId']}")
    assert told["state"] not in ("running", "ready")
    assert told["words"]
    assert await count("matters") == 0


async def test_the_same_key_starts_once_and_another_key_joins_what_runs(town: Town) -> None:
    yi = await town.sign_in(YI)
    path = f"{CITIZEN}/items/{ITEM}/starts"

    first, same, other = [await yi.send("POST", path, key=key) for key in ("one", "one", "two")]

    assert first.raw.content == same.raw.content
    assert other.body["startId"] == first.body["startId"]
    assert await count("starts") == 1


@pytest.mark.parametrize(
    ("item", "status", "code"),
    [
        (GRAIN, 409, "item-not-offered"),
        ("wg-77-nothing", 404, "item-unknown"),
        ("%E6%B0%91", 404, "item-unknown"),
    ],
)
async def test_an_item_that_cannot_be_started_says_why(town: Town, item: str, status: int, code: str) -> None:
    yi = await town.sign_in(YI)

    answer = await yi.send("POST", f"{CITIZEN}/items/{item}/starts")

    assert (answer.status, answer.code) == (status, code)
    assert await count("starts") == 0


async def test_another_persons_start_is_not_found(town: Town) -> None:
    yi, jia = await town.sign_in(YI), await town.sign_in(JIA)
    asked = await yi.post(202, f"{CITIZEN}/items/{ITEM}/starts")

    answer = await jia.send("GET", f"{CITIZEN}/starts/{asked['startId']}")

    assert (answer.status, answer.code) == (404, "not-found")
