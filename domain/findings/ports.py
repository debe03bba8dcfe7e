"""What sensing (分析研判) needs: a snapshot of a register without names, and an engine to run rules on it."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

_KEYED_HASH = re.compile(r"[0-9a-f]{64}")
_OPAQUE = re.compile(r"[0-9A-Za-z_.:-]{1,64}")
_RESIDENT_ID = re.compile(r"[0-9]{6}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]")


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One licence as sensing may see it: no name, no number, no contact.

    record_id: the register's own opaque key. holder_key: HMAC-SHA-256 of the holder's number, hex.
    status: valid, expired, suspended, revoked, cancelled, restricted, superseded or unknown.
    Dates are Beijing dates, valid_until inclusive, None for a licence without end.
    """

    record_id: str
    holder_key: str
    holder_kind: str
    licence_type: str
    issuing_body_code: str
    valid_from: date | None
    valid_until: date | None
    status: str
    has_contact: bool
    originals: int
    duplicates: int
    updated_at: datetime

    def __post_init__(self) -> None:
        """Raise ValueError for keys that look like what they must not hold; the message repeats neither."""
        if not _KEYED_HASH.fullmatch(self.holder_key):
            raise ValueError("holder_key is not a keyed hash of 64 hex digits")
        if not _OPAQUE.fullmatch(self.record_id) or _RESIDENT_ID.fullmatch(self.record_id):
            raise ValueError("record_id is not an opaque key")
        if self.updated_at.tzinfo is None:
            raise ValueError("updated_at is a naive time")


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """One finished snapshot. `sha256` is of the file the rules read: evidence of what they saw."""

    as_of: datetime  # aware UTC
    rows: int
    source: str  # which register
    sha256: str
    schema_version: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row a rule found. `event_date`: the end of validity or the day of the change."""

    record_id: str
    holder_key: str
    holder_kind: str
    issuing_body_code: str
    event_date: date
    has_contact: bool
    originals: int
    duplicates: int


class Snapshots(Protocol):
    """Where snapshots are kept. Adapter: adapters/analysis/snapshot.py."""

    async def write(
        self, batches: AsyncIterator[Sequence[SnapshotRow]], *, as_of: datetime, source: str
    ) -> SnapshotRef:
        """Keep all batches as one snapshot, or none of them. `as_of`: aware UTC, when the source was read.

        Raises Refused when a snapshot of that instant is there or a record comes twice.
        """
        ...

    async def latest(self) -> SnapshotRef | None:
        """The finished snapshot with the latest as_of, None before the first."""
        ...


class AnalysisEngine(Protocol):
    """Runs one rule over one snapshot. Adapter: adapters/analysis/duckdb_engine.py."""

    async def candidates(
        self, sql: str, *, snapshot: SnapshotRef, parameters: Mapping[str, date | int | str]
    ) -> tuple[Candidate, ...]:
        """What the rule finds, in the rule's order; the same for the same snapshot and parameters.

        sql: one SELECT of Candidate's columns, in that order and under these names, from `licences` (the
        columns of SnapshotRow), ordered by record_id. parameters: values of its $names; more may be given.

        Raises Refused (the SQL breaks the contract, finds too many) or Unavailable (snapshot missing or
        damaged, deadline passed).
        """
        ...
