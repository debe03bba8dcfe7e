"""The approval back-end (审批系统): files cases, hands in material and proposals, fetches sealed documents.

Source: docs/vendors/approval-back-end.md (our profile; no public standard exists), read 2026-11-21.
"""

import hmac
from datetime import datetime
from typing import Annotated

import msgspec

from adapters.approval.pushes import STATUSES, CaseNo
from adapters.approval.seal import SealBroken, SealCertificate, SealTrust
from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import sm3_hex
from adapters.outbound.http import MEGABYTE
from domain.decisions.outside import (
    DocumentKind,
    DocumentRef,
    Filed,
    Filing,
    FilingMaterial,
    GivenMaterial,
    OldPiece,
    SealedFile,
)
from domain.decisions.proposal_desk import ProposalFate
from domain.decisions.push import PushStatus
from domain.kernel.documents import CODES, NumberKind
from domain.kernel.ids import CaseNumber, ProposalId
from domain.kernel.refusal import Refused

SYSTEM = "approval"
ABSENT, SEAL_INVALID = "4040", "seal-invalid"
LARGEST_DOCUMENT = 8 * MEGABYTE
_CASES = ("api", "v1", "cases")
_KINDS = {kind.value: kind for kind in DocumentKind}


class _Filed(msgspec.Struct, rename="camel"):
    case_no: CaseNo
    received_at: Annotated[datetime, msgspec.Meta(tz=True)]


class _Standing(msgspec.Struct):
    status: str


class _Proposed(msgspec.Struct, rename="camel"):
    proposal_id: str
    state: ProposalFate


class _Document(msgspec.Struct, rename="camel"):
    doc_id: str
    kind: str
    sealed_at: Annotated[datetime, msgspec.Meta(tz=True)]
    sm3: str
    size: int


class ApprovalSystem:
    """Implements ApprovalBackEnd."""

    def __init__(self, window: SignedHttp, *, trust: SealTrust) -> None:
        self._window, self._trust = window, trust

    async def file(self, filing: Filing) -> Filed:
        reply = await self._window.call("POST", _CASES, effect=True, document=_document(filing))
        told = reply.read(_Filed)
        return Filed(CaseNumber(told.case_no), told.received_at)

    async def ask(self, biz_no: str) -> Filed | None:
        known = frozenset({ABSENT})
        reply = await self._window.call("GET", _CASES, effect=False, query={"bizNo": biz_no}, known=known)
        if reply.code == ABSENT:
            return None
        told = reply.read(_Filed)
        return Filed(CaseNumber(told.case_no), told.received_at)

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        if not hmac.compare_digest(sm3_hex(content).encode(), digest.encode()):
            raise Refused(SYSTEM, "digest-differs")  # not the bytes that were confirmed and declared
        await self._window.call(
            "PUT",
            (*_CASES, number, "materials", str(index)),
            effect=True,
            content=content,
            headers={"Content-Type": "application/octet-stream"},
        )

    async def announce(
        self, number: CaseNumber, answer_no: str, materials: tuple[GivenMaterial, ...], at: datetime
    ) -> None:
        told = {
            "answerNo": answer_no,
            "at": at.isoformat(),
            "materials": [
                {
                    "index": one.index,
                    "name": one.name,
                    "digestAlg": "sm3",
                    "digest": one.digest,
                    "contentType": one.content_type,
                    "size": one.size,
                }
                for one in materials
            ],
        }
        await self._window.call("POST", (*_CASES, number, "supplement"), effect=True, document=told)

    async def ask_withdrawal(self, number: CaseNumber, at: datetime) -> None:
        told = {"at": at.isoformat()}
        await self._window.call("POST", (*_CASES, number, "withdrawal"), effect=True, document=told)

    async def ask_return(self, number: CaseNumber, reason: str, at: datetime) -> None:
        told = {"reason": reason, "at": at.isoformat()}
        await self._window.call("POST", (*_CASES, number, "return"), effect=True, document=told)

    async def standing(self, number: CaseNumber) -> PushStatus:
        reply = await self._window.call("GET", (*_CASES, number), effect=False)
        return STATUSES.get(reply.read(_Standing).status, PushStatus.UNKNOWN)

    async def report_originals(
        self,
        number: CaseNumber,
        pieces: tuple[OldPiece, ...],
        scanned_at: datetime,
        clerk: str,
        *,
        lost: tuple[OldPiece, ...] = (),
    ) -> None:
        told = {"pieces": _pieces(pieces), "scannedAt": scanned_at.isoformat(), "clerk": clerk}
        if lost:
            told["lost"] = _pieces(lost)
        await self._window.call("POST", (*_CASES, number, "originals"), effect=True, document=told)

    async def propose(self, number: CaseNumber, signed: str) -> ProposalFate:
        reply = await self._window.call(
            "POST",
            (*_CASES, number, "proposal"),
            effect=True,
            content=signed.encode(),
            headers={"Content-Type": "application/jose"},
        )
        return reply.read(_Proposed).state

    async def asked_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate | None:
        path, known = (*_CASES, number, "proposal"), frozenset({ABSENT})
        reply = await self._window.call("GET", path, effect=False, known=known)
        if reply.code == ABSENT:
            return None
        told = reply.read(_Proposed)
        if told.proposal_id != str(proposal):
            raise Refused(SYSTEM, "another-proposal")
        return told.state

    async def withdraw_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate:
        path, told = (*_CASES, number, "proposal", "withdrawal"), {"proposalId": str(proposal)}
        reply = await self._window.call("POST", path, effect=True, document=told)
        return reply.read(_Proposed).state

    async def documents(self, number: CaseNumber) -> tuple[DocumentRef, ...]:
        reply = await self._window.call("GET", (*_CASES, number, "documents"), effect=False)
        return tuple(
            DocumentRef(
                told.doc_id,
                _KINDS.get(told.kind, DocumentKind.OTHER),
                told.sealed_at,
                told.sm3,
                told.size,
            )
            for told in reply.read(list[_Document])
        )

    async def fetch(self, ref: DocumentRef) -> SealedFile:
        path = ("api", "v1", "documents", ref.doc_id)
        answer = await self._window.send("GET", path, effect=False, most_bytes=LARGEST_DOCUMENT)
        body_code, seal = answer.headers.get("x-seal-body", ""), answer.headers.get("x-seal", "")
        if not seal:
            raise self._window.refusal(answer, effect=False)
        if len(answer.body) != ref.size or sm3_hex(answer.body) != ref.sm3:
            raise Refused(SYSTEM, SEAL_INVALID)
        if body_code not in self._trust.pinned:
            raise Refused(SYSTEM, SEAL_INVALID)
        certificate = await self._certificate(body_code)
        try:
            found = self._trust.check(certificate, body_code, seal, answer.body, sealed_at=ref.sealed_at)
        except SealBroken:
            raise Refused(SYSTEM, SEAL_INVALID) from None
        return SealedFile(ref, answer.body, body_code, found)

    async def _certificate(self, body_code: str) -> SealCertificate:
        """Asked each time: a document is fetched once, and a key may have been changed since the last."""
        path, query = ("api", "v1", "seal-certificate"), {"bodyCode": body_code}
        reply = await self._window.call("GET", path, effect=False, query=query)
        return reply.read(SealCertificate)


def _document(filing: Filing) -> dict[str, object]:
    """The body of a filing; people's data stand in the body alone."""
    return {
        "bizNo": filing.biz_no,
        "taskCode": filing.task_code,
        "matterNo": filing.matter_no,
        "applicant": {
            "name": filing.applicant.name.reveal(),
            "code": filing.applicant.number.reveal(),
            "codeType": CODES[filing.applicant.number_kind],
        },
        "actor": {
            "name": filing.actor.name.reveal(),
            "idNumber": filing.actor.number.reveal(),
            "capacity": filing.actor.capacity,
            **_code_type(filing.actor.number_kind),
        },
        "form": {field: value.reveal() for field, value in filing.form.items()},
        "materials": [_material(one) for one in filing.materials],
        "intent": {
            "at": filing.intent.at.isoformat(),
            "textVersion": filing.intent.text_version,
            "digest": filing.intent.digest,
            "level": filing.intent.level,
        },
        "decidePath": filing.decide_path,
        "oldCertificate": filing.old_certificate,
        "oldPieces": _pieces(filing.old_pieces),
    }


def _material(one: FilingMaterial) -> dict[str, object]:
    """Its bytes' digest, or what was signed instead of handing it in."""
    if (signed := one.promise) is None:
        told = {"digestAlg": "sm3", "digest": one.digest, "contentType": one.content_type, "size": one.size}
        return {"name": one.name, "kind": one.kind, **told}
    promise: dict[str, object] = {
        "kind": signed.kind,
        "textVersion": signed.text_version,
        "digest": signed.digest,
        "signedAt": signed.signed_at.isoformat(),
    }
    if signed.days is not None:
        promise["days"] = signed.days
    return {"name": one.name, "kind": one.kind, "promise": promise}


def _pieces(pieces: tuple[OldPiece, ...]) -> list[dict[str, object]]:
    return [{"kind": piece.kind, "serial": piece.serial, "number": piece.number} for piece in pieces]


def _code_type(kind: NumberKind) -> dict[str, str]:
    """Said where the number is not the resident's that `idNumber` means."""
    return {} if kind is NumberKind.RESIDENT else {"codeType": CODES[kind]}
