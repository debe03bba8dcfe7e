"""Promises openapi.yaml keeps by itself, before any handler is looked at."""

import re
from collections.abc import Iterator

import pytest
from openapi_spec_validator import validate

from tests.architecture.contract_document import (
    CONTRACT,
    OPERATIONS,
    Node,
    Operation,
    answers,
    complaints,
    examples,
    nodes,
    parameters,
    resolved,
)

AUDIENCES = {"public", "person", "enterprise", "verifier", "staff", "vendor"}
LEVELS = {"none", "phone", "face", "counter"}
CREDENTIALS = {
    "verifier": "verifierKey",
    "staff": "staffKey",
    "person": "personToken",
    "enterprise": "enterpriseToken",
}
# a question has no effect; a one-use token is a key itself; a hint said twice is one hint
NEEDS_NO_KEY = {
    "check_message",
    "finish_identity_check",
    "finish_other_way",  # its resume token is its key
    "send_check_code",  # once a minute a number, whatever its key
    "refresh_session",
    "ask_sign_in_code",  # once a minute a number, whatever its key
    "sign_in_by_code",
    "begin_outside_sign_in",  # begun twice, it is two, and one return ends either
    "sign_in_by_unified_identity",
    "sign_in_by_business_licence",
    "sign_in_by_wechat",
    *("issue_web_view_ticket", "enter_by_ticket"),  # another ticket each time; each its own key
    "keep_phone_number",
    "finish_wechat_check",
    *("finish_wechat_way", "send_wechat_check_code"),
    "note_subscription",
    "sign_in_staff",
    "choose_password",
    "confirm_enrolment",
}
# refusals of jobs and of desks that have no route yet; their pages under /problems are there
MET_INSIDE = {"glyph-missing"}
NODES = [
    (place, node)
    for place, node in nodes(CONTRACT)
    if not place.startswith(("#/info", "#/components/examples"))
]
SCHEMAS = [
    (place, node)
    for place, node in NODES
    if re.search(r"^#/components/schemas/|/schema(/|$)", place)
    and "type" in node
    and not place.endswith("/properties")
]

every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


def problems() -> Iterator[tuple[str, str, Node]]:
    for operation in OPERATIONS:
        for status, answer in answers(operation).items():
            is_told_to_machines = (operation.name, status) == ("ready", "503")
            if status == "default" or (int(status) >= 400 and not is_told_to_machines):
                yield operation.name, status, answer


def test_the_document_is_openapi_3_1() -> None:
    assert CONTRACT["openapi"] == "3.1.0"
    validate(CONTRACT)


def test_every_example_is_valid_against_its_schema() -> None:
    shown = [(place, node) for place, node in NODES if "schema" in node]
    wrong = [
        complaint
        for place, node in shown
        for value in examples(node)
        for complaint in complaints(f"{place}/schema", value)
    ]

    assert len(shown) > 100
    assert wrong == []


def test_everything_sent_or_answered_has_an_example() -> None:
    assert [place for place, node in NODES if "schema" in node and not examples(node)] == []


def test_only_files_have_no_schema() -> None:
    spoken = [answer for operation in OPERATIONS for answer in answers(operation).values()]
    spoken += [operation.told["requestBody"] for operation in OPERATIONS if "requestBody" in operation.told]
    without = {
        kind for told in spoken for kind, body in told.get("content", {}).items() if "schema" not in body
    }

    assert without == {
        *("application/pdf", "image/jpeg", "image/png", "text/csv", "*/*", "application/zip"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


def test_every_operation_has_its_own_name() -> None:
    names = [operation.told["operationId"] for operation in OPERATIONS]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


@every_operation
def test_every_operation_says_who_may_ask_and_how_sure_we_must_be(operation: Operation) -> None:
    told = operation.told

    assert told["x-audience"] in AUDIENCES
    assert told["x-level"] in LEVELS
    if told["x-audience"] != "enterprise":  # where a visitor nobody knows yet may have a face compared
        assert (told["x-level"] != "none") == (told["x-audience"] == "person")
    assert len(told["tags"]) == 1
    assert set(told["tags"]) <= {tag["name"] for tag in CONTRACT["tags"]}


@every_operation
def test_only_staff_have_roles_and_each_is_a_known_one(operation: Operation) -> None:
    roles = operation.told.get("x-roles", [])

    assert bool(roles) == (operation.told["x-audience"] == "staff")
    assert set(roles) <= set(CONTRACT["x-roles"])


@every_operation
def test_the_credential_fits_the_audience(operation: Operation) -> None:
    security = operation.told["security"]

    key = CREDENTIALS.get(operation.told["x-audience"])
    if key:
        assert security == [{key: []}]
    else:
        assert all(
            set(way) <= {"personToken", "refreshCookie", "approvalSignature", "departmentSignature"}
            for way in security
        )


@every_operation
def test_every_operation_tells_the_problems_its_kind_may_meet(operation: Operation) -> None:
    told, statuses = operation.told, set(answers(operation))
    expected = {"default"}
    if told["x-audience"] in CREDENTIALS:
        expected |= {"401", "429", "503"}
    if "requestBody" in told:
        expected |= {"413", "415", "422"}
    if "application/json" in told.get("requestBody", {}).get("content", {}):
        expected |= {"400"}
    if any(parameter["in"] == "path" for parameter in parameters(operation)):
        expected |= {"404"}
    if "x-roles" in told:
        expected |= {"403"}
    if any(parameter["name"] == "Acting-For" for parameter in parameters(operation)):
        expected |= {"404"}

    assert expected - statuses == set()


@every_operation
def test_same_key_same_answer_for_all_our_own_clients(operation: Operation) -> None:
    has_key = any(parameter["name"] == "Idempotency-Key" for parameter in parameters(operation))
    ours = operation.told["x-audience"] != "vendor"

    assert has_key == (operation.method == "post" and ours and operation.name not in NEEDS_NO_KEY)


def test_every_problem_answer_names_its_codes_and_shows_each() -> None:
    for name, status, answer in problems():
        body = answer["content"]["application/problem+json"]
        assert body["schema"] == {"$ref": "#/components/schemas/Problem"}, name
        assert list(body["examples"]) == answer["x-problems"], (name, status)
        for code in answer["x-problems"]:
            shown = resolved(body["examples"][code])["value"]
            assert shown["type"] == f"/problems/{code}"
            assert status in {"default", str(shown["status"])}, (name, code)


def test_whoever_is_told_to_wait_is_told_how_long() -> None:
    silent = [name for name, status, told in problems() if status in {"429", "503"} and "headers" not in told]
    assert silent == []


def test_every_problem_code_is_met_somewhere_or_known_to_stay_inside() -> None:
    met = {code for _, _, answer in problems() for code in answer["x-problems"]}

    assert met.isdisjoint(MET_INSIDE)
    assert met | MET_INSIDE == set(CONTRACT["components"]["schemas"]["ProblemCode"]["enum"])


def is_bounded(place: str, schema: Node) -> bool:
    told = set(schema)
    kind = str(schema["type"])
    match kind:
        case "string":
            return bool(told & {"maxLength", "enum", "const"})
        case "integer":
            return {"minimum", "maximum"} <= told or "const" in told
        case "array":
            return "maxItems" in told
        case "object":
            is_map = {"propertyNames", "maxProperties"} <= told
            # a vendor may add to its own messages
            is_open = place.startswith("#/components/schemas/Vendor")
            return is_map or is_open or schema.get("additionalProperties") is False
    return kind == "boolean"


def test_every_schema_is_closed_and_bounded() -> None:
    assert len(SCHEMAS) > 300
    assert [place for place, schema in SCHEMAS if not is_bounded(place, schema)] == []


def test_no_component_is_unused() -> None:
    named = [shown for _, node in NODES for shown in node.get("examples", {}).values()]
    used = {node["$ref"] for node in (*named, *(node for _, node in NODES)) if "$ref" in node}
    ways = [way for operation in OPERATIONS for way in operation.told["security"]]
    used |= {f"#/components/securitySchemes/{scheme}" for way in ways for scheme in way}
    components: dict[str, dict[str, Node]] = CONTRACT["components"]

    declared = {f"#/components/{kind}/{name}" for kind, each in components.items() for name in each}

    assert declared - used == set()
