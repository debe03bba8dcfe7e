"""Fetch what the approval back-end sealed (盖章文书) for a case: kept byte for byte, once each."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.decisions.decision import Document, Result
from domain.decisions.outside import DocumentKind, DocumentRef, SealedDocuments, SealedFile
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, DocumentId
from domain.kernel.ports import Atomic, NewId
from domain.kernel.refusal import Refused, Unavailable
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger

DECIDED_BY = {
    Result.GRANTED: DocumentKind.GRANTED,
    Result.DENIED: DocumentKind.DENIED,
    Result.NOT_ACCEPTED: DocumentKind.NOT_ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class FetchDocuments:
    cases: Cases
    decisions: Decisions
    back_end: SealedDocuments
    ledger: Ledger
    atomic: Atomic
    new_id: NewId

    async def __call__(self, case: CaseId) -> None:
        """Every document whose seal holds is kept, its digest in the ledger; one that does not is not.

        Raises Refused for a broken seal, after the others were kept; Unavailable, also while the decision, or
        the revocation, is known and its document is not there.
        """
        known = await self.cases.by_id(case)
        if known.number is None:
            return
        kept = {document.outside_id for document in await self.decisions.documents(case)}
        broken: Refused | None = None
        for ref in await self.back_end.documents(known.number):
            if ref.doc_id in kept:
                continue
            try:
                sealed = await self.back_end.fetch(ref)
            except Refused as refused:
                broken = refused
                await self._note_refusal(known, ref, refused)
            else:
                await self._keep(known, sealed)
        if broken is not None:
            raise broken
        await self._demand_decisions(known)

    async def _keep(self, case: Case, sealed: SealedFile) -> None:
        ref = sealed.ref
        document = Document(
            DocumentId(self.new_id()), case.case_id, ref.kind, ref.doc_id, ref.sealed_at, ref.sm3
        )
        async with self.atomic():
            await self.cases.take(case.case_id)
            if await self.decisions.add_document(document, sealed.content):
                facts = {
                    "document": str(document.document_id),
                    "kind": ref.kind.value,
                    "sm3": ref.sm3,
                    "seal": sealed.seal_fingerprint,
                }
                await self.ledger.append(Step("document-kept", case.matter, case.case_id, facts=facts))

    async def _note_refusal(self, case: Case, ref: DocumentRef, refused: Refused) -> None:
        """Once a document: the job may be tried again by hand."""
        facts = {"outside": ref.doc_id, "kind": ref.kind.value, "reason": refused.reason}
        async with self.atomic():
            await self.cases.take(case.case_id)
            said = (entry.step for entry in await self.ledger.of_case(case.case_id))
            if not any(step.kind == "document-refused" and step.facts == facts for step in said):
                await self.ledger.append(Step("document-refused", case.matter, case.case_id, facts=facts))

    async def _demand_decisions(self, case: Case) -> None:
        decision = await self.decisions.of_case(case.case_id)
        kinds = {document.kind for document in await self.decisions.documents(case.case_id)}
        if decision is not None and DECIDED_BY[decision.result] not in kinds:
            raise Unavailable("approval", "decision-document-missing")
        if case.state is CaseState.REVOKED and DocumentKind.REVOCATION not in kinds:
            raise Unavailable("approval", "revocation-document-missing")
