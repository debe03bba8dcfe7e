"""The decision (审批结果): what the back-end decided, with reasons and remedies, and its sealed documents."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.decisions.outside import DocumentKind
from domain.decisions.push import Remedy
from domain.kernel.ids import CaseId, DocumentId, LicenceId


class Result(StrEnum):
    GRANTED = "granted"  # 准予许可
    DENIED = "denied"  # 不予许可
    NOT_ACCEPTED = "not_accepted"  # 不予受理


@dataclass(frozen=True, slots=True)
class Decision:
    """`licence_number`: what was granted, to be found in the licence bank; `licence`: ours, once found."""

    case: CaseId
    result: Result
    decided_at: datetime
    reasons: tuple[str, ...] = field(repr=False)  # an official's words: may name a person
    remedies: tuple[Remedy, ...]
    licence_number: str = ""
    licence: LicenceId | None = None
    licence_identifier: str = field(default="", repr=False)  # 证照标识, where the push told: holds a number


@dataclass(frozen=True, slots=True)
class Document:
    """A sealed document of the office, as the back-end gave it; its seal held when we fetched it.

    Our own 申请表 stands among them unsealed: `sealed_at` is None for it alone.
    """

    document_id: DocumentId
    case: CaseId
    kind: DocumentKind
    outside_id: str
    sealed_at: datetime | None
    sm3: str


TITLES = {
    DocumentKind.APPLICATION: "申请表",
    DocumentKind.LOSS: "遗失声明",
    DocumentKind.ACCEPTANCE: "受理通知书",
    DocumentKind.SUPPLEMENT: "补正通知书",
    DocumentKind.NOT_ACCEPTED: "不予受理决定书",
    DocumentKind.GRANTED: "准予许可决定书",
    DocumentKind.DENIED: "不予许可决定书",
    DocumentKind.WITHDRAWAL: "撤回确认书",
    DocumentKind.RETURN: "退件通知书",
    DocumentKind.REVOCATION: "撤销决定书",
    DocumentKind.STOP: "特别程序告知书",
    DocumentKind.SERVICE: "送达回证",
    DocumentKind.OTHER: "其他文书",
}
