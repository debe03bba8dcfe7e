"""撤回: taken back before the courier came, and after; nothing is owed, and everything finds its way home.

On the day itself it reads 已撤回; the day is let pass by moving it in the case's row.
"""

from adapters.sandbox.kuaidi100_orders import CANCELLED
from bff.cli.demo import fulfilling
from tests.journeys import ends
from tests.journeys.town import Town, applied, in_row

UNDER_WAY = "已受理"


async def test_taken_back_before_the_courier_came_the_order_is_cancelled_and_the_case_is_over(
    town: Town,
) -> None:
    organisation = town.theatre.people.of("takes-back-early")
    walk = town.walk(organisation)
    async with ends.courier_waits(town):
        await applied(walk)
        await ends.parcel(walk, "collect", "ordered", "accepted")
    await ends.reads(walk, "filed", "accepted")

    await ends.face_for_the_case(walk)
    asked = await walk.post(200, f"/cases/{walk.case}/withdrawal", None)
    case = await ends.reads(walk, "withdrawn", "closed")
    cancelled = await ends.parcel(walk, "collect", "cancelled")
    await town.quiet()
    over_a_day_ago = "UPDATE cases SET ended_at = %s WHERE id = %s RETURNING id"
    town.rows(over_a_day_ago, ends.days_ago(2), in_row("case", walk.case))
    await ends.chore(town, lambda office: office.endings.close_ended)

    [order] = await ends.orders_of(town, walk)
    assert asked["withdrawal"]["state"] == "asked"
    assert (order["third_order_id"], order["status"]) == (ends.order_no(town, walk, "collect"), CANCELLED)
    assert {piece["custody"] for piece in cancelled["pieces"]} == {"holder"}
    assert await _their_status(town, case["number"]) == "撤回"
    assert (await walk.read())["state"] == "closed"
    assert "withdrawal" in {one["kind"] for one in (await walk.read())["documents"]}


async def test_taken_back_with_the_certificate_on_its_way_it_comes_and_goes_back_tracked(town: Town) -> None:
    organisation = town.theatre.people.of("takes-back-late")
    walk = town.walk(organisation)
    async with ends.courier_waits(town):
        await applied(walk)
        await ends.parcel(walk, "collect", "ordered")
    await ends.reads(walk, "filed", "accepted")
    await ends.move_parcel(town, walk, "collect", "accepted", "picked_up")
    await ends.parcel(walk, "collect", "picked_up")

    await ends.face_for_the_case(walk)
    await walk.post(200, f"/cases/{walk.case}/withdrawal", None)
    await ends.reads(walk, "withdrawn")
    await ends.move_parcel(town, walk, "collect", "in_transit", "out_for_delivery", "signed_self")
    arrived = await ends.parcel(walk, "collect", "delivered_self")
    await ends.scan(town, walk, arrived)
    await fulfilling.given_back(walk)
    await town.quiet()

    case = await walk.read()
    came, went = await ends.orders_of(town, walk)
    assert case["state"] == "closed"
    assert {piece["custody"] for piece in walk.shipment(case, "give_back")["pieces"]} == {"holder"}
    assert walk.shipment(case, "give_back")["waybill"] == went["num"] != came["num"]
    assert walk.shipment(case, "give_back")["events"]
    assert town.count("decisions", "case_id = %s", in_row("case", walk.case)) == 0


async def _their_status(town: Town, number: str) -> str:
    [theirs] = [one for one in (await town.book("approval"))["cases"] if one["case_no"] == number]
    status: str = theirs["status"]
    return status
