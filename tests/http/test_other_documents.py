"""At the counter with another document than the resident card: seen, kept with its kind, nobody else's."""

import json
from typing import Any

import pytest

from adapters.postgres.rows.core import EvidenceRow, LedgerEntryRow
from adapters.postgres.rows.parties import PartyRow
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import DocumentNumber, PersonName
from domain.licences.outside import BankLicence
from tests.http.desk import card, clerk, served
from tests.http.town import CONSENT, META, Town
from tests.support.house import count
from tests.usecases.case_world import JIA

SMITH = PersonName("JANE SMITH"), DocumentNumber("12345678")
SEEN = {"born": "1980-01-02", "documentKind": "taiwan_permit"}


def shown(kind: str, number: str = "12345678", **more: Any) -> dict[str, Any]:
    return card((SMITH[0], DocumentNumber(number)), documentKind=kind, **more)


async def visited(town: Town, body: dict[str, Any], status: int = 201) -> Any:
    return await clerk(town).post(status, "/v1/console/visits", body)


@pytest.mark.parametrize(
    ("kind", "number", "more", "mark"),
    [
        ("hk_macao_permit", "H12345678", {}, "hk-macao-permit"),
        ("taiwan_permit", "12345678", {}, "taiwan-permit"),
        ("old_permanent_card", "USA110080010112", {}, "old-permanent"),
        ("passport", "E12345678", {"issuingState": "usa"}, "passport:USA"),
    ],
)
async def test_whoever_shows_another_document_is_served_and_known_by_it(
    town: Town, kind: str, number: str, more: dict[str, str], mark: str
) -> None:
    visit = await visited(town, shown(kind, number, born="1980-01-02", **more))
    hand = await served(town, visit)

    home = await hand.get(f"{hand.front}/home")

    [party] = await PartyRow.filter(number_kind=mark)
    assert home["parties"][0]["partyId"]
    assert home["matters"] == []
    [entry] = await LedgerEntryRow.filter(kind="visit-opened")
    assert (entry.facts["document"], entry.facts["register"]) == (kind, "not-asked")
    assert party.kind == "person"


async def test_the_evidence_names_the_document_and_the_birthday_the_clerk_read(town: Town) -> None:
    await visited(town, shown("passport", "E12345678", born="1980-01-02", issuingState="USA"))

    [row] = await EvidenceRow.filter(kind="visit")
    assert row.sealed is not None
    said = json.loads(town.core.cipher.open("evidence.sealed", row.id, row.sealed))
    assert (said["document"], said["born"], said["state"], said["number_tail"]) == (
        "passport",
        "1980-01-02",
        "USA",
        "5678",
    )


async def test_the_same_digits_on_three_documents_are_three_people(town: Town) -> None:
    for more in ({}, {"issuingState": "USA"}, {"issuingState": "KOR"}):
        kind = "passport" if more else "taiwan_permit"
        await visited(town, shown(kind, born="1980-01-02", **more))
    await visited(town, shown("taiwan_permit", born="1980-01-02"))

    marks = {row.number_kind for row in await PartyRow.filter(number_kind__not_isnull=True)}
    assert marks == {"taiwan-permit", "passport:USA", "passport:KOR"}
    assert await PartyRow.filter(number_kind__not_isnull=True).count() == 3


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (shown("taiwan_permit"), 422, "birthday-needed"),
        (shown("taiwan_permit", born="2090-01-01"), 422, "birthday-needed"),
        (shown("taiwan_permit", born="2015-01-01"), 403, "guardian-needed"),
        (shown("passport", "E12345678", born="1980-01-02"), 422, "malformed-body"),
        (shown("passport", "E1-345678", born="1980-01-02", issuingState="USA"), 422, "identifier-invalid"),
        (shown("passport", "E12345678", born="1980-01-02", issuingState="U1"), 422, "identifier-invalid"),
        (shown("hk_macao_permit", "12345678", born="1980-01-02"), 422, "identifier-invalid"),
        (shown("residence_permit", "370202198808089997"), 422, "identifier-invalid"),
        (shown("resident_id", "H12345678"), 422, "identifier-invalid"),
        (shown("taiwan_permit", born="1980-01-02", seenOriginal=False), 422, "document-not-seen"),
        (shown("driving_licence", born="1980-01-02"), 422, "malformed-body"),
    ],
)
async def test_what_is_not_fit_opens_no_visit(
    town: Town, body: dict[str, Any], status: int, code: str
) -> None:
    told = await visited(town, body, status)

    assert told["type"] == f"/problems/{code}"
    assert await count("visits") == 0


async def test_a_resident_card_is_still_asked_about_and_kept_as_before(town: Town) -> None:
    await visited(town, card(JIA))

    [party] = await PartyRow.filter(kind="person")
    [entry] = await LedgerEntryRow.filter(kind="visit-opened")
    assert (party.number_kind, entry.facts["register"]) == (None, "matched")
    town.population.people.clear()
    refused = await visited(town, card((PersonName("王五"), JIA[1])), 422)
    assert refused["type"] == "/problems/identity-not-matched"


async def test_a_child_with_a_passport_needs_its_guardian_beside_it(town: Town) -> None:
    body = shown("passport", "E12345678", born="2015-01-01", issuingState="USA")

    await visited(town, body, 403)
    visit = await visited(town, {**body, "helper": {"name": "JOHN SMITH", "relation": "父亲，监护人"}})

    assert visit["isHelped"]


async def test_no_register_is_asked_by_a_number_it_cannot_know(town: Town) -> None:
    """And so nobody stands for an organisation by a passport whose digits are somebody's."""
    town.is_led_by((SMITH[0], DocumentNumber("E12345678")))
    visit = await visited(town, shown("passport", "E12345678", born="1980-01-02", issuingState="USA"))
    hand = await served(town, visit)

    home = await hand.get(f"{hand.front}/home")

    assert len(home["parties"]) == 1


async def test_the_licence_bank_is_told_what_kind_of_number_it_is(town: Town) -> None:
    asked: list[str] = []

    async def of_holder(number: DocumentNumber, *, purpose: str, number_kind: str) -> tuple[BankLicence, ...]:
        del number, purpose
        asked.append(str(number_kind))
        return ()

    town.bank.of_holder = of_holder  # type: ignore[method-assign, assignment]  # to hear what it is asked
    await visited(town, shown("taiwan_permit", born="1980-01-02"))
    [party] = await PartyRow.filter(number_kind="taiwan-permit")
    acting = Acting(PartyId(party.id), PartyId(party.id), Level.PHONE, Channel.H5)
    await town.office.wallet.read_wallet(acting)

    assert asked == ["taiwan-permit"]


@pytest.mark.parametrize("number", ["H12345678", "12345678", "USA110080010112", "E12345678"])
async def test_the_face_says_that_such_numbers_go_to_the_counter(town: Town, number: str) -> None:
    body = {
        "name": "JANE SMITH",
        "idNumber": number,
        "consentVersion": CONSENT,
        "agreed": True,
        "metaInfo": META,
    }

    told = await town.caller.send("POST", "/v1/citizen/identity-checks", json=body)

    assert (told.status, told.code) == (403, "document-at-counter")
    assert "窗口" in told.body["title"]
    assert await count("identity_checks") == 0
