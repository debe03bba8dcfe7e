"""What decisions (审批结果) need from outside: the approval back-end (审批系统), which alone decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from domain.decisions.proposal_desk import ProposalDesk
from domain.decisions.push import PushStatus
from domain.kernel.documents import NumberKind
from domain.kernel.ids import CaseNumber
from domain.kernel.personal import DocumentNumber, Free, OrganisationName, PersonName

PieceKind = Literal["正本", "副本"]
OldCertificate = Literal["none", "before-decision", "after-decision"]
DecidePath = Literal["manual", "proposal"]
"""`proposal`: the person lets our rules propose; whoever decides may wait for it, and need not."""


class DocumentKind(StrEnum):
    APPLICATION = "application"  # 申请表, ours: printed from the confirmed form and filed
    LOSS = "loss-declaration"  # 遗失声明, ours as well
    ACCEPTANCE = "accepted"  # 受理通知书
    SUPPLEMENT = "supplement"  # 补正通知书
    NOT_ACCEPTED = "refused-acceptance"  # 不予受理决定书
    GRANTED = "decision-granted"  # 准予许可决定书
    DENIED = "decision-denied"  # 不予许可决定书
    WITHDRAWAL = "withdrawal"  # 撤回确认书
    RETURN = "return"  # 退件通知书
    REVOCATION = "revocation"  # 撤销决定书
    STOP = "stop"  # 特别程序告知书
    SERVICE = "service-receipt"  # 送达回证
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
    number_kind: NumberKind = NumberKind.RESIDENT


@dataclass(frozen=True, slots=True)
class FilingPromise:
    """What was signed instead of handing the material in: `kind` defer (容缺后补, `days` working days from
    acceptance) or instead (告知承诺); `digest`: SHA-256 of the text, hex."""

    kind: str
    text_version: str
    digest: str
    signed_at: datetime
    days: int | None = None


@dataclass(frozen=True, slots=True)
class FilingMaterial:
    """`digest`: SM3 of the bytes, lower-case hex; `size` in bytes. The index in the filing is its number.

    With `promise` there are no bytes: digest, type and size say nothing.
    """

    name: str
    kind: str
    digest: str
    content_type: str
    size: int
    promise: FilingPromise | None = None


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
class GivenMaterial:
    """What is handed in for a 补正: `digest` SM3 of the bytes, lower-case hex; `size` in bytes."""

    index: int
    name: str
    digest: str
    content_type: str
    size: int


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
        self,
        number: CaseNumber,
        pieces: tuple[OldPiece, ...],
        scanned_at: datetime,
        clerk: str,
        *,
        lost: tuple[OldPiece, ...] = (),
    ) -> None:
        """All old pieces in our hands so far, those known to be lost; `clerk`: staff number. Harmless when
        repeated, with the same or with more.
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


class SupplementDesk(Protocol):
    """Takes what was asked for (补正). Adapter and fake: as above."""

    async def announce(
        self, number: CaseNumber, answer_no: str, materials: tuple[GivenMaterial, ...], at: datetime
    ) -> None:
        """Say what follows; each file then by `put_material`. `answer_no`: ours, the idempotency key.

        Harmless when repeated. Raises Refused («4092» when nothing is asked for), Unavailable, Unknown.
        """
        ...

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        """As CaseFiling has it, for a material that was announced."""
        ...


class EndingDesk(Protocol):
    """Ends a case on our word, or not. Adapter and fake: as above."""

    async def ask(self, biz_no: str) -> Filed | None:
        """As CaseFiling has it."""
        ...

    async def ask_withdrawal(self, number: CaseNumber, at: datetime) -> None:
        """撤回, as the person asked at that time; harmless when repeated, and its push says that it is done.

        Raises Refused («4092» when it was decided first), Unavailable, Unknown.
        """
        ...

    async def ask_return(self, number: CaseNumber, reason: str, at: datetime) -> None:
        """退件, for `reason` («supplement-late»); otherwise as above."""
        ...

    async def standing(self, number: CaseNumber) -> PushStatus:
        """Where it says the case is; UNKNOWN before anything was said. Raises Refused, Unavailable."""
        ...


class ApprovalBackEnd(CaseFiling, SealedDocuments, ProposalDesk, SupplementDesk, EndingDesk, Protocol):
    """The whole of it; a use case takes the part it needs."""
