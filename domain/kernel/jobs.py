"""What happens next: one frozen dataclass a job, ids only; the worker has one thin task for each."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Job:
    """The root; the class name in kebab case is the task's name for ever."""


@dataclass(frozen=True, slots=True)
class InviteHolder(Job):
    finding_id: UUID


@dataclass(frozen=True, slots=True)
class SendNotice(Job):
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class AskAfterNotice(Job):
    """Reconcile: ask the vendor what became of a message whose fate is unknown."""

    notice_id: UUID


@dataclass(frozen=True, slots=True)
class ReadInbox(Job):
    """Work on one stored callback; `source` names which kind («approval», «kuaidi100-order»)."""

    message_id: UUID
    source: str


@dataclass(frozen=True, slots=True)
class PrefillForm(Job):
    case_id: UUID


@dataclass(frozen=True, slots=True)
class FileCase(Job):
    case_id: UUID


@dataclass(frozen=True, slots=True)
class OrderShipment(Job):
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class ReportOriginals(Job):
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class FetchDocuments(Job):
    case_id: UUID


@dataclass(frozen=True, slots=True)
class FetchLicence(Job):
    case_id: UUID


@dataclass(frozen=True, slots=True)
class HandOverRating(Job):
    rating_id: UUID


@dataclass(frozen=True, slots=True)
class ForgetFace(Job):
    """Have the vendor delete what it keeps of a finished face check."""

    check_id: UUID


@dataclass(frozen=True, slots=True)
class ProposeDecision(Job):
    """秒批: weigh the item's rules and put the signed proposal before the back-end."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class SenseHolder(Job):
    """自己办: run one item's rule for one holder who asked."""

    start_id: UUID
