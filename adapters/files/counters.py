"""The counters (窗口) that take appointments, read from a table that a city keeps."""

from importlib.resources import as_file, files
from pathlib import Path

import msgspec

from domain.identity.appointment import Counter, HalfDay


class CountersUnreadable(Exception):
    """The table does not list counters; says where, for the operator."""


class _Counter(msgspec.Struct, forbid_unknown_fields=True):
    code: str
    name: str
    address: str
    phone: str
    hours: str
    halves: list[HalfDay]


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    bring: list[str]
    counters: list[_Counter]


class CountersFile:
    """Implements domain.identity.ports.Counters: read once."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` is the city's own table, None the shipped sample. Raises CountersUnreadable."""
        if path is None:
            with as_file(files("adapters.files") / "counters.toml") as sample:
                self._counters = _read(sample)
        else:
            self._counters = _read(path)

    def all(self) -> tuple[Counter, ...]:
        return self._counters


def _read(path: Path) -> tuple[Counter, ...]:
    try:
        table = msgspec.toml.decode(path.read_bytes(), type=_Table)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise CountersUnreadable(f"{path.name}: {error}") from None
    return tuple(
        Counter(one.code, one.name, one.address, one.phone, one.hours, tuple(one.halves), tuple(table.bring))
        for one in table.counters
    )
