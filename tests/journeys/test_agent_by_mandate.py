"""An agent by mandate (受托人): given with the face, named beside the principal, told of, gone at once."""

from dataclasses import replace
from typing import Any

from adapters.sandbox.city import Enterprise, Organisation, Person
from adapters.sandbox.city_cast import EXTRA_PEOPLE
from bff.cli import ledger_desk
from bff.cli.demo import agent, asking, fulfilling
from bff.cli.demo.agent import Errand
from bff.cli.demo.casting import agent_in_mini_program, cast_of, in_mini_program, levers
from bff.cli.demo.walk import Walk
from tests.journeys import office_work
from tests.journeys.town import Town, in_row

ITEM, NOT_GIVEN = "wg-15-minban-renewal", "wg-16-society-certificate-renewal"
QUIET = "renamed-together"  # nobody tells them anything here
OWN_NUMBER = "19900000998"  # not the register's: other journeys count what is sent there
HELPER = "晨光艺术培训学校负责人授权的经办人"
BINDING = ("intent-given", "form-confirmed")
NOBODYS = "/problems/not-representative"


async def test_an_agent_walks_for_the_principal_who_is_told_of_each_step_and_takes_it_back(
    town: Town,
) -> None:
    station = town.theatre.people.of("landline-only")
    errand = _errand(town, station)
    giver, walk = errand.giver.walk, errand.agent.walk
    await _known(errand, station)

    mandate = await agent.give(errand, [ITEM])
    await agent.take_up(errand)
    await office_work.act_for(walk, station.name)
    walk.matter = (await office_work.start(walk, ITEM))["matterId"]
    outside = await town.ask(walk, "POST", f"{walk.front}/items/{NOT_GIVEN}/starts")
    await errand.agent.prove(matter=walk.matter)
    await asking.say_yes(walk)
    await _leave_a_number(town, walk)
    await asking.confirm(walk)
    await fulfilling.collected(walk)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    alerts = await agent.told(errand, mandate)
    read = await giver.get(f"/mandates/{mandate}")
    await agent.take_back(errand, mandate)
    case_gone = await agent.find_nothing(errand, f"/cases/{walk.case}")
    form_gone = await agent.find_nothing(errand, f"/cases/{walk.case}/form")
    parties = (await walk.get("/home", acting=False))["parties"]
    await town.quiet()

    assert outside.status == 404
    assert (case_gone["type"], form_gone["type"]) == (NOBODYS, NOBODYS)
    assert [one["name"] for one in parties if one["name"] == station.name] == []
    assert (await giver.get(f"/cases/{walk.case}"))["state"] in ("delivered", "closed")
    assert read["cases"] == 1
    assert len(read["uses"]) == len(alerts)
    _both_are_named(town, errand, mandate)
    line, is_whole = await ledger_desk.verify(town.theatre.stage.settings)
    assert is_whole, line


async def test_when_the_register_names_another_what_the_former_one_gave_is_over_for_good(town: Town) -> None:
    firm = [one for one in town.theatre.people.enterprises if one.story == QUIET][-1]
    errand = _errand(town, firm)
    walk = errand.agent.walk
    await _known(errand, firm)
    await agent.give(errand, [ITEM])
    await agent.take_up(errand)
    await office_work.act_for(walk, firm.name)

    await _register_names(town, firm, _somebody_else(town, errand))
    meanwhile = await _started(town, errand)
    await _register_names(town, firm, firm.responsible)
    afterwards = await _started(town, errand)

    assert [(one["status"], one["type"]) for one in (meanwhile, afterwards)] == [(404, NOBODYS)] * 2


def _errand(town: Town, principal: Organisation | Enterprise) -> Errand:
    theatre = town.theatre
    at = levers(theatre.stage.ports)
    phone = in_mini_program(town.client, principal, cast_of(principal, theatre.keys), at, lambda *_: None)
    phone.walk.cast = replace(phone.walk.cast, phone=OWN_NUMBER)
    helper = next(one for one in theatre.people.people if EXTRA_PEOPLE.get(one.name) == HELPER)
    return Errand(phone, agent_in_mini_program(phone, helper), helper, theatre.people.today)


async def _known(errand: Errand, principal: Organisation | Enterprise) -> None:
    """The representative in the mini-program for the first time, with nothing that waits for them."""
    await errand.giver.enter()
    await errand.giver.prove()
    await office_work.act_for(errand.giver.walk, principal.name)


async def _leave_a_number(town: Town, walk: Walk) -> None:
    """The register has a landline, which no courier can be given."""
    form = await asking.filled(walk)
    told = {"version": form["version"], "fields": {"contact_phone": walk.cast.phone}}
    edited = await town.ask(walk, "PATCH", f"{walk.front}/cases/{walk.case}/form", told)
    assert edited.status == 200, edited.body


def _both_are_named(town: Town, errand: Errand, mandate: str) -> None:
    """What the agent did binds the principal: who, for whom, by which mandate."""
    walk = errand.agent.walk
    case = town.case_row(walk)
    sql = "SELECT kind, person_id, party_id, facts FROM ledger_entries WHERE case_id = %s"
    entries = {one["kind"]: one for one in town.rows(sql, case["id"]) if one["kind"] in BINDING}
    told = {
        kind: (one["person_id"], one["party_id"], one["facts"]["mandate"]) for kind, one in entries.items()
    }

    by = in_row("mdt", mandate)
    assert (case["capacity"], case["mandate_id"]) == ("受托人", by)
    [agent_id] = {person for person, _, _ in told.values()}
    assert agent_id != case["party_id"]
    assert told == dict.fromkeys(BINDING, (agent_id, case["party_id"], str(by)))


async def _started(town: Town, errand: Errand) -> dict[str, Any]:
    walk = errand.agent.walk
    answer = await town.ask(walk, "POST", f"{walk.front}/items/{ITEM}/starts")
    return {"status": answer.status, "type": answer.body.get("type")}


async def _register_names(town: Town, firm: Enterprise, person: Person) -> None:
    who = {"name": person.name, "idNumber": person.id_number}
    await town.lever("enterprise_register", "/__representative", uscc=firm.uscc, **who)


def _somebody_else(town: Town, errand: Errand) -> Person:
    known = {errand.helper.id_number, errand.giver.walk.cast.id_number}
    return next(one for one in town.theatre.people.people if one.phone and one.id_number not in known)
