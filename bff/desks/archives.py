"""The archive desk (档案): cases filed away for good, and proof that nothing was touched since."""

from dataclasses import dataclass

from domain.usecases.archive_case import ArchiveCase
from domain.usecases.archive_ended import ArchiveEnded
from domain.usecases.read_archive import ReadArchive
from domain.usecases.verify_archive import VerifyArchive


@dataclass(frozen=True, slots=True)
class ArchiveDesk:
    archive_case: ArchiveCase
    archive_ended: ArchiveEnded
    verify_archive: VerifyArchive
    read_archive: ReadArchive
