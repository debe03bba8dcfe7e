"""Who is nobody here: a code opens nothing, and whoever the register does not name learns nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.sandbox.city import JOURNEY, Person
from adapters.sandbox.city_cast import EXTRA_PEOPLE
from bff.cli.demo import asking
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, shown

SPENDABLE = ("matters", "invitations", "offers", "address_codes", "cases", "forms")
FORMER, CITIZEN = "晨光艺术培训学校的前任负责人：应得到中性拒绝", "普通市民，名下没有待办事项"


@pytest.mark.parametrize("note", [FORMER, CITIZEN])
async def test_with_the_code_in_hand_somebody_else_sees_nothing_and_spends_nothing(
    town: Town, note: str
) -> None:
    school = town.theatre.people.of(JOURNEY)
    walk = town.walk(school, _person(town, note))
    await asking.notice(walk)
    matter = (await town.notice_of(school))["matter_id"]
    [held] = town.rows("SELECT holder_id FROM matters WHERE id = %s", matter)
    await town.quiet()
    before = _all_that_could_be_spent(town, matter)

    told = await asking.identity(walk)
    home = await walk.get("/v1/citizen/home", acting=False)
    refusals = await _try(town, walk, shown("pty", held["holder_id"]), shown("mtr", matter))
    of_nothing = await _try(town, walk, shown("pty", uuid4()), shown("mtr", uuid4()))
    await asking.notice(walk)  # the code's address still says that we sent it

    assert told["state"] == "passed"
    assert "matterId" not in told
    assert (home["matters"], home["cases"], home["cards"]) == ([], [], 0)
    assert [one["partyId"] for one in home["parties"]] == [home["actingFor"]]
    assert refusals == of_nothing == [(404, "/problems/not-representative")] * 3
    assert _all_that_could_be_spent(town, matter) == before


async def test_whose_certificate_another_body_issued_is_told_nothing(town: Town) -> None:
    organisation = town.theatre.each("out-of-scope")[0]
    walk = town.walk(organisation)

    await asking.identity(walk)
    home = await walk.get("/v1/citizen/home", acting=False)
    [party] = [one for one in home["parties"] if one["name"] == organisation.name]
    walk.party = party["partyId"]
    theirs = await walk.get("/v1/citizen/home")

    assert (theirs["matters"], theirs["cases"]) == ([], [])
    assert await town.lever("sms", "/__outbox", phone=organisation.contact_phone) == []
    record = organisation.certificate.record_id
    found = town.rows("SELECT reason FROM findings WHERE record_id = %s", record)
    assert [one["reason"] for one in found] == ["out-of-scope"]


def _person(town: Town, note: str) -> Person:
    return next(one for one in town.theatre.people.people if EXTRA_PEOPLE.get(one.name) == note)


def _all_that_could_be_spent(town: Town, matter: UUID) -> dict[str, str]:
    """Each table whole, as one digest; of the notices this matter's, others' reports come in meanwhile."""
    return {table: town.digest(table) for table in SPENDABLE} | {
        "notices": town.digest("notices", "matter_id = %s", matter)
    }


async def _try(town: Town, walk: Walk, party: str, matter: str) -> list[tuple[int, Any]]:
    """What somebody would try who got hold of the numbers."""
    walk.party = party
    yes = {
        "answers": [{"itemCode": "wg-15-minban-renewal", "answer": "yes"}],
        "shownDigest": "0" * 64,
        "promise": True,
    }
    answers = [
        await town.ask(walk, "GET", "/v1/citizen/home"),
        await town.ask(walk, "GET", f"/v1/citizen/matters/{matter}"),
        await town.ask(walk, "POST", f"/v1/citizen/matters/{matter}/answers", yes),
    ]
    return [(answer.status, answer.body["type"]) for answer in answers]
