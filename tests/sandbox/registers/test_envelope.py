"""The envelope around every question to an emulated register: signed, fresh, once, and with a purpose."""

import pytest

from tests.sandbox.public_bodies import NOW, PURPOSE, Caller, headers_for

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


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("X-Catalogue-Id", "370000000-enterprises", "4005"),
        ("X-Catalogue-Id", "", "4005"),
        ("X-Basis", "", "4006"),
        ("X-Basis", "x" * 201, "4006"),
    ],
)
async def test_no_register_answers_without_a_catalogue_of_its_own_and_a_ground(
    register: Caller, header: str, value: str, code: str
) -> None:
    answer = await register.call("GET", LIST, headers=PURPOSE | {header: value})

    assert (answer.status, answer.code) == (200, code)
