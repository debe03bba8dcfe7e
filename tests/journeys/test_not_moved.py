"""Not moved (非迁移): a changed address text waits for a named clerk; who really moved is told nothing."""

from typing import Any

from adapters.sandbox.approval_cases import GRANTED
from bff.cli.demo import asking, bundle, fulfilling
from bff.cli.demo.accounts import CLERK
from bff.cli.demo.walk import Walk
from tests.journeys import office_work
from tests.journeys.town import Town, in_row

NEEDS_CLERK, MOVED = "需人工核实", "实为迁移，不适用本事项"
NOT_MOVED_ITEM, RESPONSIBLE_ITEM = "wg-11-water-address-change", "wg-09-water-responsible-change"


async def test_a_renamed_road_stands_on_the_list_and_both_addresses_stand_side_by_side(town: Town) -> None:
    firm = town.theatre.people.enterprise("road-renamed")
    first, *_ = await office_work.lists_of(town, "road-renamed")

    [listed] = await office_work.lines(town, first, party=firm.name)
    doubt = await office_work.doubt_about(town, "road-renamed")
    read = await office_work.palm(town, "findings", "doubts", "--all", "--as", town.theatre.keys.preparer)

    assert (listed["reason"], listed["why"].partition("于")[0]) == (NEEDS_CLERK, "住所")
    assert doubt["addressBefore"] == "山东省青岛市李沧区九水路12号"
    assert doubt["addressAfter"] == "山东省青岛市李沧区九水东路12号"
    told = read.splitlines()
    place = next(n for n, line in enumerate(told) if firm.name in line)
    assert told[place + 1 : place + 3] == [
        f"  变更前 {doubt['addressBefore']}",
        f"  变更后 {doubt['addressAfter']}",
    ]


async def test_a_renamed_road_waits_for_a_named_clerk_and_then_goes_its_way(town: Town) -> None:
    walk = town.enterprise_walk("road-renamed")
    await office_work.everybody_is_told(town)
    while_it_waits = await _all_that_went_out(town, walk, "road-renamed")
    [clerk] = [row["login"] for row in town.rows("SELECT login FROM staff WHERE name = %s", CLERK)]
    both, key_of_both = await office_work.add_staff(town, "既编又签的人", "chief")

    await office_work.settle(town, "road-renamed")
    [made] = await office_work.sense(town, both)
    listed = await office_work.lines(town, made, party=town.theatre.people.enterprise("road-renamed").name)
    by_the_preparer = await _sign(town, made, key_of_both)
    await office_work.everybody_is_told(town)
    unsigned = await _all_that_went_out(town, walk, "road-renamed")
    by_another = await _sign(town, made, town.theatre.keys.chief)
    await _walk_electronically(walk)

    assert while_it_waits == unsigned == (0, 0)
    assert [one.get("reason") for one in listed] == [None]
    assert by_the_preparer == (403, "/problems/signer-is-preparer")
    assert by_another[0] == 200
    settled = await office_work.doubt_about(town, "road-renamed")
    assert (settled["state"], settled["settledBy"], settled["reason"]) == ("cleared", CLERK, office_work.WHY)
    of_the_clerk = "SELECT facts FROM ledger_entries WHERE kind = 'doubt-settled' AND staff = %s"
    [change] = town.theatre.people.enterprise("road-renamed").changes
    assert ("cleared", change.change_id) in {
        (one["facts"]["settled"], one["facts"]["change"]) for one in town.rows(of_the_clerk, clerk)
    }
    assert await _all_that_went_out(town, walk, "road-renamed") == (1, 1)
    [theirs] = await town.their_cases(walk.matter)
    assert (theirs["status"], theirs["task_code"][-3:]) == (GRANTED, "811")
    assert (await walk.read())["state"] == "closed"


async def test_who_moved_to_another_district_gets_no_notice_and_staff_see_why(town: Town) -> None:
    firm = town.theatre.people.enterprise("moved")
    walk = town.enterprise_walk("moved")
    first, *_ = await office_work.lists_of(town, "moved")

    listed = await office_work.lines(town, first, party=firm.name)
    await asking.identity(walk)
    await office_work.act_for(walk, firm.name)
    by_oneself = await office_work.start(walk, NOT_MOVED_ITEM)

    assert [(one["itemName"][-6:], one["reason"]) for one in listed] == [("号(非迁移)", MOVED)]
    assert await _all_that_went_out(town, walk, "moved") == (0, 0)
    assert firm.name not in {one["partyName"] for one in await office_work.doubts(town)}
    assert (by_oneself["state"], by_oneself["reason"]) == ("refused", "moved")


async def test_door_number_and_responsible_person_changed_together_make_one_notice_and_two_cases(
    town: Town,
) -> None:
    firm = town.theatre.people.enterprise("door-and-responsible")
    walk = town.enterprise_walk("door-and-responsible")
    first, *_ = await office_work.lists_of(town, "door-and-responsible")
    held = await office_work.lines(town, first, party=firm.name)
    await asking.identity(walk)
    await office_work.act_for(walk, firm.name)
    by_oneself = await office_work.start(walk, RESPONSIBLE_ITEM)
    while_it_waits = await _all_that_went_out(town, walk, "door-and-responsible")

    await office_work.settle(town, "door-and-responsible")
    await office_work.sense_and_sign(town)
    cases = await _walk_the_bundle(town, walk)
    await office_work.everybody_is_told(town)

    assert [one["reason"] for one in held] == [NEEDS_CLERK] * 2
    assert (by_oneself["state"], by_oneself["reason"]) == ("refused", "needs-clerk")
    assert while_it_waits == (0, 0)
    assert await _all_that_went_out(town, walk, "door-and-responsible") == (1, 1)
    assert town.count("identity_checks", "matter_id = %s", in_row("mtr", walk.matter)) == 1
    theirs = await town.their_cases(walk.matter)
    assert sorted((one["task_code"][-3:], one["status"]) for one in theirs) == [
        ("809", GRANTED),
        ("811", GRANTED),
    ]
    numbers = {one["case_no"] for one in theirs}
    assert {(await walk.get(f"/cases/{case}"))["number"] for case in cases} == numbers
    ratings = (await town.book("rating"))["evaluations"]
    assert sorted(one["project_no"] for one in ratings if one["project_no"] in numbers) == sorted(numbers)
    await _one_card_and_it_is_the_newest(town, walk, firm.uscc)


async def _one_card_and_it_is_the_newest(town: Town, walk: Walk, uscc: str) -> None:
    versions = await town.licences_of(uscc)
    newest = max(versions, key=lambda one: int(one["version"]))
    cards = (await walk.get("/wallet"))["cards"]

    assert sorted((one["version"], one["state"]) for one in versions) == [
        (1, "superseded"),
        (2, "superseded"),
        (3, "in-force"),
    ]
    [valid] = [card for card in cards if card["status"] == "valid"]
    assert town.is_card_of(valid["licenceId"], newest["identifier"])


async def _walk_electronically(walk: Walk) -> None:
    await asking.notice(walk)
    walk.matter = (await asking.identity(walk))["matterId"]
    await asking.arrive(walk)
    await asking.say_yes(walk)
    await asking.confirm(walk)
    await fulfilling.decided(walk)
    await fulfilling.show(walk)
    await fulfilling.rate(walk)


async def _walk_the_bundle(town: Town, walk: Walk) -> list[str]:
    """The worst order for one licence: by the time we hear of either decision, the bank has issued twice."""
    await asking.notice(walk)
    walk.matter = (await asking.identity(walk))["matterId"]
    await asking.arrive(walk)
    cases = await bundle.say_yes_to_all(walk)
    await town.lever("approval", "/__push", hold=True)
    await bundle.confirm_once(walk)
    await town.until(lambda: _both_are_granted(town, walk), "both decisions at the back-end")
    await town.lever("approval", "/__flush")
    await town.lever("approval", "/__push", hold=False)
    await bundle.decided(walk, cases)
    await bundle.cards(walk)
    await bundle.rate_all(walk, cases)
    await bundle.all_reach(walk, cases, lambda view: view["rating"]["state"] == "handed", "both ratings")
    return cases


async def _both_are_granted(town: Town, walk: Walk) -> bool:
    return [one["status"] for one in await town.their_cases(walk.matter)] == [GRANTED] * 2


async def _all_that_went_out(town: Town, walk: Walk, story: str) -> tuple[int, int]:
    """Text messages to the phone on file, and matters of what changed."""
    messages = await town.lever("sms", "/__outbox", phone=walk.cast.phone)
    [change] = town.theatre.people.enterprise(story).changes
    return len(messages), town.count("matters", "event_key = %s", f"change/{change.change_id}")


async def _sign(town: Town, push_list: str, key: str) -> tuple[int, Any]:
    path = f"{office_work.LISTS}/{push_list}/signature"
    body = {"decision": "sign", "digest": await _digest(town, push_list)}
    answer = await town.client.send("POST", path, json=body, token=key)
    return answer.status, answer.body.get("type")


async def _digest(town: Town, push_list: str) -> str:
    path = f"{office_work.LISTS}/{push_list}"
    read = await town.client.expect(200, "GET", path, token=town.theatre.keys.chief)
    digest: str = read["digest"]
    return digest
