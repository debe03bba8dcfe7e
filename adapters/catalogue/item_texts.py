"""An item's text (事项文本) in TOML: read and checked, changed key by key, compared with another one."""

import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from adapters.catalogue.draft import draft_item
from adapters.catalogue.problem_words import in_chinese
from adapters.catalogue.toml_edit import with_key
from adapters.catalogue.toml_items import read_item
from adapters.catalogue.toml_text import parsed
from domain.catalogue.item import Kind
from domain.catalogue.ports import RuleLint
from domain.catalogue.texts import Difference, Edit, Reading

_NAMES = ("key", "id", "code", "document_class", "document")  # what tells tables of one list apart
_LONGEST_KEY = 100
_KNOWN = (
    64  # about as many as a city has items: an edit, its trial, its signature and each process read the same
)


class TomlTexts:
    """Implements `domain.catalogue.texts.ItemTexts` and `ItemComparison`."""

    def read(self, text: str, *, lint: RuleLint | None = None) -> Reading:
        return _read(text, lint)

    def edited(self, text: str, changes: Mapping[str, Edit]) -> str:
        for key, value in changes.items():
            text = with_key(text, key, value)
        return text

    def begun(self, code: str, name: str, kind: Kind) -> str:
        return draft_item(code, name, kind)

    def differences(self, was: str, now: str) -> tuple[Difference, ...]:
        before, after = _told(was), _told(now)
        keys = [*before, *(key for key in after if key not in before)]
        return tuple(
            Difference(key, before.get(key), after.get(key))
            for key in keys
            if before.get(key) != after.get(key)
        )

    def lines(self, was: str, now: str) -> str:
        told = difflib.unified_diff(was.splitlines(), now.splitlines(), lineterm="", n=2)
        return "\n".join(list(told)[2:])  # the first two name files

    def unconfirmed(self, text: str) -> tuple[str, ...]:
        named = _table(text).get("unconfirmed", [])
        return tuple(str(key) for key in named) if isinstance(named, list) else ()


@lru_cache(maxsize=_KNOWN)
def _read(text: str, lint: RuleLint | None) -> Reading:
    """A reading is a value: nobody can change it, and the same text is read the same way."""
    item, problems = read_item("draft", text, lint)
    return Reading(item, tuple((one.key[:_LONGEST_KEY], in_chinese(one.what)) for one in problems))


def _told(text: str) -> dict[str, str]:
    return {key[:_LONGEST_KEY]: value for key, value in _leaves(_table(text), "")}


def _table(text: str) -> dict[str, Any]:
    try:
        return parsed(text)
    except tomllib.TOMLDecodeError:
        return {}


def _leaves(value: object, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, f"{key}.{name}" if key else name)
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for n, one in enumerate(value, start=1):
            yield from _leaves(one, f"{key}[{_called(one, value) or n}]")
    elif isinstance(value, str):
        yield key, value
    else:
        yield key, json.dumps(value, ensure_ascii=False, default=str)


def _called(one: Mapping[str, object], beside: list[Mapping[str, object]]) -> str:
    """A name of its own within the list, so that one put in between does not change all behind it."""
    for name in _NAMES:
        if all(isinstance(other.get(name), str) for other in beside):
            said = [other[name] for other in beside]
            if len(set(said)) == len(said):
                return str(one[name])
    return ""
