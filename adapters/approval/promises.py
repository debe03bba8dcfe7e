"""How promises (承诺) ended, told to the approval back-end (审批系统); what was brought follows as bytes.

Source: docs/vendors/approval-back-end.md (our profile; no public standard exists), read 2026-11-22.
"""

from datetime import datetime

from adapters.approval.back_end import ApprovalSystem
from adapters.envelope.sender import SignedHttp
from domain.kernel.ids import CaseNumber
from domain.promises.outside import Outcome
from domain.promises.promise import Brought

_CASES = ("api", "v1", "cases")


class ApprovalPromises:
    """Implements PromiseDesk."""

    def __init__(self, window: SignedHttp, back_end: ApprovalSystem) -> None:
        self._window, self._back_end = window, back_end

    async def tell(
        self,
        number: CaseNumber,
        index: int,
        outcome: Outcome,
        at: datetime,
        *,
        brought: Brought | None = None,
    ) -> None:
        document: dict[str, object] = {"index": index, "outcome": outcome, "at": at.isoformat()}
        if brought is not None:
            document["given"] = {
                "digestAlg": "sm3",
                "digest": brought.sm3,
                "contentType": brought.content_type,
                "size": brought.size,
            }
        await self._window.call("POST", (*_CASES, number, "promises"), effect=True, document=document)

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        await self._back_end.put_material(number, index, content, digest)
