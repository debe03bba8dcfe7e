"""Read one document of a case (盖章文书), byte for byte, as the party it was sealed for."""

from dataclasses import dataclass

from domain.decisions.decision import Document
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, DocumentId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.usecases.find_case import FindCase


@dataclass(frozen=True, slots=True)
class ReadDocument:
    find_case: FindCase
    decisions: Decisions

    async def __call__(self, acting: Acting, case: CaseId, document: DocumentId) -> tuple[Document, bytes]:
        """Raises NotRepresentative, NotFound (also for another party's), Unavailable."""
        found = await self.find_case(acting, case)
        kept, content = await self.decisions.document(document)
        if kept.case != found.case_id:
            raise NotFound(str(document))
        return kept, content
