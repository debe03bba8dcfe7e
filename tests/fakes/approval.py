"""An approval back-end in memory, and pushes that only it can write."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.decisions.outside import (
    DocumentKind,
    DocumentRef,
    Filed,
    Filing,
    GivenMaterial,
    OldPiece,
    SealedFile,
)
from domain.decisions.proposal_desk import ProposalFate
from domain.decisions.push import BackEndPush, PushStatus
from domain.kernel.callbacks import Nonces, SignatureWrong
from domain.kernel.ids import CaseNumber, ProposalId
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble


def sm3(content: bytes) -> str:
    return hashlib.new("sm3", content).hexdigest()


def proposal_in(signed: str) -> dict[str, Any]:
    """What a compact JWS says; whether its signature holds is not looked at."""
    told = signed.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    return found


@dataclass
class FakeApproval:
    """Implements ApprovalBackEnd and CaseSteps. `seal` makes a document; `altered`: whose seal is broken."""

    clock: Clock
    filings: dict[str, tuple[Filing, Filed]] = field(default_factory=dict)
    materials: dict[tuple[CaseNumber, int], bytes] = field(default_factory=dict)
    originals: dict[CaseNumber, set[OldPiece]] = field(default_factory=dict)
    lost: dict[CaseNumber, set[OldPiece]] = field(default_factory=dict)
    papers: dict[CaseNumber, list[tuple[DocumentRef, bytes]]] = field(default_factory=dict)
    altered: set[str] = field(default_factory=set)
    proposals: dict[CaseNumber, str] = field(default_factory=dict)
    proposed: int = 0  # how often one was handed in
    fates: dict[CaseNumber, ProposalFate] = field(default_factory=dict)
    announced: dict[CaseNumber, tuple[str, tuple[GivenMaterial, ...]]] = field(default_factory=dict)
    asked: dict[CaseNumber, list[tuple[str, datetime]]] = field(default_factory=dict)
    stands: dict[CaseNumber, PushStatus] = field(default_factory=dict)
    told: dict[CaseNumber, tuple[BackEndPush, ...]] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("approval"))

    async def file(self, filing: Filing) -> Filed:
        self.trouble.enter()
        known = self.filings.get(filing.biz_no)
        if known is not None and known[0] != filing:
            raise Refused("approval", "4091")
        if known is None:
            number = CaseNumber(f"{filing.task_code}20261121{len(self.filings) + 1:04d}")
            known = self.filings[filing.biz_no] = (filing, Filed(number, self.clock()))
        self.trouble.leave()
        return known[1]

    async def ask(self, biz_no: str) -> Filed | None:
        self.trouble.enter()
        known = self.filings.get(biz_no)
        return known[1] if known is not None else None

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        self.trouble.enter()
        declared = {place: one.digest for place, one in enumerate(self._filing(number).materials)}
        _, again = self.announced.get(number, ("", ()))
        declared |= {one.index: one.digest for one in again}
        if index not in declared:
            raise Refused("approval", "4040")
        if not sm3(content) == digest == declared[index]:
            raise Refused("approval", "4220")
        self.materials[number, index] = content
        self.trouble.leave()

    async def announce(
        self, number: CaseNumber, answer_no: str, materials: tuple[GivenMaterial, ...], at: datetime
    ) -> None:
        self.trouble.enter()
        self._filing(number)
        known = self.announced.get(number)
        if known is not None and known[0] == answer_no and known[1] != materials:
            raise Refused("approval", "4091")
        if self.stands.get(number) is not PushStatus.SUPPLEMENT or not at.tzinfo:
            raise Refused("approval", "4092")
        self.announced[number] = (answer_no, materials)
        self.trouble.leave()

    async def ask_withdrawal(self, number: CaseNumber, at: datetime) -> None:
        self._end(number, PushStatus.WITHDRAWN, "withdrawal", at)

    async def ask_return(self, number: CaseNumber, reason: str, at: datetime) -> None:
        self._end(number, PushStatus.RETURNED, reason, at)

    async def standing(self, number: CaseNumber) -> PushStatus:
        self.trouble.enter()
        self._filing(number)
        return self.stands.get(number, PushStatus.UNKNOWN)

    async def steps(self, number: CaseNumber) -> tuple[BackEndPush, ...]:
        self.trouble.enter()
        self._filing(number)
        return self.told.get(number, ())

    def _end(self, number: CaseNumber, to: PushStatus, reason: str, at: datetime) -> None:
        self.trouble.enter()
        self._filing(number)
        standing = self.stands.get(number)
        if standing in (PushStatus.GRANTED, PushStatus.DENIED, PushStatus.NOT_ACCEPTED):
            raise Refused("approval", "4092")
        self.asked.setdefault(number, []).append((reason, at))
        self.stands[number] = to
        self.trouble.leave()

    async def report_originals(
        self,
        number: CaseNumber,
        pieces: tuple[OldPiece, ...],
        scanned_at: datetime,
        clerk: str,
        *,
        lost: tuple[OldPiece, ...] = (),
    ) -> None:
        self.trouble.enter()
        declared = self._filing(number).old_pieces
        if not ({*pieces, *lost} <= set(declared) and scanned_at.tzinfo and clerk):
            raise Refused("approval", "4220")
        self.originals.setdefault(number, set()).update(pieces)
        self.lost.setdefault(number, set()).update(lost)
        self.trouble.leave()

    async def propose(self, number: CaseNumber, signed: str) -> ProposalFate:
        self.trouble.enter()
        self._filing(number)
        self.proposed += 1
        kept = self.proposals.setdefault(number, signed)
        if proposal_in(kept)["proposalId"] != proposal_in(signed)["proposalId"]:
            raise Refused("approval", "4091")
        self.trouble.leave()
        return self.fates.get(number, "waiting")

    async def asked_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate | None:
        self.trouble.enter()
        signed = self.proposals.get(number)
        if signed is None:
            return None
        if proposal_in(signed)["proposalId"] != str(proposal):
            raise Refused("approval", "another-proposal")
        return self.fates.get(number, "waiting")

    async def withdraw_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate:
        self.trouble.enter()
        self._filing(number)
        signed = self.proposals.get(number)
        if signed is not None and proposal_in(signed)["proposalId"] != str(proposal):
            raise Refused("approval", "4091")
        if self.fates.get(number) != "adopted":
            self.fates[number] = "by_hand"
        self.trouble.leave()
        return self.fates[number]

    async def documents(self, number: CaseNumber) -> tuple[DocumentRef, ...]:
        self.trouble.enter()
        self._filing(number)
        return tuple(ref for ref, _ in self.papers.get(number, ()))

    async def fetch(self, ref: DocumentRef) -> SealedFile:
        self.trouble.enter()
        for papers in self.papers.values():
            for known, content in papers:
                if known.doc_id == ref.doc_id:
                    return self._checked(ref, content)
        raise Refused("approval", "4040")

    def seal(
        self, number: CaseNumber, kind: DocumentKind, content: bytes = b"%PDF-1.4 sealed"
    ) -> DocumentRef:
        papers = self.papers.setdefault(number, [])
        doc_id = f"d{len(papers) + 1}-{number[-4:]}"
        ref = DocumentRef(doc_id, kind, self.clock(), sm3(content), len(content))
        papers.append((ref, content))
        return ref

    def _checked(self, ref: DocumentRef, content: bytes) -> SealedFile:
        if ref.doc_id in self.altered or sm3(content) != ref.sm3:
            raise Refused("approval", "seal-invalid")
        return SealedFile(ref, content, "body", "fingerprint")

    def _filing(self, number: CaseNumber) -> Filing:
        for filing, filed in self.filings.values():
            if filed.number == number:
                return filing
        raise Refused("approval", "4040")


@dataclass
class FakePushes:
    """Implements BackEndPushes; reads what `write` wrote. `secret` is the back-end's."""

    nonces: Nonces
    clock: Clock
    secret: bytes = b"invented push secret"

    def write(
        self,
        number: str,
        biz_no: str,
        status: PushStatus,
        seq: int,
        *,
        nonce: str,
        documents: tuple[str, ...] = (),
    ) -> tuple[dict[str, str], bytes]:
        at = self.clock().isoformat()
        told = {
            "number": number,
            "biz_no": biz_no,
            "status": status,
            "seq": seq,
            "at": at,
            "documents": documents,
        }
        body = json.dumps(told).encode()
        return {"nonce": nonce, "at": at, "signature": self._mac(nonce, at, body)}, body

    async def parse(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> BackEndPush:
        del method, path
        nonce, at = headers.get("nonce", ""), headers.get("at", "")
        if not hmac.compare_digest(headers.get("signature", ""), self._mac(nonce, at, body)):
            raise SignatureWrong("signature")
        if abs((self.clock() - datetime.fromisoformat(at)).total_seconds()) > 300:
            raise SignatureWrong("stale")
        if not await self.nonces.fresh(nonce):
            raise SignatureWrong("nonce-seen")
        told = json.loads(body)
        return BackEndPush(
            CaseNumber(told["number"]),
            told["biz_no"],
            PushStatus(told["status"]),
            told["status"],
            datetime.fromisoformat(told["at"]),
            told["seq"],
            "",
            (),
            (),
            tuple(told["documents"]),
            None,
        )

    def _mac(self, nonce: str, at: str, body: bytes) -> str:
        return hmac.new(self.secret, f"{nonce}{at}".encode() + body, hashlib.sha256).hexdigest()
