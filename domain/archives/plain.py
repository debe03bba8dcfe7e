"""What an archive (归档包) says in JSON: any value of the domain as plain data, in clear."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from domain.kernel.personal import Masked

OURS_ALONE = frozenset({"version"})  # counts of our own rows, of no use to a reader in thirty years


def plain(value: object, *, without: AbstractSet[str] = OURS_ALONE) -> object:
    """`without`: names of fields left out, at every depth. An archive is sealed: masks come off here."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain(one, without=without) for name, one in told.items() if name not in without}
    if isinstance(value, Mapping):
        return {str(name): plain(one, without=without) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one, without=without) for one in value]
    if isinstance(value, AbstractSet):
        return sorted((plain(one, without=without) for one in value), key=str)
    return _single(value)


def _single(value: object) -> object:
    if isinstance(value, Masked):
        return value.reveal()
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, (str, int, float)) else _told(value)


def _told(value: object) -> object:
    """Raises TypeError for what nobody thought of: an archive leaves nothing out in silence."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an archive")


def canonical(value: object) -> bytes:
    """Sorted keys, no blanks, UTF-8: equal values have equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
