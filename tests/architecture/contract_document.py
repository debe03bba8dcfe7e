"""openapi.yaml read for the tests: its operations, its schemas, and what they say of a value."""

from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from openapi_schema_validator import OAS31Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DOCUMENT = Path(__file__).parents[2] / "openapi.yaml"
METHODS = ("get", "put", "post", "patch", "delete")
_HERE = "urn:contract"

Node = Mapping[str, Any]


class _EachKeyOnce(yaml.CSafeLoader):
    """Refuses what YAML lets pass: the same key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"the same key twice near line {node.start_mark.line + 1}"
        return super().construct_mapping(node, deep)


class Operation(NamedTuple):
    path: str
    method: str
    told: Node

    @property
    def name(self) -> str:
        return str(self.told["operationId"])


def _load() -> dict[str, Any]:
    loaded = yaml.load(DOCUMENT.read_text("utf-8"), _EachKeyOnce)  # noqa: S506 - a SafeLoader underneath
    assert isinstance(loaded, dict)
    return loaded


CONTRACT = _load()
OPERATIONS = [
    Operation(path, method, told)
    for path, item in CONTRACT["paths"].items()
    for method, told in item.items()
    if method in METHODS
]
# files, which are asked about by HEAD too (RFC 9110 §9.3.2)
HEADED = frozenset({"read_page", "read_console", "read_worker", "read_static"})
_REGISTRY: Registry[Any] = Registry().with_resource(_HERE, DRAFT202012.create_resource(CONTRACT))


def resolved(node: Node) -> Node:
    """What a reference points at, or the node itself."""
    while "$ref" in node:
        target: Any = CONTRACT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def answers(operation: Operation) -> dict[str, Node]:
    return {str(status): resolved(answer) for status, answer in operation.told["responses"].items()}


def parameters(operation: Operation) -> list[Node]:
    return [resolved(parameter) for parameter in operation.told.get("parameters", [])]


def nodes(node: Any, place: str = "#") -> Iterator[tuple[str, Node]]:
    """Every mapping below `node` with its JSON pointer; examples are data, not document."""
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            if key not in {"example", "examples"}:
                yield from nodes(value, f"{place}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{place}/{index}")


def examples(node: Node) -> list[Any]:
    alone = [node["example"]] if "example" in node else []
    return alone + [resolved(named)["value"] for named in node.get("examples", {}).values()]


def complaints(place: str, value: object) -> list[str]:
    """What is wrong with `value` in the eyes of the schema at that JSON pointer of the contract."""
    return [f"{place}: {error.json_path}: {error.message}" for error in _checker(place).iter_errors(value)]


@cache
def _checker(place: str) -> OAS31Validator:
    return OAS31Validator(
        {"$ref": f"{_HERE}{place}"}, registry=_REGISTRY, format_checker=OAS31Validator.FORMAT_CHECKER
    )
