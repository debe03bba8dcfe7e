"""The emulated registers: what they know, and that they remember."""

import json
from pathlib import Path

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.social_register import create_app as social
from tests.sandbox.public_bodies import CALLER, PURPOSE, Caller, now, open_body, the_city
from tests.sandbox.registers.conftest import SOCIAL

LIST = "/api/v1/certificates"


async def test_the_snapshot_is_read_page_by_page_and_nothing_is_missed_or_doubled(register: Caller) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await register.call("GET", LIST, headers=PURPOSE, query={"cursor": cursor, "limit": "7"})
        seen += [row["recordId"] for row in page.data["rows"]]
        cursor = page.data["nextCursor"]

    assert sorted(seen) == sorted(o.certificate.record_id for o in the_city().organisations)
    assert len(set(seen)) == len(seen)


async def test_a_snapshot_row_names_no_person_and_no_phone(register: Caller) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE)

    text = answer.body.decode()
    hidden = [secret for p in the_city().people for secret in (p.name, p.id_number, p.phone) if secret]
    assert not any(secret in text for secret in hidden)


@pytest.mark.parametrize("limit", ["0", "1001", "x", "-1"])
async def test_a_page_has_between_one_and_a_thousand_rows(register: Caller, limit: str) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE, query={"limit": limit})

    assert answer.code == "4000"


async def test_an_organisation_is_told_with_the_day_of_each_fact(register: Caller) -> None:
    journey = the_city().of("journey")

    answer = await register.call("GET", f"/api/v1/organisations/{journey.uscc}", headers=PURPOSE)

    assert answer.data["responsible"]["value"]["idNumber"] == journey.responsible.id_number
    assert answer.data["certificates"][0]["copies"] == {"original": 1, "duplicate": 2}
    facts = ("name", "address", "contactPhone", "businessScope", "supervisingUnit", "fundsFen", "responsible")
    assert all(answer.data[fact]["asOf"] for fact in facts)


async def test_a_certificate_is_told_with_its_organisation(register: Caller) -> None:
    journey = the_city().of("journey")

    answer = await register.call("GET", f"{LIST}/{journey.certificate.record_id}", headers=PURPOSE)

    assert answer.data["certificateNumber"] == journey.certificate.number
    assert answer.data["organisation"]["supervisingUnit"]["value"] == journey.supervising_unit


async def test_unknown_and_malformed_numbers_are_told_apart(register: Caller) -> None:
    unknown = await register.call("GET", "/api/v1/organisations/52370200MJ0000018D", headers=PURPOSE)
    malformed = await register.call("GET", "/api/v1/organisations/52370200MJ0000018E", headers=PURPOSE)

    assert (unknown.code, malformed.code) == ("4040", "4001")


async def test_the_one_who_represents_is_whoever_the_register_names_now(register: Caller) -> None:
    journey = the_city().of("journey")
    former = journey.former_responsible
    assert former is not None
    path, who = "/api/v1/representatives", journey.responsible
    before = await register.call("POST", path, {"name": who.name, "idNumber": who.id_number}, headers=PURPOSE)

    await register.control(
        "/__representative", {"uscc": journey.uscc, "name": former.name, "idNumber": former.id_number}
    )

    after = await register.call("POST", path, {"name": who.name, "idNumber": who.id_number}, headers=PURPOSE)
    assert [o["uscc"] for o in before.data["organisations"]] == [journey.uscc]
    assert after.data["organisations"] == []


async def test_a_renewed_certificate_replaces_the_old_one_once(register: Caller) -> None:
    journey = the_city().of("journey")
    renewal = {
        "caseNo": "C1",
        "uscc": journey.uscc,
        "certificateNumber": "新号",
        "validFrom": "2026-11-21",
        "validUntil": "2031-11-20",
    }

    first = await register.control("/__renew", renewal)
    again = await register.control("/__renew", renewal)

    told = await register.call("GET", f"/api/v1/organisations/{journey.uscc}", headers=PURPOSE)
    assert first.body == again.body
    assert [(c["status"], c["validUntil"]) for c in told.data["certificates"]] == [
        ("05", journey.certificate.valid_until.isoformat()),
        ("01", "2031-11-20"),
    ]


async def test_the_register_remembers_over_a_restart(tmp_path: Path) -> None:
    journey, path = the_city().of("journey"), tmp_path / "register.sqlite3"
    with Books(path) as books:
        app = social(books, caller=CALLER, organisations=the_city().organisations, now=now)
        async with open_body(app, catalogue=SOCIAL) as caller:
            await caller.call("GET", LIST, headers=PURPOSE, nonce="n" * 20)
            await caller.control(
                "/__representative",
                {"uscc": journey.uscc, "name": "戊辰安", "idNumber": journey.responsible.id_number},
            )

    with Books(path) as books:
        app = social(books, caller=CALLER, organisations=the_city().organisations, now=now)
        async with open_body(app, catalogue=SOCIAL) as caller:
            told = await caller.call("GET", f"/api/v1/organisations/{journey.uscc}", headers=PURPOSE)
            replayed = await caller.call("GET", LIST, headers=PURPOSE, nonce="n" * 20)

    assert told.data["responsible"]["value"]["name"] == "戊辰安"
    assert replayed.code == "4013"


async def test_books_of_before_the_city_grew_take_in_who_is_new_and_keep_what_they_remember(
    tmp_path: Path,
) -> None:
    first, *rest = the_city().organisations
    path = tmp_path / "register.sqlite3"
    with Books(path) as books:
        async with open_body(social(books, caller=CALLER, organisations=(first,), now=now)) as caller:
            await caller.control(
                "/__representative",
                {"uscc": first.uscc, "name": "戊辰安", "idNumber": rest[0].responsible.id_number},
            )

    with Books(path) as books:
        app = social(books, caller=CALLER, organisations=(first, *rest), now=now)
        async with open_body(app, catalogue=SOCIAL) as caller:
            told = await caller.call("GET", f"/api/v1/organisations/{first.uscc}", headers=PURPOSE)
            page = await caller.call("GET", LIST, headers=PURPOSE)

    assert told.data["responsible"]["value"]["name"] == "戊辰安"
    assert len(page.data["rows"]) == len(rest) + 1


async def test_a_person_matches_mismatches_or_is_absent(persons: Caller) -> None:
    who, path = the_city().people[0], "/api/v1/persons/verify"

    told = [
        (await persons.call("POST", path, {"name": name, "idNumber": number, "purpose": "实人认证"})).data
        for name, number in (
            (who.name, who.id_number),
            ("别人", who.id_number),
            (who.name, "37021119950312000x"),
        )
    ]

    assert [data["result"] for data in told] == ["match", "mismatch", "absent"]


async def test_a_lookup_tells_what_is_on_file(persons: Caller) -> None:
    who = the_city().people[1]

    answer = await persons.call(
        "POST", "/api/v1/persons/lookup", {"idNumber": who.id_number, "purpose": "办理提示"}
    )

    assert (answer.data["name"], answer.data["phone"], answer.data["sex"]) == (who.name, who.phone, "男")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"idNumber": "370202198808089990", "purpose": "办理"}, "4001"),
        ({"idNumber": "370202198808089997", "purpose": "办理"}, "4040"),
        ({"idNumber": "370202198808089997"}, "4002"),
        ({"idNumber": "370202198808089997", "purpose": "办理", "extra": "x"}, "4000"),
        ({"idNumber": 370202198808089997, "purpose": "办理"}, "4000"),
    ],
)
async def test_a_lookup_that_is_not_in_order_is_refused(
    persons: Caller, body: dict[str, object], code: str
) -> None:
    answer = await persons.call("POST", "/api/v1/persons/lookup", body)

    assert (answer.status, answer.code) == (200, code)


async def test_no_refusal_repeats_what_it_was_given_and_the_log_is_masked(persons: Caller) -> None:
    who = the_city().people[0]

    answer = await persons.call(
        "POST", "/api/v1/persons/lookup", {"idNumber": who.id_number, "purpose": "x", who.name: who.id_number}
    )

    log = json.dumps(await persons.look("/__log"), ensure_ascii=False)
    assert who.id_number not in answer.body.decode() + log


async def test_a_register_told_to_fail_fails_as_often_as_told(persons: Caller) -> None:
    await persons.control("/__mode", {"mode": "503", "times": 1})

    answers = [await persons.call("POST", "/api/v1/persons/verify", {"name": "x"}) for _ in range(2)]

    assert [answer.status for answer in answers] == [503, 200]
