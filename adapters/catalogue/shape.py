"""From a TOML table to a frozen dataclass of the domain, noting every problem and not only the first."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec

T = TypeVar("T")


class Problem(NamedTuple):
    """Where and what: `key` is dotted, with the number of the entry in a list, from 1."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Unusable:
    """Stands for a value whose problem is noted already."""


_UNUSABLE = _Unusable()


class Shape:
    """Reads one file's table, strictly: "3" is no number.

    What is wrong gathers in `problems`, what came out right, with its key, in `parts`, and the values of the
    file's own keys in `values`.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.parts: list[tuple[str, object]] = []
        self.values: dict[str, object] = {}

    def note(self, key: str, what: str) -> None:
        self.problems.append(Problem(self.file, key, what))

    def read(self, kind: type[T], table: object, key: str = "") -> T | None:
        """The dataclass `kind`, or None when something it needs is missing or wrong."""
        value = self._table(kind, table, key)
        return value if isinstance(value, kind) else None

    def read_partly(self, kind: type[T]) -> tuple[T, frozenset[str]]:
        """After `read` gave none: what did come out right, and the keys that did not.

        Asked for one of those, the object raises AttributeError, which nobody could mistake for a value.
        """
        part = object.__new__(kind)
        for field in fields(kind):  # type: ignore[arg-type] # a dataclass, as for `read`
            value = self.values.get(field.name, field.default)
            if value is not _UNUSABLE:
                object.__setattr__(part, field.name, value)
        return part, frozenset(name for name, value in self.values.items() if value is _UNUSABLE)

    def _table(self, kind: type[Any], table: object, at: str) -> object:
        if not isinstance(table, Mapping):
            self.note(at, "is not a table")
            return _UNUSABLE
        known = {field.name: field for field in fields(kind)}
        for name in table:
            if name not in known:
                self.note(_join(at, str(name)), "is not known here")
        hints = get_type_hints(kind)
        values = {
            name: self._value(hints[name], table[name], _join(at, name)) if name in table else _UNUSABLE
            for name, field in known.items()
            if name in table or self._is_missing(field, at)
        }
        if not at:
            self.values = values
        if any(value is _UNUSABLE for value in values.values()):
            return _UNUSABLE
        try:
            part: object = kind(**values)
        except ValueError as refused:  # the dataclass guards what its fields say together
            self.note(at or "file", str(refused))
            return _UNUSABLE
        self.parts.append((at, part))
        return part

    def _is_missing(self, field: Field[Any], at: str) -> bool:
        missing = field.default is MISSING and field.default_factory is MISSING
        if missing:
            self.note(_join(at, field.name), "is missing")
        return missing

    def _value(self, hint: Any, value: object, at: str) -> object:
        kind = _without_none(hint)
        if isinstance(kind, UnionType):
            kind = _branch(kind, value)
        if get_origin(kind) is tuple:
            return self._list(get_args(kind)[0], value, at)
        if is_dataclass(kind) and isinstance(kind, type):
            return self._table(kind, value, at)
        if isinstance(value, str) and not value.strip():
            self.note(at, "is empty; leave the key out when nothing is known")
            return _UNUSABLE
        try:
            return msgspec.convert(value, kind, strict=True)
        except msgspec.ValidationError as wrong:
            self.note(at, str(wrong))
            return _UNUSABLE

    def _list(self, kind: Any, value: object, at: str) -> object:
        if not isinstance(value, list):
            self.note(at, "is not a list")
            return _UNUSABLE
        read = tuple(self._value(kind, entry, f"{at}[{n}]") for n, entry in enumerate(value, start=1))
        return _UNUSABLE if any(entry is _UNUSABLE for entry in read) else read


def keys_of(kind: type[Any], at: str = "") -> Iterator[str]:
    """Every key a file of this shape may say, dotted, list numbers left out: "issuing_bodies.task_code"."""
    for name, hint in get_type_hints(kind).items():
        yield _join(at, name)
        inner = _without_none(hint)
        if get_origin(inner) is tuple:
            inner = get_args(inner)[0]
        if is_dataclass(inner) and isinstance(inner, type):
            yield from keys_of(inner, _join(at, name))


def _without_none(hint: Any) -> Any:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if NoneType in get_args(hint) and len(kinds) == 1 else hint


def _branch(union: Any, value: object) -> Any:
    """Which kind of a union the value is to be: a list is the tuple, anything else one of the plain ones."""
    lists = [kind for kind in get_args(union) if get_origin(kind) is tuple]
    if isinstance(value, list) and lists:
        return lists[0]
    plain = [kind for kind in get_args(union) if kind not in lists]
    return next((kind for kind in plain if type(value) is kind), plain[0])


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
