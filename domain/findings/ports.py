"""What sensing (分析研判) needs: a snapshot of a register without names, and an engine to run rules on it."""

import re
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
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
    name_key: str = ""  # the same of an organisation's name; empty for a person: people share names

    def __post_init__(self) -> None:
        """Raise ValueError for keys that look like what they must not hold; the message repeats neither."""
        if not _KEYED_HASH.fullmatch(self.holder_key):
            raise ValueError("holder_key is not a keyed hash of 64 hex digits")
        if not _OPAQUE.fullmatch(self.record_id) or _RESIDENT_ID.fullmatch(self.record_id):
            raise ValueError("record_id is not an opaque key")
        if self.updated_at.tzinfo is None:
            raise ValueError("updated_at is a naive time")


class Move(StrEnum):
    """What a changed address text may mean (非迁移 or not)."""

    NONE = ""  # no address changed, or only the way it is written
    UNCLEAR = "unclear"  # within one division: a road renamed, a door renumbered, or a real move
    ELSEWHERE = "elsewhere"  # into another division: moved for certain


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One changed field of one holder; which of their licences it touches is found by their key.

    `change_id`: the register's opaque key of the change, all fields of one change share it; `changed_field`:
    name, responsible, address or business_scope. The texts themselves are never in it.
    """

    change_id: str
    holder_key: str
    changed_field: str
    changed_on: date
    move: Move = Move.NONE

    def __post_init__(self) -> None:
        """Raise ValueError as SnapshotRow does."""
        if not _KEYED_HASH.fullmatch(self.holder_key):
            raise ValueError("holder_key is not a keyed hash of 64 hex digits")
        if not _OPAQUE.fullmatch(self.change_id) or _RESIDENT_ID.fullmatch(self.change_id):
            raise ValueError("change_id is not an opaque key")


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """One finished snapshot. The digests are of the files the rules read: evidence of what they saw."""

    as_of: datetime  # aware UTC
    rows: int
    source: str  # which registers
    sha256: str
    schema_version: int
    changes: int = 0  # rows the rules may read, one for each licence touched
    changes_sha256: str = ""


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
    change_id: str = ""  # empty for an expiry
    changed_field: str = ""
    move: Move = Move.NONE


class Snapshots(Protocol):
    """Where snapshots are kept. Adapter: adapters/analysis/snapshot.py."""

    async def write(
        self,
        licences: AsyncIterator[Sequence[SnapshotRow]],
        changes: AsyncIterator[Sequence[ChangeRow]],
        *,
        as_of: datetime,
        source: str,
    ) -> SnapshotRef:
        """Keep all batches as one snapshot, or none of them. `as_of`: aware UTC, when the source was read.

        Each change is put beside every licence its holder has that is valid at `as_of`.
        Raises Refused when a snapshot of that instant is there, a record or a changed field comes twice.
        """
        ...

    async def latest(self) -> SnapshotRef | None:
        """The finished snapshot with the latest as_of, None before the first."""
        ...


class Question(StrEnum):
    """What about a row of the register only a clerk can tell."""

    SAME_NAME = "same-name"  # another number, or another register, has an organisation of this name
    STALE = "stale"  # the register has not touched the row for longer than any licence lasts


@dataclass(frozen=True, slots=True)
class Questionable:
    """`other`: of a name that stands twice, the other row."""

    question: Question
    other: str = ""


class SnapshotQuestions(Protocol):
    """Adapter: adapters/analysis/questions.py."""

    async def of_records(
        self, snapshot: SnapshotRef, records: Collection[str], *, stale_before: datetime
    ) -> Mapping[str, Questionable]:
        """Which of these rows are questionable, by record id. Raises Unavailable."""
        ...


class AnalysisEngine(Protocol):
    """Runs one rule over one snapshot. Adapter: adapters/analysis/duckdb_engine.py."""

    async def candidates(
        self, sql: str, *, snapshot: SnapshotRef, parameters: Mapping[str, date | int | str]
    ) -> tuple[Candidate, ...]:
        """What the rule finds, in the rule's order; the same for the same snapshot and parameters.

        sql: one SELECT from `licences` (the columns of SnapshotRow) or from `changes` (the same, and those of
        ChangeRow). From licences it selects Candidate's first eight columns, from changes all eleven, in that
        order and under these names, as they are but for event_date, ordered by record_id. parameters: values
        of its $names; more may be given.

        Raises Refused (the SQL breaks the contract, finds too many) or Unavailable (snapshot missing or
        damaged, deadline passed).
        """
        ...


class HolderAnalysis(Protocol):
    """The same rules over one holder's rows, without a file. Adapter: adapters/analysis/holder_engine.py."""

    async def candidates_among(
        self,
        sql: str,
        *,
        licences: Sequence[SnapshotRow],
        changes: Sequence[ChangeRow],
        as_of: datetime,
        parameters: Mapping[str, date | int | str],
    ) -> tuple[Candidate, ...]:
        """As AnalysisEngine finds it in a snapshot of these rows. Raises Refused, Unavailable."""
        ...
