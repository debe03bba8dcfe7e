"""A client that believes no answer: each is held against openapi.yaml, and a test fails where they differ."""

import re
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import msgspec
import pytest

from tests.architecture.contract_document import OPERATIONS, Node, Operation, answers, complaints, resolved

BASE = "https://palm.test"
PRIVATE = {"person", "enterprise", "verifier", "staff", "vendor"}
NO_ROUTE = {
    400: "malformed-request",
    404: "not-found",
    405: "method-not-allowed",
    429: "too-many-requests",
    503: "overloaded",
}
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "strict-transport-security": "max-age=31536000",
}


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", path)
    wide = ".+" if path.endswith(("/static/{name}", "/gateway/{call}")) else "[^/]+"
    return re.compile("".join(wide if part.startswith("{") else re.escape(part) for part in parts))


# what has no parameter is looked for first: `/shipments/arriving` is no shipment
_ROUTES = sorted(
    ((_pattern(operation.path), operation) for operation in OPERATIONS), key=lambda pair: "{" in pair[1].path
)
BY_NAME = {operation.name: operation for operation in OPERATIONS}


@lru_cache(maxsize=1000)
def operation_of(method: str, path: str) -> Operation | None:
    """The operation of the contract that a request means."""
    for pattern, operation in _ROUTES:
        if operation.method == method.lower() and pattern.fullmatch(path):
            return operation
    return None


def _place(operation: Operation, status: str) -> str:
    node = operation.told["responses"][status]
    if "$ref" in node:
        return str(node["$ref"])
    path = operation.path.replace("~", "~0").replace("/", "~1")
    return f"#/paths/{path}/{operation.method}/responses/{status}"


def differences(answer: httpx.Response) -> list[str]:
    """How an answer differs from what the contract says of it."""
    request = answer.request
    path = request.url.path
    found = [f"{name}: not {value}" for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    if "server" in answer.headers:
        found.append("says which server it is")
    operation = operation_of(request.method, path)
    if operation is None:
        code = NO_ROUTE.get(answer.status_code, "nothing")
        return found + _problem(answer, "#/components/responses/Problem", [code])
    told = answers(operation)
    status = str(answer.status_code) if str(answer.status_code) in told else "default"
    expected, place = told[status], _place(operation, status)
    is_heard = operation.name == "receive_face_doorbell" and answer.is_success  # and says nothing
    is_private = operation.told["x-audience"] in PRIVATE and not is_heard
    if is_private and answer.headers.get("cache-control") != "no-store":
        found.append("a private answer may be stored")
    found += _headers(answer, expected)
    if answer.is_success:
        found += _asked(request, operation)
    return found + _body(answer, expected, place)


def _headers(answer: httpx.Response, expected: Node) -> list[str]:
    wanted = {name: resolved(told) for name, told in expected.get("headers", {}).items()}
    return [
        f"no {name}" for name, told in wanted.items() if told.get("required") and name not in answer.headers
    ]


def _asked(request: httpx.Request, operation: Operation) -> list[str]:
    """Whatever was taken must be what the contract lets our own clients send."""
    if "requestBody" not in operation.told or operation.told["x-audience"] == "vendor":
        return []
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/json" or kind not in operation.told["requestBody"]["content"]:
        return []
    path = operation.path.replace("~", "~0").replace("/", "~1")
    place = f"#/paths/{path}/{operation.method}/requestBody/content/application~1json/schema"
    return [f"was taken: {one}" for one in complaints(place, msgspec.json.decode(request.content))]


def _body(answer: httpx.Response, expected: Node, place: str) -> list[str]:
    content = expected.get("content")
    if not content:
        return [] if not answer.content else ["a body where none is promised"]
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "application/problem+json":
        return _problem(answer, place, list(expected.get("x-problems", [])))
    if kind not in content:
        return [] if "*/*" in content else [f"content type {kind}"]
    if kind != "application/json":
        return []
    value = msgspec.json.decode(answer.content)
    return complaints(f"{place}/content/application~1json/schema", value)


def _problem(answer: httpx.Response, place: str, codes: list[str]) -> list[str]:
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind != "application/problem+json":
        return [f"content type {kind} where a problem is promised"]
    told = msgspec.json.decode(answer.content)
    found = complaints(f"{place}/content/application~1problem+json/schema", told)
    code = str(told.get("type")).removeprefix("/problems/")
    if code not in codes:
        found.append(f"problem {code}, the contract names {codes}")
    if told.get("status") != answer.status_code:
        found.append("another status in the body than on the line")
    if answer.headers.get("cache-control") != "no-store":
        found.append("a problem may be stored")
    if answer.headers.get("x-request-id") != told.get("instance"):
        found.append("instance is not the request id")
    return found


class Answer(NamedTuple):
    """One answer that keeps the contract."""

    status: int
    body: Any
    raw: httpx.Response

    @property
    def code(self) -> str:
        """Of a problem; nothing otherwise."""
        told = self.body.get("type", "") if isinstance(self.body, dict) else ""
        return str(told).removeprefix("/problems/")


class Caller:
    """Sends, checks, hands on. A POST gets an Idempotency-Key unless `key` says otherwise (empty: none)."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.seen: list[Answer] = []

    async def send(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        token: str = "",
        acting_for: str = "",
        key: str | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if acting_for:
            sent["Acting-For"] = acting_for
        if method == "POST" and key != "":
            sent.setdefault("Idempotency-Key", key or str(uuid4()))
        if json is not None:
            content = msgspec.json.encode(json)
            sent.setdefault("Content-Type", "application/json")
        self.http.cookies.clear()  # cookies travel where a test sends them
        raw = await self.http.request(method, path, content=content, headers=sent)
        wrong = differences(raw)
        if wrong:
            pytest.fail(f"{method} {path} {raw.status_code}: " + "; ".join(wrong) + f"\n{raw.text[:600]}")
        kind = raw.headers.get("content-type", "")
        body = msgspec.json.decode(raw.content) if "json" in kind else raw.content
        answer = Answer(raw.status_code, body, raw)
        self.seen.append(answer)
        return answer

    async def expect(self, status: int, method: str, path: str, **more: Any) -> Any:
        """The body of an answer that must have this status."""
        answer = await self.send(method, path, **more)
        assert answer.status == status, f"{method} {path}: {answer.status} {answer.body}"
        return answer.body
