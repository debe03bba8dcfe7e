"""Who may say yes (谁有权确认): whom the register names at that moment, from any phone, and nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.sandbox.city import Enterprise, Person
from adapters.sandbox.city_cast import EXTRA_PEOPLE
from bff.cli.demo import asking
from bff.cli.demo.client import Answer
from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, in_row, shown

ITEM = "wg-20-publication-responsible-change"
CITIZEN = "普通市民，名下没有待办事项"
OF_THE_INVITATION = "invitation_id IN (SELECT id FROM invitations WHERE matter_id = %s)"
SPENDABLE = {
    "matters": "id = %s",
    "invitations": "matter_id = %s",
    "offers": OF_THE_INVITATION,
    "address_codes": OF_THE_INVITATION,
    "notices": "matter_id = %s",
    "cases": "matter_id = %s",
    "shipments": "matter_id = %s",
}
BEGUN_BY_SOMEBODY = ("cases", "forms", "starts", "ratings")
ONE_REQUEST_ONLY = ("instance", "requestId", "traceId")


class Phone:
    """Somebody's own phone, with the pages in a browser or in WeChat."""

    def __init__(self, town: Town, firm: Enterprise, person: Person, *, in_wechat: bool) -> None:
        self._program: MiniProgram | None = None
        self.walk: Walk = town.walk(firm, person)
        if in_wechat:
            self._program = town.mini_program(firm.story, person)
            self.walk = self._program.walk
            self.walk.cast = replace(self.walk.cast, phone=person.phone or "")

    async def show_face(self, code: str) -> Any:
        """With the code of the text message in hand."""
        if self._program is None:
            self.walk.code = code
            return await asking.identity(self.walk)
        await self._program.enter()
        return await self._program.prove(code=code)


@pytest.mark.parametrize(
    ("story", "in_wechat"), [("bookshop", False), ("bookshop-in-wechat", True)], ids=["h5", "mini-program"]
)
async def test_only_whom_the_register_names_now_may_say_yes(
    town: Town, story: str, *, in_wechat: bool
) -> None:
    firm = town.theatre.people.enterprise(story)
    code, matter = await _told_on_the_former_ones_phone(town, firm)
    before = await _all_that_could_be_spent(town, matter)

    refusals = [
        await _refused(town, Phone(town, firm, person, in_wechat=in_wechat), code, matter)
        for person in (_former(firm), *firm.agents, _stranger(town))
    ]
    await town.quiet()
    after = await _all_that_could_be_spent(town, matter)
    new = Phone(town, firm, firm.responsible, in_wechat=in_wechat)
    face = await new.show_face(code)
    await asking.arrive(new.walk)
    await asking.say_yes(new.walk)

    assert len(firm.agents) == 1
    assert firm.contact_phone not in {firm.responsible.phone, None}
    assert refusals == [refusals[0]] * 3
    assert {(one["status"], one["type"]) for one in refusals[0]} == {(404, "/problems/not-representative")}
    assert after == before
    assert after["filed"] == 0
    assert (face["matterId"], new.walk.matter) == (matter, matter)
    cases = town.rows("SELECT * FROM cases WHERE matter_id = %s", in_row("mtr", matter))
    assert [(one["item_code"], one["capacity"]) for one in cases] == [(ITEM, "法定代表人")]


async def test_when_the_register_changes_before_she_confirms_she_is_refused_by_name_and_nothing_is_filed(
    town: Town,
) -> None:
    firm = town.theatre.people.enterprise("bookshop-sold-again")
    code, matter = await _told_on_the_former_ones_phone(town, firm)
    walk = town.walk(firm)
    walk.code = code
    await asking.identity(walk)
    await asking.arrive(walk)
    await asking.say_yes(walk)
    form = await _filled(town, walk)

    await _register_names(town, firm, _stranger(town))
    refused = await _confirm(town, walk, form)
    await town.quiet()
    meanwhile = town.case_row(walk)
    filed = await town.their_cases(matter)
    parcels = town.count("shipments", "matter_id = %s", in_row("mtr", matter))
    await _register_names(town, firm, firm.responsible)
    taken = await _confirm(town, walk, form)
    await town.until(lambda: town.case_row(walk)["number"] is not None, "the 办件编号")

    assert (refused.status, refused.body["type"]) == (404, "/problems/not-representative")
    assert (meanwhile["state"], meanwhile["confirmed_at"]) == ("intended", None)
    assert (filed, parcels) == ([], 0)
    assert taken.status == 200
    assert [one["case_no"] for one in await town.their_cases(matter)] == [town.case_row(walk)["number"]]
    assert town.ledger_kinds(walk).count("form-confirmed") == 1


async def _told_on_the_former_ones_phone(town: Town, firm: Enterprise) -> tuple[str, str]:
    """The code in the message, and the matter nobody but us knows by number."""
    reader = town.walk(firm)
    assert reader.cast.phone == _former(firm).phone
    await asking.notice(reader)
    await town.quiet()
    return reader.code, shown("mtr", (await town.notice_of(firm))["matter_id"])


async def _refused(town: Town, phone: Phone, code: str, matter: str) -> list[dict[str, Any]]:
    """Known by face, nothing on the first screen, and what three guesses are answered."""
    [held] = town.rows("SELECT holder_id FROM matters WHERE id = %s", in_row("mtr", matter))
    face = await phone.show_face(code)
    walk = phone.walk
    home = await walk.get("/home", acting=False)
    assert "matterId" not in face
    assert (home["matters"], home["cases"], home["cards"]) == ([], [], 0)
    assert [one["partyId"] for one in home["parties"]] == [home["actingFor"]]

    walk.party = shown("pty", held["holder_id"])
    yes = {"answers": [{"itemCode": ITEM, "answer": "yes"}], "shownDigest": "0" * 64, "promise": True}
    answers = [
        await town.ask(walk, "GET", f"{walk.front}/home"),
        await town.ask(walk, "GET", f"{walk.front}/matters/{matter}"),
        await town.ask(walk, "POST", f"{walk.front}/matters/{matter}/answers", yes),
    ]
    return [_all_but_the_request(answer) for answer in answers]


def _all_but_the_request(answer: Answer) -> dict[str, Any]:
    told = {name: value for name, value in answer.body.items() if name not in ONE_REQUEST_ONLY}
    return told | {"status": answer.status}


async def _filled(town: Town, walk: Walk) -> Any:
    path = f"{walk.front}/cases/{walk.case}/form"

    async def filled() -> bool:
        return str((await walk.get(path))["state"]) != "filling"

    await town.until(filled, "the form")
    return await walk.get(path)


async def _confirm(town: Town, walk: Walk, form: Any) -> Answer:
    body = {
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        "promise": True,
        **asking.promises_of(form),
    }
    return await town.ask(walk, "POST", f"{walk.front}/cases/{walk.case}/form/confirmation", body)


async def _register_names(town: Town, firm: Enterprise, person: Person) -> None:
    who = {"name": person.name, "idNumber": person.id_number}
    await town.lever("enterprise_register", "/__representative", uscc=firm.uscc, **who)


async def _all_that_could_be_spent(town: Town, matter: str) -> dict[str, Any]:
    """What there is of this matter, each table as one digest; of other matters how much was begun."""
    of_it = in_row("mtr", matter)
    ours = {table: town.digest(table, where, of_it) for table, where in SPENDABLE.items()}
    begun = {f"all {table}": town.count(table, "true") for table in BEGUN_BY_SOMEBODY}
    return ours | begun | {"filed": len(await town.their_cases(matter))}


def _former(firm: Enterprise) -> Person:
    assert firm.former_responsible is not None
    return firm.former_responsible


def _stranger(town: Town) -> Person:
    return next(one for one in town.theatre.people.people if EXTRA_PEOPLE.get(one.name) == CITIZEN)
