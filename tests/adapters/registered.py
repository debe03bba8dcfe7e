"""A register of invented licences, and what of their holders changed, to take snapshots of."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from domain.findings.ports import ChangeRow, SnapshotRow

T = TypeVar("T")

AS_OF = datetime(2026, 11, 20, 20, tzinfo=UTC)
TODAY = date(2026, 11, 21)
LAIXI, JIMO = "11370285MB9990012C", "11370215MB9990039P"
TYPE, KIND = "民办非企业单位登记证书", "民办非企业单位"


def row(n: int, **differences: object) -> SnapshotRow:
    said: dict[str, object] = {
        "record_id": f"r{n:08d}",
        "holder_key": sha256(b"%d" % n).hexdigest(),
        "holder_kind": KIND,
        "licence_type": TYPE,
        "issuing_body_code": LAIXI,
        "valid_from": date(2022, 1, 20),
        "valid_until": TODAY + timedelta(days=60),
        "status": "valid",
        "has_contact": True,
        "originals": 1,
        "duplicates": 2,
        "updated_at": AS_OF,
    }
    return SnapshotRow(**{**said, **differences})  # type: ignore[arg-type] # the test's to get right


def change(n: int, **differences: object) -> ChangeRow:
    """The holder of licence `n` changed their name, ten days ago."""
    said: dict[str, object] = {
        "change_id": f"c{n:08d}",
        "holder_key": row(n).holder_key,
        "changed_field": "name",
        "changed_on": TODAY - timedelta(days=10),
    }
    return ChangeRow(**{**said, **differences})  # type: ignore[arg-type] # the test's to get right


async def in_batches(rows: Iterable[T], size: int = 1000) -> AsyncIterator[Sequence[T]]:
    left = iter(rows)
    while batch := tuple(islice(left, size)):
        yield batch
