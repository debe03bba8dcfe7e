"""The emulated registers: what they refuse, what they know, and that they remember."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.sandbox.city import JIMO, LAIXI, city
from adapters.sandbox.kit import Books
from adapters.sandbox.population_register import create_app as population
from adapters.sandbox.public_codes import (
    identifier_check,
    is_id_number,
    is_task_code,
    is_uscc,
    make_identifier,
)
from adapters.sandbox.social_register import create_app as social
from tests.sandbox.public_bodies import CALLER, NOW, PURPOSE, Caller, headers_for, now, open_body, the_city


@pytest.fixture
async def register() -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        app = social(books, caller=CALLER, organisations=the_city().organisations, now=now)
        async with open_body(app) as caller:
            yield caller


@pytest.fixture
async def persons() -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        app = population(books, caller=CALLER, people=the_city().people, now=now)
        async with open_body(app) as caller:
            yield caller


LIST = "/api/v1/certificates"


@pytest.mark.parametrize("algorithm", ["HMAC-SM3", "HMAC-SHA256"])
async def test_a_good_signature_is_answered(register: Caller, algorithm: str) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE, query={"limit": "1"}, algorithm=algorithm)

    assert (answer.status, answer.code) == (200, "0")


async def test_a_secret_with_one_character_flipped_is_refused(register: Caller) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE, secret="invented-secret-of-the-palm-officf")

    assert (answer.status, answer.code) == (401, "4014")


async def test_a_query_changed_on_the_way_is_refused(register: Caller) -> None:
    headers = headers_for("GET", LIST, {"limit": "1"}, b"") | PURPOSE

    answer = await register.send("GET", LIST, b"", {"limit": "2"}, headers)

    assert (answer.status, answer.code) == (401, "4014")


async def test_a_body_changed_on_the_way_is_refused(persons: Caller) -> None:
    path = "/api/v1/persons/verify"
    headers = headers_for("POST", path, {}, b'{"name":"a"}') | PURPOSE

    answer = await persons.send("POST", path, b'{"name":"b"}', {}, headers)

    assert (answer.status, answer.code) == (401, "4014")


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_stale_timestamp_is_refused(register: Caller, seconds: int) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE, stamp=int(NOW.timestamp()) + seconds)

    assert (answer.status, answer.code) == (401, "4012")


@pytest.mark.parametrize("seconds", [-300, 300])
async def test_five_minutes_of_skew_are_borne(register: Caller, seconds: int) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE, stamp=int(NOW.timestamp()) + seconds)

    assert answer.code == "0"


async def test_a_nonce_opens_once(register: Caller) -> None:
    first = await register.call("GET", LIST, headers=PURPOSE, nonce="n" * 16)
    again = await register.call("GET", LIST, headers=PURPOSE, nonce="n" * 16)

    assert (first.code, again.status, again.code) == ("0", 401, "4013")


async def test_a_bad_signature_does_not_use_up_the_nonce(register: Caller) -> None:
    await register.call("GET", LIST, headers=PURPOSE, nonce="n" * 16, secret="wrong")

    answer = await register.call("GET", LIST, headers=PURPOSE, nonce="n" * 16)

    assert answer.code == "0"


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("X-Sign-Alg", "SM2", "4015"),
        ("X-App-Id", "stranger", "4011"),
        ("X-App-Id", "", "4010"),
        ("X-Timestamp", "１７", "4010"),
        ("X-Timestamp", "1" * 40, "4010"),
        ("X-Nonce", "short", "4010"),
        ("X-Nonce", "n" * 33, "4010"),
        ("X-Signature", "", "4014"),
    ],
)
async def test_a_header_of_the_envelope_that_is_wrong_is_named_by_its_code(
    register: Caller, header: str, value: str, code: str
) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE | {header: value})

    assert (answer.status, answer.code) == (401, code)


@pytest.mark.parametrize("purpose", ["", "%20", "x" * 201])
async def test_no_register_answers_without_a_purpose(register: Caller, purpose: str) -> None:
    answer = await register.call("GET", LIST, headers={"X-Purpose": purpose})

    assert (answer.status, answer.code) == (200, "4002")


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
        async with open_body(app) as caller:
            await caller.call("GET", LIST, headers=PURPOSE, nonce="n" * 20)
            await caller.control(
                "/__representative",
                {"uscc": journey.uscc, "name": "戊辰安", "idNumber": journey.responsible.id_number},
            )

    with Books(path) as books:
        app = social(books, caller=CALLER, organisations=the_city().organisations, now=now)
        async with open_body(app) as caller:
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
        async with open_body(app) as caller:
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


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("11100000000013338W", True),
        ("11370800MB28559184", True),
        ("N2370211MF1234567H", True),
        ("52370200MJ0000018D", True),
        ("111000000000133381", False),
    ],
)
def test_a_credit_code_stands_or_falls_with_its_check_character(code: str, valid: bool) -> None:
    assert is_uscc(code) is valid


def test_a_licence_identifier_ends_in_the_letter_of_the_standard() -> None:
    made = make_identifier("11100000000013338W009", "11330105002500287C", "2025052201", 2)

    assert made == "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0"
    assert identifier_check("11100000000013338W01111370200MB0000000C20260000FC02001") == "F"


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2028, 2, 29), date(2030, 12, 31)])
def test_somebody_is_due_whatever_the_day(day: date) -> None:
    told = city(day)
    journey = told.of("journey")

    assert journey.certificate.valid_until == day + timedelta(days=60)
    assert (journey.kind, journey.certificate.issuing_body.division) == ("民办非企业单位", LAIXI)
    assert (journey.certificate.originals, journey.certificate.duplicates) == (1, 2)
    assert told == city(day)


def test_every_number_of_the_city_is_well_formed_and_nobodys() -> None:
    told = the_city()

    assert all(is_uscc(o.uscc) and is_uscc(o.certificate.issuing_body.uscc) for o in told.organisations)
    assert all(is_id_number(p.id_number) and p.id_number[14:17] in {"998", "999"} for p in told.people)
    assert all(p.phone is None or p.phone.startswith("1990000") for p in told.people)
    assert all(is_task_code(t.code) for t in told.tasks)
    assert all(o.name.endswith("（虚构）") for o in told.organisations)
    for numbers in (
        [o.uscc for o in told.organisations],
        [o.certificate.number for o in told.organisations],
        [o.certificate.record_id for o in told.organisations],
        [p.id_number for p in told.people],
        [p.name for p in told.people],
    ):
        assert len(set(numbers)) == len(numbers)


def test_the_city_has_somebody_for_each_reason_not_to_be_told() -> None:
    told = the_city()

    stories = {o.story for o in told.organisations}
    crossing = [
        o
        for o in told.organisations
        if o.certificate.issuing_body.division == JIMO and "莱西市虚" in o.address
    ]
    former = told.of("journey").former_responsible
    assert former is not None
    on_file = {o.contact_phone for o in told.organisations}
    assert stories >= {"out-of-scope", "not-yet-due", "expired", "revoked", "other-kind", "due-but-denied"}
    assert crossing
    assert former.phone not in on_file
    assert not told.of("no-usable-contact").contact_phone
    assert told.of("no-usable-contact").responsible.phone is None
    assert told.of("due-but-denied").uscc in told.denials
