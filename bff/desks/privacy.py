"""The privacy desk (个人信息保护): who looks is noted, and who looked is told."""

from dataclasses import dataclass

from domain.usecases.list_accesses import ListAccesses, ListCaseAccesses
from domain.usecases.note_access import NoteAccess


@dataclass(frozen=True, slots=True)
class PrivacyDesk:
    note_access: NoteAccess
    list_accesses: ListAccesses
    list_case_accesses: ListCaseAccesses
