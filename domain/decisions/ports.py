"""Where decisions (审批结果) and sealed documents are kept."""

from typing import Protocol

from domain.decisions.decision import Decision, Document
from domain.decisions.proposal import Proposal
from domain.kernel.ids import CaseId, DocumentId, LicenceId


class Decisions(Protocol):
    """Adapter: adapters/postgres/decisions.py."""

    async def add(self, decision: Decision) -> None: ...

    async def of_case(self, case: CaseId) -> Decision | None: ...

    async def found(self, case: CaseId, licence: LicenceId) -> None:
        """The licence bank has what was granted, and our wallet points at it."""
        ...

    async def add_document(self, document: Document, content: bytes) -> bool:
        """False when this outside id is there already."""
        ...

    async def documents(self, case: CaseId) -> tuple[Document, ...]:
        """Oldest first."""
        ...

    async def document(self, document: DocumentId) -> tuple[Document, bytes]:
        """Raises NotFound."""
        ...


class Proposals(Protocol):
    """One for a case. Adapter: adapters/postgres/proposals.py."""

    async def add(self, proposal: Proposal) -> bool:
        """False, and nothing added, when this case has one already. Inside atomic."""
        ...

    async def of_case(self, case: CaseId) -> Proposal | None: ...

    async def save(self, proposal: Proposal) -> None:
        """Inside atomic, the case held."""
        ...
