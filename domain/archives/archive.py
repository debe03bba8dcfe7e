"""The archive of a case (办结即归档): one sealed bundle (归档包) for each end it comes to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from domain.kernel.ids import ArchiveId, CaseId, CaseNumber, ItemCode

Retention = int | str
"""保管期限: years, or "permanent" (永久)."""


class Part(StrEnum):
    """A case that was closed and is revoked afterwards has two bundles."""

    CLOSED = "closed"
    REVOKED = "revoked"


class ArchiveBroken(ValueError):
    """A bundle that does not open, or is none of ours: for operators."""


@dataclass(frozen=True, slots=True)
class Archive:
    """`digest`: SHA-256 of the bundle in clear, hex; `until`: the last day it must be kept; None: ever."""

    archive_id: ArchiveId
    case: CaseId
    part: Part
    item: ItemCode
    number: CaseNumber | None
    digest: str
    size: int
    archived_at: datetime
    until: date | None


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """What `palm archive verify` found, and in which bundle; `what` names the file it is about."""

    archive: str
    what: str


def archive_id(case: CaseId, part: Part) -> ArchiveId:
    """Always the same for the same end of the same case: a second try writes over the first's file."""
    return ArchiveId(uuid5(UUID(int=case.int), f"palm archive {part}"))


def kept_until(closed_on: date, retention: Retention) -> date | None:
    """保管期限 runs from the year after (自次年1月1日起算); unconfirmed by the city's archive office."""
    return date(closed_on.year + retention, 12, 31) if isinstance(retention, int) else None
