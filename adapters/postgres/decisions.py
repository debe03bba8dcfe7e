"""Decisions (审批结果) and sealed documents in PostgreSQL: reasons and files encrypted."""

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.decisions import DecisionRow, DocumentRow
from domain.decisions.decision import Decision, Document, Result
from domain.decisions.outside import DocumentKind
from domain.decisions.push import Remedy
from domain.kernel.ids import CaseId, DocumentId, LicenceId
from domain.kernel.ports import Cipher, NewId
from domain.kernel.refusals import NotFound

SAID, FILE = "decisions.sealed", "documents.sealed"


class _Said(msgspec.Struct):
    reasons: tuple[str, ...]
    remedies: tuple[Remedy, ...]
    licence_number: str
    licence_identifier: str = ""


class PostgresDecisions:
    """Implements domain.decisions.ports.Decisions."""

    def __init__(self, cipher: Cipher, new_id: NewId) -> None:
        self._cipher, self._new_id = cipher, new_id

    async def add(self, decision: Decision) -> None:
        row = self._new_id()
        said = _Said(
            decision.reasons, decision.remedies, decision.licence_number, decision.licence_identifier
        )
        await DecisionRow.create(
            id=row,
            case_id=decision.case,
            result=str(decision.result),
            decided_at=decision.decided_at,
            sealed=self._cipher.seal(SAID, row, msgspec.json.encode(said)),
            licence_id=decision.licence,
        )

    async def of_case(self, case: CaseId) -> Decision | None:
        row = await DecisionRow.get_or_none(case_id=case)
        if row is None:
            return None
        said = msgspec.json.decode(self._cipher.open(SAID, row.id, row.sealed), type=_Said)
        return Decision(
            CaseId(row.case_id),
            Result(row.result),
            row.decided_at,
            said.reasons,
            said.remedies,
            said.licence_number,
            LicenceId(row.licence_id) if row.licence_id else None,
            said.licence_identifier,
        )

    async def found(self, case: CaseId, licence: LicenceId) -> None:
        await DecisionRow.filter(case_id=case).update(licence_id=licence)

    async def add_document(self, document: Document, content: bytes) -> bool:
        inserted, _ = await get_connection("default").execute_query(
            "INSERT INTO documents (id, case_id, kind, outside_id, sealed_at, sm3, sealed)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (case_id, outside_id) DO NOTHING",
            [
                document.document_id,
                document.case,
                str(document.kind),
                document.outside_id,
                document.sealed_at,
                document.sm3,
                self._cipher.seal(FILE, document.document_id, content),
            ],
        )
        return bool(inserted)

    async def documents(self, case: CaseId) -> tuple[Document, ...]:
        columns = ("id", "case_id", "kind", "outside_id", "sealed_at", "sm3")  # the files may be megabytes
        rows = await DocumentRow.filter(case_id=case).order_by("id").only(*columns)
        return tuple(_document(row) for row in rows)

    async def document(self, document: DocumentId) -> tuple[Document, bytes]:
        row = await DocumentRow.get_or_none(id=document)
        if row is None:
            raise NotFound(str(document))
        return _document(row), self._cipher.open(FILE, row.id, row.sealed)


def _document(row: DocumentRow) -> Document:
    return Document(
        DocumentId(row.id),
        CaseId(row.case_id),
        DocumentKind(row.kind),
        row.outside_id,
        row.sealed_at,
        row.sm3,
    )
