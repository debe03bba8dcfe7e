"""The whole journey (无感审批), from the finding to the rating: one of everything, in both books."""

from adapters.sandbox.city import JOURNEY
from bff.cli import data, ledger_desk
from bff.cli.demo import fulfilling
from bff.cli.demo.client import within
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, applied

DONE = ("licensed", "delivered", "closed")
ASKED_BY_US = {"path": "/queryCertInfoByHolderCode"}


async def test_one_yes_leads_to_one_new_certificate_and_both_sides_keep_the_same_books(town: Town) -> None:
    walk = town.walk(town.theatre.people.of(JOURNEY))

    await applied(walk)
    meanwhile = await _cards(walk)
    await fulfilling.collected(walk)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    await fulfilling.show(walk)
    await fulfilling.rate(walk)
    await town.quiet()

    ours, theirs = _ours(town, walk), await _theirs(town, walk)
    assert ours == theirs
    assert {name: len(entries) for name, entries in ours.items()} == {
        "case numbers": 1,
        "messages": 1,
        "orders": 2,
        "ratings": 1,
    }
    assert meanwhile == {"换发中": 1}
    assert await _cards(walk) == {"有效": 1, "已换发新证": 1}
    assert await _certificates(town, walk) == ["in-force", "superseded"]
    assert [town.case_row(walk)["state"], (await walk.read())["stateText"]] == ["closed", "已归档"]
    line, is_whole = await ledger_desk.verify(town.theatre.stage.settings)
    assert is_whole, line
    replayed = await data.replay_case(town.theatre.stage.settings, walk.case)
    assert "closed, the row says the same" in replayed


async def test_nothing_reads_done_before_the_push_and_the_banks_identifier_are_both_here(town: Town) -> None:
    [last_day] = town.theatre.each("due-last-day")
    walk = town.walk(last_day)
    await town.lever("approval", "/__push", hold=True)
    await applied(walk)
    await fulfilling.collected(walk)

    await town.until(lambda: _their_status_is(town, walk, "办结-准予"), "the back-end's decision")
    before_the_push = await walk.read()
    await town.lever("licence_bank", "/__mode", mode="503", match=ASKED_BY_US)
    await town.lever("approval", "/__flush")
    await _reads(walk, "granted")
    await town.until(lambda: _was_asked_in_vain(town), "our question at the bank")
    without_the_bank = await walk.read()
    await town.lever("licence_bank", "/__mode", mode="ok")
    await town.lever("approval", "/__push", hold=False)
    await _reads(walk, *DONE)

    assert before_the_push["state"] == "filed"
    assert before_the_push.get("decision") is None
    assert (without_the_bank["state"], without_the_bank["stateText"]) == ("granted", "准予许可，正在制证")
    assert without_the_bank.get("licenceId") is None
    assert (await walk.read())["licenceId"]


def _ours(town: Town, walk: Walk) -> dict[str, set[str]]:
    case = town.case_row(walk)
    of_case, of_matter = (case["id"],), (case["matter_id"],)
    notices = town.rows("SELECT out_id FROM notices WHERE matter_id = %s AND state = 'delivered'", *of_matter)
    orders = town.rows("SELECT order_no, order_id FROM shipments WHERE case_id = %s", *of_case)
    ratings = town.rows("SELECT outside_number FROM ratings WHERE case_id = %s", *of_case)
    return {
        "case numbers": {
            row["number"] for row in town.rows("SELECT number FROM cases WHERE id = %s", *of_case)
        },
        "messages": {row["out_id"] for row in notices},
        "orders": {f"{row['order_no']} {row['order_id']}" for row in orders},
        "ratings": {row["outside_number"] for row in ratings},
    }


async def _theirs(town: Town, walk: Walk) -> dict[str, set[str]]:
    """Everything that might be this case's: by number, by phone, by our own numbers."""
    matter = town.case_row(walk)["matter_id"]
    cases = [one for one in (await town.book("approval"))["cases"] if one["biz_no"] == walk.case]
    phone = walk.cast.phone[-4:]
    messages = [one for one in (await town.book("sms"))["messages"] if one["phone"].endswith(phone)]
    rows = town.rows("SELECT order_no FROM shipments WHERE matter_id = %s", matter)
    mine = {row["order_no"] for row in rows}
    orders = [one for one in (await town.book("courier"))["orders"] if one["third_order_id"] in mine]
    numbers = {one["case_no"] for one in cases}
    ratings = [one for one in (await town.book("rating"))["evaluations"] if one["project_no"] in numbers]
    return {
        "case numbers": numbers,
        "messages": {one["out_id"] for one in messages},
        "orders": {f"{one['third_order_id']} {one['order_id']}" for one in orders},
        "ratings": {one["evaluation_id"] for one in ratings},
    }


async def _cards(walk: Walk) -> dict[str, int]:
    cards = (await walk.get("/v1/citizen/wallet"))["cards"]
    texts = [card["statusText"] for card in cards]
    return {text: texts.count(text) for text in texts}


async def _certificates(town: Town, walk: Walk) -> list[str]:
    """What the licence bank has of this holder."""
    holder = next(one.uscc for one in town.theatre.people.organisations if one.name == walk.cast.organisation)
    bank = await town.book("licence_bank")
    assert bank["sealedTo"], "what the bank told stood in clear on the wire"
    books = bank["licences"]
    return sorted(one["state"] for one in books if one["holder_code"] == holder)


async def _their_status_is(town: Town, walk: Walk, status: str) -> bool:
    theirs = await town.their_case(walk)
    return theirs is not None and theirs["status"] == status


async def _was_asked_in_vain(town: Town) -> bool:
    url = f"{town.theatre.stage.ports.vendor('licence_bank')}/__log"
    calls = await town.client.expect(200, "GET", url)
    return any(one["mode"] == "503" for one in calls)


async def _reads(walk: Walk, *states: str) -> None:
    async def there() -> bool | None:
        return (await walk.read())["state"] in states or None

    await within(there, f"the case to read {states}")
