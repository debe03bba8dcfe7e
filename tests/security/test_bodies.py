"""What is no request of ours: refused by name, and nothing has changed."""

import copy
from typing import Any

import pytest

from tests.architecture.contract_document import CONTRACT, OPERATIONS, Operation, resolved
from tests.http.bodies import JSON_OPERATIONS, KEYED, Sender
from tests.http.books import books, differing
from tests.security.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="module")
JSON = {"Content-Type": "application/json"}
by_operation = pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda operation: operation.name)
# the thirteen bodies of BI-2, by what is wrong with them
WRONG: dict[str, bytes] = {
    "half a character": b'{"code": "\\ud800"}',
    "NUL": b'{"code": "\\u0000"}',
    "not a number": b'{"version": NaN}',
    "beyond a double": b'{"version": 1e400}',
    "a key twice": b'{"code": "1", "code": "2"}',
    "five thousand deep": b'{"code": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "two megabytes": b'{"code": "' + b"x" * 2_000_000 + b'"}',
    "five thousand digits": b'{"version": ' + b"9" * 5000 + b"}",
    "not UTF-8": b'{"code": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
    "half an object": b'{"code": ',
}
# names a client might wish were its own
ASSIGNED = {
    "caseId": "case_01",
    "state": "granted",
    "level": "counter",
    "party": {"partyId": "x"},
    "isAdmin": True,
}


@by_operation
async def test_wrong_json_is_refused_and_changes_nothing(cast: Cast, operation: Operation) -> None:
    sender, before = Sender(cast, operation), await books()

    answered = {what: await sender.send(content=body, headers=JSON) for what, body in WRONG.items()}

    assert {
        what: one.status for what, one in answered.items() if one.status not in (400, 413, 415, 422)
    } == {}
    assert answered["two megabytes"].code == "body-too-large"
    assert {answered[what].code for what in ("a list", "null")} == {"malformed-body"}
    assert {answered[what].code for what in ("NUL", "a key twice", "not UTF-8", "nothing")} == {
        "malformed-json"
    }
    assert await differing(before) == []


@by_operation
async def test_only_json_is_taken_for_json(cast: Cast, operation: Operation) -> None:
    sender = Sender(cast, operation)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = await sender.send(content=b"{}", headers={"Content-Type": kind})

        assert (answer.status, answer.code) == (415, "unsupported-media-type")


@by_operation
async def test_a_field_nobody_asked_for_is_refused_by_its_name(cast: Cast, operation: Operation) -> None:
    sender, before = Sender(cast, operation), await books()

    for name, value in _not_its_own(operation).items():
        answer = await sender.send(json={**sender.body, name: value})

        assert (answer.status, answer.code) == (422, "malformed-body"), name
        assert [one["field"] for one in answer.body["fields"]] == [name]
        assert answer.body["fields"][0]["code"] == "unknown"
    assert await differing(before) == []


def _not_its_own(operation: Operation) -> dict[str, object]:
    schema = resolved(operation.told["requestBody"]["content"]["application/json"]["schema"])
    return {name: value for name, value in ASSIGNED.items() if name not in schema["properties"]}


async def test_a_field_hidden_deep_inside_is_refused_by_its_path(cast: Cast) -> None:
    operation = next(one for one in OPERATIONS if one.name == "edit_form")
    window = {"day": "2026-11-24", "start": "09:00", "end": "11:00", "courier": "甲"}
    place = {"name": "甲子安", "phone": "19900000101", "address": "虚构路1号", "window": window}

    answer = await Sender(cast, operation).send(json={"version": 3, "pickup": place})

    assert [one["field"] for one in answer.body["fields"]] == ["pickup.window.courier"]


@by_operation
async def test_wrong_types_and_lengths_are_named_and_never_quoted(cast: Cast, operation: Operation) -> None:
    sender, before = Sender(cast, operation), await books()

    for field, value in _spoilt(operation):
        body = copy.deepcopy(sender.body)
        body[field] = value
        answer = await sender.send(json=body)

        assert answer.status == 422, (field, answer.body)
        if answer.code == "malformed-body":
            assert answer.body["fields"][0]["field"].startswith(field)
        assert "甲乙丙丁" not in answer.raw.text
    assert await differing(before) == []


def _spoilt(operation: Operation) -> list[tuple[str, Any]]:
    """Each field of the schema with a value of another kind, and with far too much."""
    schema = resolved(operation.told["requestBody"]["content"]["application/json"]["schema"])
    found: list[tuple[str, Any]] = []
    for name, told in schema["properties"].items():
        kind = resolved(told).get("type")
        found += [(name, None), (name, {"甲乙丙丁": "甲乙丙丁"} if kind != "object" else "甲乙丙丁")]
        if kind == "string":
            found.append((name, "甲乙丙丁" * 5000))
        if kind == "integer":
            found += [(name, True), (name, 10**15), (name, -1), (name, 1.5)]
        if kind == "boolean":
            found.append((name, "true"))
        if kind == "array":
            found.append((name, ["甲乙丙丁"] * 200))
    return found


@by_operation
async def test_a_line_break_behind_a_value_is_no_part_of_it(cast: Cast, operation: Operation) -> None:
    sender, before = Sender(cast, operation), await books()

    for name, value in _patterned(operation, sender.body):
        answer = await sender.send(json={**sender.body, name: f"{value}\n"})

        assert answer.status in (404, 422), (name, answer.body)
    assert await differing(before) == []


def _patterned(operation: Operation, body: dict[str, Any]) -> list[tuple[str, str]]:
    """Fields of a form to its end: logins, numbers, digests, which a line break would make look alike."""
    schema = resolved(operation.told["requestBody"]["content"]["application/json"]["schema"])
    return [
        (name, body[name])
        for name, told in schema["properties"].items()
        if name in body and str(resolved(told).get("pattern", "")).endswith("$")
    ]


@by_operation
async def test_every_required_field_is_missed_by_its_name(cast: Cast, operation: Operation) -> None:
    sender = Sender(cast, operation)
    schema = resolved(operation.told["requestBody"]["content"]["application/json"]["schema"])

    for name in schema.get("required", ()):
        answer = await sender.send(json={key: value for key, value in sender.body.items() if key != name})

        assert answer.body["fields"] == [{"field": name, "code": "missing", "title": "缺少这一项"}]


@pytest.mark.parametrize("operation", KEYED, ids=lambda operation: operation.name)
@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "tab\there"])
async def test_an_effect_needs_a_key_that_is_one(cast: Cast, operation: Operation, key: str) -> None:
    sender, before = Sender(cast, operation), await books()

    answer = await sender.send(json=sender.body, key="", headers={"Idempotency-Key": key} if key else {})

    assert (answer.status, answer.code) == (400, "idempotency-key-missing")
    assert await differing(before) == []


@pytest.mark.parametrize("size", [64 * 1024, 64 * 1024 + 1])
async def test_sixty_four_kibibytes_are_taken_and_no_byte_more(cast: Cast, size: int) -> None:
    operation = next(one for one in JSON_OPERATIONS if one.name == "check_message")
    body = b'{"code": "1"' + b" " * (size - len(b'{"code": "1"}')) + b"}"

    answer = await Sender(cast, operation).send(content=body, headers=JSON)

    assert answer.status == (422 if size == 64 * 1024 else 413)


async def test_every_page_of_a_list_wants_a_size_and_a_cursor_that_are_ones(cast: Cast) -> None:
    lists = [one for one in OPERATIONS if any("Cursor" in str(p) for p in one.told.get("parameters", []))]
    for operation in lists:
        token = cast.owner(operation)
        if operation.told["x-audience"] == "staff":
            token = cast.tokens()["staff audit"][0]  # who reads every list
        for query in ("limit=0", "limit=101", "limit=x", "limit=%EF%BC%91", "cursor=%21%21", "cursor=%00"):
            answer = await cast.town.caller.send("GET", f"{cast.path(operation)}?{query}", token=token)

            assert (answer.status, answer.code) == (422, "malformed-body"), (operation.name, query)
            assert answer.body["fields"][0]["field"] == query.partition("=")[0]
    assert {one.told["x-audience"] for one in lists} == {"staff", "person", "enterprise"}


async def test_the_contract_shows_each_problem_in_the_words_people_read(cast: Cast) -> None:
    for name, shown in CONTRACT["components"]["examples"].items():
        told = shown["value"]
        if not isinstance(told, dict) or "type" not in told or name not in told["type"]:
            continue
        kind = await cast.town.caller.expect(200, "GET", told["type"])

        assert (told["title"], told.get("advice")) == (kind["title"], kind.get("advice")), name
        assert told["status"] == kind["status"]
