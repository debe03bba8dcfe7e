"""Changes single keys of an item's text (单项修改): comments, order and everything else stay as they are."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from adapters.catalogue.toml_text import parsed
from domain.catalogue.texts import Edit, ItemKeyNotEditable

_HEADER = re.compile(r"\[([A-Za-z0-9_.-]+)\]")
_ENTRY = re.compile(r'\s*"([^"\\]*)",?\s*(#.*)?')
# strings and comments whole, brackets and line ends by themselves: all that says where a statement ends
_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""+|'{3}.*?'{3,}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[\[\]{}\n]''', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """Lines `first` to `last` that parse by themselves; `table`: in which, None within a list of tables."""

    first: int
    last: int
    table: str | None
    key: str  # empty for a header


def with_key(text: str, key: str, value: Edit) -> str:
    """The text in which `key` has the value, and nothing else is changed. Raises ItemKeyNotEditable."""
    try:
        wanted = deepcopy(parsed(text))
    except tomllib.TOMLDecodeError:
        raise ItemKeyNotEditable(key) from None
    table, _, name = key.rpartition(".")
    lines = text.split("\n")
    try:
        edited = "\n".join(_written(lines, table, name, value))
        _put(wanted, key, value)
        is_right = parsed(edited) == wanted
    except (ValueError, TypeError):
        is_right = False
    if not is_right:  # written in a way that lines cannot tell
        raise ItemKeyNotEditable(key)
    return edited


def _put(told: dict[str, Any], key: str, value: Edit) -> None:
    *path, name = key.split(".")
    for step in path:
        told = told.setdefault(step, {})
    told[name] = list(value) if isinstance(value, tuple) else value


def _written(lines: list[str], table: str, name: str, value: Edit) -> list[str]:
    statements = list(_statements(lines))
    for one in statements:
        if (one.table, one.key) == (table, name):
            old = lines[one.first : one.last + 1]
            return [*lines[: one.first], *_replaced(old, name, value), *lines[one.last + 1 :]]
    within = [one.last for one in statements if one.table == table]
    if within:
        at = max(within) + 1
        return [*lines[:at], f"{name} = {_shown(value)}", *lines[at:]]
    if not table:
        return [f"{name} = {_shown(value)}", *lines]
    end = [] if lines and not lines[-1] else [""]
    return [*lines, *end, f"[{table}]", f"{name} = {_shown(value)}", ""]


def _statements(lines: list[str]) -> Iterator[_Statement]:
    first, table = 0, ""
    inside: str | None = table
    for last in _ends(lines):
        line = lines[first].strip()
        if line.startswith("["):
            header = _HEADER.match(line)
            inside = header[1] if header and not line.startswith("[[") else None
            yield _Statement(first, last, inside, "")
        elif line and not line.startswith("#"):
            [name] = tomllib.loads("\n".join(lines[first : last + 1]) + "\n")
            yield _Statement(first, last, inside, name)
        first = last + 1


def _ends(lines: list[str]) -> Iterator[int]:
    """The lines that end a statement, in order, of a text that parses; read once, however long it is."""
    at = depth = 0
    for token in _TOKEN.finditer("\n".join(lines)):
        said = token[0]
        if said == "\n" and depth == 0:
            yield at
        depth += (said in ("[", "{")) - (said in ("]", "}"))
        at += said.count("\n")
    yield len(lines) - 1


def _replaced(old: list[str], name: str, value: Edit) -> list[str]:
    if len(old) == 1:
        return [f"{name} = {_shown(value)}{_comment(old[0])}"]
    kept = _entries(old[1:-1])
    if kept is None or not isinstance(value, tuple):
        return [f"{name} = {_shown(value)}"]
    inner = [kept.get(str(one), f"    {_shown(one)},") for one in value]
    return [old[0], *inner, old[-1]]


def _entries(lines: list[str]) -> Mapping[str, str] | None:
    """Each entry of a list with its own line and comment; None where it is written otherwise."""
    found = {}
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            return None
        found[entry[1]] = line
    return found


def _comment(line: str) -> str:
    said = (token[0] for token in _TOKEN.finditer(line))
    return next((f" {one}" for one in said if one.startswith("#")), "")


def _shown(value: Edit) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_shown(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_shown(one)}' for name, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML one
