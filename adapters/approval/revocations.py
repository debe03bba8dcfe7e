"""The request to revoke (撤销) at the approval back-end (审批系统): put once, asked after where unsure.

Source: docs/vendors/approval-back-end.md (our profile; no public standard exists), read 2026-11-22.
"""

import msgspec

from adapters.envelope.sender import SignedHttp
from domain.decisions.checking import RevocationFate
from domain.decisions.revocation import ARTICLES, Revocation
from domain.kernel.ids import CaseNumber, RevocationId
from domain.kernel.refusal import Refused

SYSTEM, ABSENT = "approval", "4040"
_CASES = ("api", "v1", "cases")


class _Told(msgspec.Struct, rename="camel"):
    revocation_id: str
    state: RevocationFate


class ApprovalRevocations:
    """Implements RevocationDesk."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def request(self, number: CaseNumber, revocation: Revocation) -> RevocationFate:
        said = revocation.statement
        document: dict[str, object] = {
            "revocationId": str(revocation.revocation_id),
            "basis": ARTICLES[revocation.basis],
            "reasons": [one.reveal() for one in revocation.reasons],
            "heardUntil": revocation.hear_until.isoformat(),
            "preparedBy": str(revocation.prepared_by),
            "signedBy": str(revocation.decided_by),
        }
        if said is not None:
            document["statement"] = said.words.reveal()
        path = (*_CASES, number, "revocation")
        reply = await self._window.call("POST", path, effect=True, document=document)
        return self._fate(reply.read(_Told), revocation.revocation_id)

    async def asked(self, number: CaseNumber, revocation: RevocationId) -> RevocationFate | None:
        path, known = (*_CASES, number, "revocation"), frozenset({ABSENT})
        reply = await self._window.call("GET", path, effect=False, known=known)
        return None if reply.code == ABSENT else self._fate(reply.read(_Told), revocation)

    @staticmethod
    def _fate(told: _Told, revocation: RevocationId) -> RevocationFate:
        if told.revocation_id != str(revocation):
            raise Refused(SYSTEM, "another-revocation")
        return told.state
