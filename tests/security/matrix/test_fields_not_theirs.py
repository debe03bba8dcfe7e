"""Nobody assigns what is ours to say (AZ-3): no field spelt otherwise, none of the answer's."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.contract_document import Node, Operation, answers, resolved
from tests.http.bodies import JSON_OPERATIONS, Sender
from tests.security.matrix.scene import CACHES, Scene

pytestmark = pytest.mark.asyncio(loop_scope="package")

OF_THE_LANGUAGE = ("__proto__", "constructor", "prototype", "__class__", "$ref", "owner", "role", "verified")


def properties(node: Node) -> Iterator[str]:
    told = resolved(node)
    yield from told.get("properties", {})
    for kind in ("allOf", "oneOf", "anyOf"):
        for part in told.get(kind, ()):
            yield from properties(part)


def asked(operation: Operation) -> set[str]:
    return set(properties(operation.told["requestBody"]["content"]["application/json"]["schema"]))


def answered(operation: Operation) -> set[str]:
    """What the operation says of itself: to be read, never to be written."""
    found = set[str]()
    for status, told in answers(operation).items():
        content = told.get("content", {}).get("application/json")
        if status.startswith("2") and content:
            found |= set(properties(content["schema"]))
    return found


def twins(name: str) -> set[str]:
    """The same word as other languages spell it."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return {snake, name[0].upper() + name[1:], snake.replace("_", "-"), f"{name}[]", f"{name}.$"} - {name}


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda operation: operation.name)
async def test_what_is_not_asked_for_is_refused_however_it_is_spelt(
    scene: Scene, operation: Operation
) -> None:
    sender, own = Sender(scene.cast, operation), asked(operation)
    strange = {twin for name in own for twin in twins(name)} | answered(operation) | set(OF_THE_LANGUAGE)
    told = {}

    for name in sorted(strange - own):
        scene.rewind.limits.tries.clear()
        answer = await sender.send(json={**sender.body, name: sender.body.get(name, True)})
        fields = [one["field"] for one in answer.body.get("fields", [])]
        if (answer.status, answer.code, fields) != (422, "malformed-body", [name]):
            told[name] = answer.status, answer.code, fields

    assert told == {}
    assert await scene.rewind.written() <= CACHES
