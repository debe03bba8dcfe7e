"""A mandate opens what it names and nothing else, in every operation; a dead one nothing (AZ-4, LK-4)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from tortoise.connection import get_connection

from adapters.postgres.rows.identity import SessionRow
from adapters.postgres.rows.mandates import MandateRow
from domain.kernel.ids import unshort
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.agents import MANDATES, draft_of
from tests.http.books import books, differing
from tests.http.caller import BY_NAME, Answer
from tests.http.hand import Hand
from tests.security.cast import Cast
from tests.usecases.case_world import JIA

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHER = "wg-16-society-certificate-renewal"
ON_THE_PAGE = [
    operation
    for operation in OPERATIONS
    if operation.told["x-audience"] == "person"
    and any("ActingFor" in str(one) for one in operation.told.get("parameters", []))
]
# what an agent may be sent to do, and to read for it; everything else is the principal's own
BY_MANDATE = {
    "read_home",
    "read_invitation",
    "answer_invitation",
    "read_case",
    "read_timeline",
    "read_matter_link",
    "read_matter_code",
    "read_invitation_screen",
    "read_case_screen",
    "read_form_screen",
    "read_forms_screen",
    "read_rating_screen",
    "read_document",
    "read_form",
    "list_forms",
    "edit_form",
    "put_form_material",
    "remove_form_material",
    "sign_own_forms",
    "dispute_field",
    "confirm_form",
    "confirm_forms",
    "read_start",
    "start_by_oneself",
    "enter_waybill",
    "say_received",
    "read_supplement",
    "put_supplement_material",
    "answer_supplement",
    "list_promises",
    "put_promised_material",
    "withdraw_promise",
    "withdraw_case",
}
WHAT_THE_REGISTER_SAID = {"authorities", "register_answers", "parties"}


@dataclass
class Agents:
    """乙, who has one mandate for the school's item and one for another; which counts, a test says."""

    cast: Cast
    hand: Hand
    inside: str
    outside: str

    async def knock(self, operation: Operation) -> Answer:
        return await self.cast.knock(operation, token=self.hand.token, acting_for=self.cast.school)

    async def only(self, mandate: str, *, until: int = 30) -> None:
        """The one that counts for now; the others are set aside, as revoked ones are."""
        last = self.cast.town.clock().date() + timedelta(days=until)
        await MandateRow.filter(given_at__isnull=False).update(state="revoked", until_on=last)
        if mandate:
            await MandateRow.filter(id=unshort("mdt", mandate)).update(state="given")


async def _stands(cast: Cast, hand: Hand, *items: str) -> str:
    """Drafted as ever, and given without one more face: there are five a day."""
    until = str(cast.town.clock().date() + timedelta(days=30))
    drafted = await hand.post(201, MANDATES, draft_of(*items, until=until))
    given = {"state": "given", "given_at": cast.town.clock()}
    await MandateRow.filter(id=unshort("mdt", drafted["mandateId"])).update(**given)
    return str(drafted["mandateId"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def agents(cast: Cast) -> Agents:
    inside, outside = await _stands(cast, cast.jia), await _stands(cast, cast.jia, OTHER)
    # a face seen just now, for the matter: it is not the face that stops them
    matter = unshort("mtr", cast.paths["matterId"])
    person = (await cast.town.office.identity.recognise_person(cast.yi.token)).person
    await SessionRow.filter(person_id=person).update(
        face_at=cast.town.clock(), face_matter_id=matter, device=b"\x01"
    )
    hand = Hand(cast.town.caller, cast.yi.token, party=cast.school)
    return Agents(cast, hand, inside, outside)


async def _told(answer: Answer) -> tuple[int, bytes]:
    return answer.status, answer.raw.content.replace(answer.body["instance"].encode(), b"")


@pytest.mark.parametrize("operation", ON_THE_PAGE, ids=lambda one: one.name)
async def test_a_revoked_and_an_expired_mandate_open_nothing_at_all(
    agents: Agents, operation: Operation
) -> None:
    """As whoever never had one: byte for byte, but for the request's own number."""
    await agents.only("")
    stranger = await agents.knock(operation)
    before = await books()

    await agents.only(agents.inside, until=-2)
    expired = await agents.knock(operation)

    assert stranger.status == 404
    assert await _told(expired) == await _told(stranger)
    assert set(await differing(before)) <= WHAT_THE_REGISTER_SAID | {"mandates"}


@pytest.mark.parametrize("operation", ON_THE_PAGE, ids=lambda one: one.name)
async def test_a_mandate_for_another_item_opens_nothing_of_this_one(
    agents: Agents, operation: Operation
) -> None:
    await agents.only(agents.outside)
    before = await books()

    answer = await agents.knock(operation)

    if operation.name == "read_home":
        assert (answer.body["matters"], answer.body["cases"], answer.body["cards"]) == ([], [], 0)
    else:
        assert (answer.status, answer.code in ("not-found", "not-representative")) == (404, True)
    assert set(await differing(before)) <= WHAT_THE_REGISTER_SAID
    assert agents.cast.paths["caseId"] not in answer.raw.text


@pytest.mark.parametrize("operation", ON_THE_PAGE, ids=lambda one: one.name)
async def test_a_live_mandate_opens_what_agents_are_sent_for_and_nothing_of_the_principals_own(
    agents: Agents, operation: Operation
) -> None:
    await agents.only(agents.inside)

    answer = await agents.knock(operation)

    if operation.name in BY_MANDATE:
        assert answer.status not in (401, 403, 404), answer.body
    else:
        assert (answer.status, answer.code) == (404, "not-representative")


async def test_every_operation_an_agent_may_use_is_walked_here() -> None:
    assert {operation.name for operation in ON_THE_PAGE} > BY_MANDATE


async def test_what_an_agent_does_names_both_and_the_mandate_in_the_ledger(agents: Agents) -> None:
    """No entry of theirs for the school without the mandate, and the giver told of each use."""
    await agents.only(agents.inside)
    await agents.knock(BY_NAME["dispute_field"])

    rows = await _rows(
        "SELECT e.facts->>'mandate' AS mandate FROM ledger_entries e"
        " JOIN mandates m ON m.agent_id = e.person_id AND m.principal_id = e.party_id"
    )
    used = await _rows("SELECT count(*) AS n FROM mandate_uses")
    told = await _rows("SELECT count(*) AS n FROM alerts WHERE kind = 'mandate-used'")
    assert rows
    assert {row["mandate"] for row in rows} == {str(unshort("mdt", agents.inside))}
    assert told == used


async def test_an_agent_neither_grants_further_nor_gives_nor_ends_what_was_given_to_others(
    agents: Agents,
) -> None:
    await agents.only(agents.inside)
    hand, before = agents.hand, await books()

    draft = await hand.send("POST", MANDATES, json=draft_of(agent=JIA))
    path = f"{MANDATES}/{agents.cast.paths['mandateId']}"
    confirmed = await hand.send("POST", f"{path}/confirmation", json={"digest": "0" * 64})
    ended = await hand.send("DELETE", path, key="")
    own = await hand.send("DELETE", path, acting_for="", key="")

    assert [one.status for one in (draft, confirmed, ended, own)] == [404] * 4
    assert set(await differing(before)) <= WHAT_THE_REGISTER_SAID


async def test_a_forged_and_another_agents_mandate_answer_alike(agents: Agents) -> None:
    yi = agents.hand

    answers = [
        await yi.send("GET", f"{MANDATES}/{mandate}", acting_for="")
        for mandate in (agents.cast.paths["mandateId"], "mdt_" + "0" * 25 + "7", "mdt_x", "x")
    ]

    assert len({await _told(one) for one in answers}) == 1
    assert answers[0].status == 404


async def test_between_two_principals_the_ids_of_one_are_not_there_for_the_other(agents: Agents) -> None:
    """乙 acts for the school and for 甲 in person: the school's case is not 甲's."""
    cast = agents.cast
    await _stands(cast, Hand(cast.town.caller, cast.jia.token))
    parties = (await agents.hand.get("/v1/citizen/home", acting_for=""))["parties"]
    person = next(
        one["partyId"] for one in parties if one["kind"] == "person" and one["capacity"] == "受托人"
    )

    answer = await agents.hand.send("GET", f"/v1/citizen/cases/{cast.paths['caseId']}", acting_for=person)

    assert (answer.status, answer.code) == (404, "not-found")


async def _rows(query: str) -> list[dict[str, Any]]:
    return await get_connection("default").execute_query_dict(query)
