"""The push list (推送清单): one run's findings, told to nobody before a second pair of eyes signed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from domain.findings.back_test import PastCount
from domain.findings.finding import Finding
from domain.kernel.ids import FindingId, ItemCode, PushListId, StaffId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

SAMPLE_SIZE = 20


class ListState(StrEnum):
    PREPARED = "prepared"  # 待签发
    SIGNED = "signed"  # 已签发
    SENT_BACK = "sent_back"  # 已退回
    STOPPED = "stopped"  # 已停止

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    ListState.PREPARED: "待签发",
    ListState.SIGNED: "已签发",
    ListState.SENT_BACK: "已退回",
    ListState.STOPPED: "已停止",
}


NEXT: Mapping[ListState, tuple[ListState, ...]] = MappingProxyType(
    {
        ListState.PREPARED: (ListState.SIGNED, ListState.SENT_BACK, ListState.STOPPED),
        ListState.SIGNED: (ListState.STOPPED,),  # the brake: what has not gone out yet does not go
    }
)


class SignerIsPreparer(Refusal):
    code, title = "signer-is-preparer", "编制人不能签发同一份清单"
    advice = "请由另一位工作人员核对后签发"


class PushListChanged(Refusal):
    """What is signed is not what was read."""

    code, title = "push-list-changed", "清单内容与您看到的不一致"
    advice = "请重新打开清单核对后再签发"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many: all of them by item code and by reason ("due" among them), the due by issuing body's code.

    `due_by_item`: by item code, noughts left out; None on lists of before."""

    due: int
    by_item: Mapping[str, int]
    by_body: Mapping[str, int]
    by_reason: Mapping[str, int]
    due_by_item: Mapping[str, int] | None = None


@dataclass(slots=True)
class PushList:
    """One run: an item that expires, or all that look at changes. `digest` binds the signature to these
    findings and no others."""

    push_list_id: PushListId
    items: tuple[ItemCode, ...]
    rules: tuple[str, ...]  # «id@version»
    as_of: datetime  # of the snapshot
    prepared_by: StaffId
    prepared_at: datetime
    counts: Counts
    sample: tuple[FindingId, ...]
    digest: str
    state: ListState = ListState.PREPARED
    settled_by: StaffId | None = None
    settled_at: datetime | None = None
    remark: str | None = None  # why it was sent back or stopped
    back_test: tuple[PastCount, ...] = ()

    @classmethod
    def prepare(
        cls,
        push_list_id: PushListId,
        findings: Sequence[Finding],
        *,
        by: StaffId,
        at: datetime,
        back_test: tuple[PastCount, ...] = (),
    ) -> "PushList":
        """A list of `findings`, at least one, due and set aside alike: who signs sees both."""
        whys = [finding.verdict.why for finding in findings]
        items = tuple(dict.fromkeys(finding.item for finding in findings))
        rules = tuple(dict.fromkeys(f"{why.rule_id}@{why.rule_version}" for why in whys))
        counts, sample, digest = _counted(findings), _sample(findings), digest_of(findings)
        made = cls(push_list_id, items, rules, whys[0].as_of, by, at, counts, sample, digest)
        made.back_test = back_test
        return made

    def sign(self, *, by: StaffId, at: datetime, digest: str) -> None:
        """Let it go to people. `digest` is of the list the signer read.

        Raises StepNotAllowed, SignerIsPreparer, PushListChanged.
        """
        self._check(ListState.SIGNED)
        if by == self.prepared_by:
            raise SignerIsPreparer(str(self.push_list_id))
        if digest != self.digest:
            raise PushListChanged(str(self.push_list_id))
        self.state, self.settled_by, self.settled_at = ListState.SIGNED, by, at

    def send_back(self, *, by: StaffId, at: datetime, remark: str) -> None:
        """Not these, not so: prepare another. Raises StepNotAllowed."""
        self._settle(ListState.SENT_BACK, by, at, remark)

    def stop(self, *, by: StaffId, at: datetime, remark: str) -> None:
        """Nobody else on it is told, signed or not. Raises StepNotAllowed."""
        self._settle(ListState.STOPPED, by, at, remark)

    def _settle(self, to: ListState, by: StaffId, at: datetime, remark: str) -> None:
        self._check(to)
        self.state, self.settled_by, self.settled_at, self.remark = to, by, at, remark

    def _check(self, to: ListState) -> None:
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.push_list_id}: {self.state} → {to}")


def digest_of(findings: Sequence[Finding]) -> str:
    """SHA-256, hex, over who is due or set aside and why; the order of `findings` does not matter."""
    lines = sorted(f"{finding.event_key} {finding.reason or 'due'}" for finding in findings)
    return sha256("\n".join(lines).encode()).hexdigest()


def _counted(findings: Sequence[Finding]) -> Counts:
    return Counts(
        due=sum(finding.reason is None for finding in findings),
        by_item=_tally(finding.item for finding in findings),
        by_body=_tally(
            finding.verdict.candidate.issuing_body_code for finding in findings if finding.reason is None
        ),
        by_reason=_tally(str(finding.reason or "due") for finding in findings),
        due_by_item=_tally(finding.item for finding in findings if finding.reason is None),
    )


def _tally(names: Iterable[str]) -> Mapping[str, int]:
    return MappingProxyType(dict(sorted(Counter(names).items())))


def _sample(findings: Sequence[Finding]) -> tuple[FindingId, ...]:
    """Twenty of those who are due, spread over the list by hash: nobody can arrange to stand in it."""
    due = (finding for finding in findings if finding.reason is None)
    spread = sorted(due, key=lambda finding: sha256(finding.finding_id.bytes).digest())
    return tuple(finding.finding_id for finding in spread[:SAMPLE_SIZE])
