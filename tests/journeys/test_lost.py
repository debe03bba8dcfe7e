"""遗失 both ways: the old certificate lost at home, the new one lost on its way."""

from typing import Any

from bff.cli.demo import asking, fulfilling
from bff.cli.demo.walk import Walk
from tests.journeys import ends
from tests.journeys.town import Town, applied, known

PLACE = "虚构路的公交车上"


async def test_the_old_one_is_lost_so_it_is_declared_and_no_courier_comes_for_it(town: Town) -> None:
    organisation = town.theatre.people.of("lost-at-home")
    walk = town.walk(organisation)
    await known(walk)
    await asking.say_yes(walk)

    await _declare(town, walk)
    await asking.confirm(walk)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    await town.quiet()

    case = await walk.read()
    [order] = await ends.orders_of(town, walk)
    assert [one["direction"] for one in case["shipments"]] == ["deliver"]
    assert order["third_order_id"] == ends.order_no(town, walk, "deliver")
    assert "loss-declaration" in {one["kind"] for one in case["documents"]}
    await _it_was_filed_as_a_material(town, case)
    assert [one["state"] for one in await town.licences_of(organisation.uscc)] == ["superseded", "in-force"]


async def test_the_new_one_is_lost_on_its_way_so_it_is_printed_again_on_the_same_case(town: Town) -> None:
    organisation = town.theatre.people.of("lost-on-the-way")
    walk = town.walk(organisation)
    await applied(walk)
    await ends.parcel(walk, "collect", "delivered_self", "delivered_other")
    async with ends.courier_waits(town):
        await fulfilling.collected(walk)
        await fulfilling.decided(walk)
        await ends.parcel(walk, "deliver", "ordered")
    await ends.move_parcel(town, walk, "deliver", "accepted", "picked_up", "in_transit")
    await ends.parcel(walk, "deliver", "in_transit")
    await ends.another_second(town)  # the track is written to the second
    await ends.move_parcel(town, walk, "deliver", "lost")

    silent = await ends.parcel(walk, "deliver", "problem")
    row = await ends.row_of(town, "certificates", silent["shipmentId"])
    path, clerk = f"/v1/console/shipments/{silent['shipmentId']}", town.theatre.keys.clerk
    note = {"note": "快递公司书面答复：快件遗失"}
    await town.client.expect(200, "POST", f"{path}/loss", token=clerk, json=note)
    lost = await ends.parcel(walk, "deliver", "lost")
    again = await town.client.expect(200, "POST", f"{path}/reissue", token=clerk, json={"reason": "lost"})
    await fulfilling.delivered(walk)
    await town.quiet()

    case = await walk.read()
    second = await ends.parcel(walk, "deliver", "delivered_self")
    assert row is not None
    assert (second["shipmentId"], second["attempt"]) == (again["shipmentId"], 2)
    assert second["waybill"] != lost["waybill"]
    assert town.ledger_kinds(walk).count("certificate-reissued") == 1
    assert [one["state"] for one in await town.licences_of(organisation.uscc)] == ["superseded", "in-force"]
    assert [one["biz_no"] for one in await town.their_cases(case["matterId"])] == [walk.case]


async def _declare(town: Town, walk: Walk) -> None:
    form = await asking.filled(walk)
    told = {
        "version": form["version"],
        "returnMode": "lost_declaration",
        "lost": {"day": ends.days_ago(3).date().isoformat(), "place": PLACE},
    }
    edited = await town.ask(walk, "PATCH", f"/v1/citizen/cases/{walk.case}/form", told)
    assert (edited.status, edited.body["returnMode"]) == (200, "lost_declaration")


async def _it_was_filed_as_a_material(town: Town, case: Any) -> None:
    """In the back-end's own books, by name."""
    books = town.theatre.stage.folder / "sandbox" / "approval.sqlite3"
    names = ends.read_books(books, "SELECT name FROM materials WHERE case_no = ?", case["number"])
    assert any("遗失" in name for (name,) in names)
