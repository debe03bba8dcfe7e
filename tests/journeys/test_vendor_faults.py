"""A vendor that took our call and lost its answer: asked after, never repeated, and the journey goes on."""

from bff.cli.demo import asking, fulfilling
from tests.journeys.town import Town, applied

FILING = {"method": "POST", "path": "/api/v1/cases"}
ORDER = {"path": "/order/borderapi.do"}


async def test_answers_lost_by_operator_back_end_and_courier_double_nothing(town: Town) -> None:
    organisation = town.theatre.each("due")[1]  # whose message was taken, and its answer lost
    walk = town.walk(organisation)
    before = await _lost(town)
    lost = {"mode": "reset_after", "times": 1}
    await town.lever("approval", "/__mode", **lost, match=FILING)
    await town.lever("courier", "/__mode", **lost, match=ORDER)

    await applied(walk)
    await fulfilling.collected(walk)
    await town.lever("courier", "/__mode", **lost, match=ORDER)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    await town.quiet()

    after = await _lost(town)
    assert after["sms"] == 1
    assert [after[vendor] - before[vendor] for vendor in ("approval", "courier")] == [1, 2]
    notice = await town.notice_of(organisation)
    assert (notice["state"], notice["tries"]) == ("delivered", 1)
    cases = [one for one in (await town.book("approval"))["cases"] if one["biz_no"] == walk.case]
    assert [one["case_no"] for one in cases] == [town.case_row(walk)["number"]]
    parcels = town.rows(
        "SELECT order_no, order_id FROM shipments WHERE case_id = %s", town.case_row(walk)["id"]
    )
    numbers = {one["order_no"] for one in parcels}
    orders = [one for one in (await town.book("courier"))["orders"] if one["third_order_id"] in numbers]
    assert sorted(one["order_id"] for one in orders) == sorted(one["order_id"] for one in parcels)
    assert len(orders) == 2


async def test_a_face_vendor_that_takes_nothing_sends_people_to_the_other(town: Town) -> None:
    walk = town.walk(town.theatre.each("due-pingdu")[0])
    before = len((await town.book("face"))["checks"])
    await town.lever("face", "/__mode", mode="throttle", times=1)

    told = await asking.identity(walk)

    assert (told["state"], told["session"]["level"]) == ("passed", "face")
    assert len((await town.book("face"))["checks"]) == before
    last = (await town.book("face_tencent"))["checks"][-1]
    [row] = town.rows("SELECT id, verifier FROM identity_checks ORDER BY opened_at DESC LIMIT 1")
    assert (row["verifier"], last["extra"]) == ("tencent", row["id"].hex)


async def _lost(town: Town) -> dict[str, int]:
    """How many answers each vendor lost so far, by its own log."""
    found = {}
    for vendor in ("sms", "approval", "courier"):
        calls = await town.client.expect(200, "GET", f"{town.theatre.stage.ports.vendor(vendor)}/__log")
        found[vendor] = sum(one["mode"] == "reset_after" for one in calls)
    return found
