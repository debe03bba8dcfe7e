"""What decisions (审批结果) need from outside: the approval back-end (审批系统), which alone decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Protocol

from domain.kernel.ids import CaseNumber, ProposalId
from domain.kernel.personal import DocumentNumber, Free, OrganisationName, PersonName

NumberKind = Literal["uscc", "resident"]
PieceKind = Literal["正本", "副本"]
OldCertificate = Literal["none", "before-decision", "after-decision"]
DecidePath = Literal["manual", "proposal"]
"""`proposal`: the person lets our rules propose; whoever decides may wait for it, and need not."""
ProposalFate = Literal["waiting", "adopted", "by_hand"]
"""What the back-end says of a proposal; that it decided, it says by its push alone."""
SignProposal = Callable[[bytes], str]
"""The bytes as a compact JWS (ES256), under a key of its own. Adapter: adapters/approval/proposal_seal.py."""


class PushStatus(StrEnum):
    """How far the back-end says a case is."""

    ACCEPTED = "accepted"  # 已受理
    SUPPLEMENT = "supplement"  # 补正告知
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    GRANTED = "granted"  # 办结-准予
    DENIED = "denied"  # 办结-不予
    UNKNOWN = "unknown"  # a word we do not know: kept, moves nothing


class DocumentKind(StrEnum):
    APPLICATION = "application"  # 申请表, ours: printed from the confirmed form and filed
    ACCEPTANCE = "accepted"  # 受理通知书
    SUPPLEMENT = "supplement"  # 补正通知书
    NOT_ACCEPTED = "refused-acceptance"  # 不予受理决定书
    GRANTED = "decision-granted"  # 准予许可决定书
    DENIED = "decision-denied"  # 不予许可决定书
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Applicant:
    name: PersonName | OrganisationName
    number: DocumentNumber
    number_kind: NumberKind


@dataclass(frozen=True, slots=True)
class FilingActor:
    """The natural person who said yes; `capacity` 法定代表人, 负责人, 本人 …"""

    name: PersonName
    number: DocumentNumber
    capacity: str


@dataclass(frozen=True, slots=True)
class FilingMaterial:
    """`digest`: SM3 of the bytes, lower-case hex; `size` in bytes. The index in the filing is its number."""

    name: str
    kind: str
    digest: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FilingIntent:
    """What was shown when the person said yes: version and digest of it, when, and how sure we were who."""

    at: datetime
    text_version: str
    digest: str
    level: str


@dataclass(frozen=True, slots=True)
class OldPiece:
    kind: PieceKind
    serial: int  # counts from 1 within its kind
    number: str  # printed on the certificate


@dataclass(frozen=True, slots=True)
class Filing:
    """`biz_no` is our number of the case and the idempotency key; `task_code` the 31-character 实施编码."""

    biz_no: str
    task_code: str
    matter_no: str
    applicant: Applicant
    actor: FilingActor
    form: Mapping[str, Free]
    materials: tuple[FilingMaterial, ...]
    intent: FilingIntent
    old_certificate: OldCertificate = "none"
    old_pieces: tuple[OldPiece, ...] = ()
    decide_path: DecidePath = "manual"


@dataclass(frozen=True, slots=True)
class Filed:
    number: CaseNumber
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """`sm3` is the digest the back-end declared, lower-case hex; `size` in bytes."""

    doc_id: str
    kind: DocumentKind
    sealed_at: datetime
    sm3: str
    size: int


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A document whose seal held: these bytes, sealed by `body_code` with the key of that fingerprint."""

    ref: DocumentRef
    content: bytes
    body_code: str
    seal_fingerprint: str

    def __repr__(self) -> str:
        return f"SealedFile({self.ref.doc_id}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Remedy:
    """How to appeal against a denial (救济途径): to whom, within many `days` or `months`, by which law."""

    kind: str
    body: str
    days: int | None
    months: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class PushedLicence:
    number: str
    identifier: str  # 证照标识
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class BackEndPush:
    """Natural key: (number, seq). The present state moves by `seq` only; all are kept.

    `adopted_proposal`: the proposal of ours the decision rests on; empty when it was made by hand.
    """

    number: CaseNumber
    biz_no: str
    status: PushStatus
    raw_status: str
    at: datetime
    seq: int
    opinion: str = field(repr=False)  # free words of an official: may name a person
    reasons: tuple[str, ...] = field(repr=False)
    remedies: tuple[Remedy, ...]
    documents: tuple[str, ...]
    licence: PushedLicence | None
    adopted_proposal: str = ""


class CaseFiling(Protocol):
    """Files and asks. Adapter: adapters/approval/back_end.py. Fake: tests/fakes/approval.py."""

    async def file(self, filing: Filing) -> Filed:
        """File the case; the same filing again answers the first number. Raises Refused (reason «4091» when
        `biz_no` was used for other content), Unavailable, Unknown."""
        ...

    async def ask(self, biz_no: str) -> Filed | None:
        """Whether it arrived; None: nothing under this number. Raises Refused, Unavailable."""
        ...

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        """The bytes of one declared material; harmless when repeated.

        Raises Refused, Unavailable, Unknown.
        """
        ...

    async def report_originals(
        self, number: CaseNumber, pieces: tuple[OldPiece, ...], scanned_at: datetime, clerk: str
    ) -> None:
        """The old certificate is in our hands. `clerk`: staff number. Harmless when repeated.
        Raises Refused, Unavailable, Unknown."""
        ...


class SealedDocuments(Protocol):
    """What the back-end sealed. Adapter: adapters/approval/back_end.py. Fake: tests/fakes/approval.py."""

    async def documents(self, number: CaseNumber) -> tuple[DocumentRef, ...]:
        """The sealed documents so far. Raises Refused, Unavailable."""
        ...

    async def fetch(self, ref: DocumentRef) -> SealedFile:
        """The bytes, checked against digest and seal. Raises Refused («seal-invalid» when any check fails),
        Unavailable."""
        ...


class ProposalDesk(Protocol):
    """Takes proposals (秒批建议). Adapter: adapters/approval/back_end.py. Fake: tests/fakes/approval.py."""

    async def propose(self, number: CaseNumber, signed: str) -> ProposalFate:
        """Put a signed proposal before the back-end; the same one again answers what became of the first.

        Raises Refused (not accepted yet, no authorisation, signature, another one), Unavailable, Unknown.
        """
        ...

    async def asked_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate | None:
        """What became of it; None: it never arrived. Raises Refused, Unavailable."""
        ...


class ApprovalBackEnd(CaseFiling, SealedDocuments, ProposalDesk, Protocol):
    """The whole of it; a use case takes the part it needs."""


class BackEndPushes(Protocol):
    """Reads what the back-end posts to us. Fake: tests/fakes/approval.py."""

    async def parse(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> BackEndPush:
        """Authenticate the raw request, then read it. `path` with its query, as in the request line.

        Raises SignatureWrong: also when stale (±300 s) or seen before.
        """
        ...
