"""A journey that ends with a no (不予许可): said why, sealed, the certificate back, and a say."""

import hashlib
from typing import Any

import pytest

from adapters.sandbox.city import DENIED
from bff.cli.demo import fulfilling
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, applied


@pytest.fixture
async def refused(town: Town) -> Walk:
    """Collected, refused, and the certificate given back."""
    walk = town.walk(town.theatre.people.of(DENIED))
    await applied(walk)
    await fulfilling.collected(walk)
    await fulfilling.decided(walk)
    await fulfilling.given_back(walk)
    await town.quiet()
    return walk


async def test_a_refusal_says_why_and_what_can_be_done_and_the_certificate_comes_back(
    town: Town, refused: Walk
) -> None:
    organisation = town.theatre.people.of(DENIED)
    case = await refused.read()

    assert case["decision"]["result"] == "denied"
    assert case["decision"]["reasons"] == [town.theatre.people.denials[organisation.uscc]]
    assert [(one["kind"], one.get("days"), one.get("months")) for one in case["decision"]["remedies"]] == [
        ("行政复议", 60, None),
        ("行政诉讼", None, 6),
    ]
    await _the_sealed_document_is_the_one_they_sealed(town, refused, case)
    back = refused.shipment(case, "give_back")
    assert (back["state"], {piece["custody"] for piece in back["pieces"]}) == ("delivered_self", {"holder"})
    assert refused.shipment(case, "deliver") is None
    assert case["state"] == "closed"
    await _the_licence_bank_still_has_the_old_one(town, organisation.uscc)
    await _it_is_rated_all_the_same(town, refused)


async def _the_sealed_document_is_the_one_they_sealed(town: Town, walk: Walk, case: Any) -> None:
    [document] = [one for one in case["documents"] if one["kind"] == "decision-denied"]
    answer = await town.ask(walk, "GET", f"/v1/citizen/cases/{walk.case}/documents/{document['documentId']}")
    [kept] = town.rows(
        "SELECT sm3 FROM documents WHERE case_id = %s AND kind = 'decision-denied'", town.case_row(walk)["id"]
    )
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
    assert hashlib.new("sm3", answer.body).hexdigest() == kept["sm3"]


async def _the_licence_bank_still_has_the_old_one(town: Town, uscc: str) -> None:
    books = (await town.book("licence_bank"))["licences"]
    assert [(one["version"], one["state"]) for one in books if one["holder_code"] == uscc] == [
        (1, "in-force")
    ]


async def _it_is_rated_all_the_same(town: Town, walk: Walk) -> None:
    assert (await walk.read())["next"]["action"] == "rate"
    body = {"level": 1, "tags": [], "text": "希望事先说明年检要求"}
    rated = await walk.post(201, f"/v1/citizen/cases/{walk.case}/rating", body)
    await town.quiet()
    number = town.case_row(walk)["number"]
    given = [one for one in (await town.book("rating"))["evaluations"] if one["project_no"] == number]
    assert (rated["state"], [one["satisfaction"] for one in given]) == ("given", ["1"])
    assert (await walk.read())["next"]["action"] == "contact_staff"
