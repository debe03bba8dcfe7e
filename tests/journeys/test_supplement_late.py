"""补正 not answered: told once, all at once; a second notice for old things is contested; late is 退件.

Weeks do not pass in a test: when the supplement was told is moved back in its row, nothing else.
"""

from typing import Any

from bff.cli.demo import fulfilling
from bff.cli.demo.walk import Walk
from tests.journeys import ends
from tests.journeys.town import Town, applied, in_row, shown

FIRST, AGAIN = "住所证明看不清（演示）", "还缺一份早就该要的材料（演示）"


async def test_nothing_comes_in_time_so_it_is_returned_and_the_certificate_with_it(town: Town) -> None:
    organisation = town.theatre.people.of("answers-late")
    walk = town.walk(organisation)
    await ends.nobody_takes_it_up(town, organisation)
    await applied(walk)
    await ends.reads(walk, "filed")
    await fulfilling.collected(walk)

    await ends.decide(town, walk, "supplement", FIRST, materials=[0])
    await ends.reads(walk, "supplementing")
    await ends.decide(town, walk, "supplement", AGAIN, materials=[{"name": "验资报告", "why": AGAIN}])
    contested = await _contested(town, walk)
    row = await ends.row_of(town, "clocks", contested)
    screen = await walk.get(f"/cases/{walk.case}/supplement")
    _weeks_pass(town, walk)
    await ends.chore(town, lambda office: office.supplements.return_late_cases)
    await ends.reads(walk, "returned", "closed")
    await fulfilling.given_back(walk)
    await town.quiet()

    case = await walk.read()
    assert (screen["state"], screen["reasons"]) == ("open", [FIRST])
    assert row is not None
    assert case["state"] == "closed"
    [why] = case["returnReasons"]
    assert (why["kind"], len(why["materials"]), bool(why["due"])) == ("supplement_late", 1, True)
    assert "return" in {one["kind"] for one in case["documents"]}
    assert {piece["custody"] for piece in walk.shipment(case, "give_back")["pieces"]} == {"holder"}
    assert {"supplement-asked", "case-returned"} <= set(ends.told(town, walk))
    assert ends.told(town, walk).count("supplement-asked") == 1


async def _contested(town: Town, walk: Walk) -> str:
    """The second notice, once it lies with the clerks."""

    def found() -> list[dict[str, Any]]:
        sql = "SELECT id FROM supplements WHERE case_id = %s AND state = 'contested'"
        return town.rows(sql, in_row("case", walk.case))

    await town.until(lambda: bool(found()), "the second notice to be contested")
    return shown("sup", found()[0]["id"])


def _weeks_pass(town: Town, walk: Walk) -> None:
    sql = "UPDATE supplements SET told_at = %s WHERE case_id = %s AND state = 'open' RETURNING id"
    [_] = town.rows(sql, ends.days_ago(40), in_row("case", walk.case))
