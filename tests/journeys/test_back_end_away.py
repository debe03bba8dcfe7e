"""The approval back-end is down before anything is filed: the case waits in sight, and is filed by itself."""

from tests.journeys.town import Town, applied

CALLS = {"path": "/api/v1/cases"}


async def test_a_case_waits_while_the_back_end_is_down_and_is_filed_when_it_is_up(town: Town) -> None:
    walk = town.walk(town.theatre.each("due-city")[0])
    await town.lever("approval", "/__mode", mode="503", times=1000, match=CALLS)

    await applied(walk)
    await town.until(lambda: town.case_row(walk)["waits_since"] is not None, "the case to wait")
    seen = await walk.get(f"/cases/{walk.case}")
    await town.lever("approval", "/__mode", mode="ok")
    await town.until(lambda: town.case_row(walk)["waits_since"] is None, "the case to go on")

    assert "申请已保存" in seen["waiting"]["text"]
    assert len(town.case_row(walk)["waited"]) == 1
    assert await town.their_case(walk) is not None
    kinds = town.ledger_kinds(walk)
    assert kinds.index("waiting-began") < kinds.index("case-filed") < kinds.index("waiting-ended")
