"""What an operation of the contract answers, by its own example."""

import json
from datetime import datetime
from typing import Any

Answer = tuple[int, str, bytes]


def as_json(value: object) -> bytes:
    def plain(one: object) -> str:
        assert isinstance(one, datetime)  # YAML reads an unquoted instant as one
        return one.isoformat().replace("+00:00", "Z")

    return json.dumps(value, ensure_ascii=False, default=plain).encode()


def _resolved(told: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        step: Any = told
        for name in part["$ref"].removeprefix("#/").split("/"):
            step = step[name]
        part = step
    return part


def example_answer(told: dict[str, Any], operation: dict[str, Any]) -> Answer:
    status, answer = next((code, one) for code, one in operation["responses"].items() if str(code) < "300")
    content = _resolved(told, answer).get("content", {})
    for kind, shown in content.items():
        if "example" in shown:
            return int(status), kind, as_json(shown["example"])
        if "examples" in shown:
            return (
                int(status),
                kind,
                as_json(_resolved(told, next(iter(shown["examples"].values())))["value"]),
            )
        return int(status), kind, b"%PDF-1.4"
    return int(status), "application/json", b""


def problems_of(told: dict[str, Any], operation: dict[str, Any]) -> frozenset[str]:
    """The codes its answers may carry."""
    answers = [_resolved(told, one) for one in operation["responses"].values()]
    return frozenset(code for one in answers for code in one.get("x-problems", ()))
