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
class AddressNotice(Job):
    """Ask the register whom a drafted notice goes to today, and on which channel."""

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
class CancelShipment(Job):
    """Call the courier off, before pick-up."""

    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class AskParcel(Job):
    """Ask the courier itself: somebody nobody vouches for said that there is news of the parcel."""

    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class FollowPosted(Job):
    """Have a parcel followed that its holder posted."""

    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class ReportOriginals(Job):
    shipment_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerSupplement(Job):
    """补正: put what the person gave before the back-end."""

    supplement_id: UUID


@dataclass(frozen=True, slots=True)
class WithdrawCase(Job):
    """撤回: tell the back-end that the person took the application back."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class WithdrawProposal(Job):
    """秒批建议: take back what somebody would not have decided by rules alone."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class ReturnCase(Job):
    """退件: ask the back-end to return what was not made whole in time."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class TellPromise(Job):
    """承诺: tell the back-end how one ended, with what was brought for it."""

    promise_id: UUID


@dataclass(frozen=True, slots=True)
class FetchDocuments(Job):
    case_id: UUID


@dataclass(frozen=True, slots=True)
class FetchLicence(Job):
    case_id: UUID


@dataclass(frozen=True, slots=True)
class ArchiveCase(Job):
    """归档: put all of an ended case into one sealed bundle."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class PushResult(Job):
    """审管衔接: tell the regulator what was decided."""

    result_id: UUID


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


@dataclass(frozen=True, slots=True)
class CheckItemVersion(Job):
    """Look over a draft's whole text, the rule's SQL too."""

    version_id: UUID


@dataclass(frozen=True, slots=True)
class TryItemVersion(Job):
    """试运行: run a draft on what has been."""

    version_id: UUID


@dataclass(frozen=True, slots=True)
class AskRevocation(Job):
    """撤销: put what a chief signed before the back-end, which alone revokes."""

    revocation_id: UUID


@dataclass(frozen=True, slots=True)
class TellPerson(Job):
    """Text a person that something happened to their own access."""

    alert_id: UUID


@dataclass(frozen=True, slots=True)
class BuildDataExport(Job):
    """个人信息副本: put together what the tables hold of who asked."""

    export_id: UUID


@dataclass(frozen=True, slots=True)
class EraseData(Job):
    """删除个人信息: family by family."""

    erasure_id: UUID
