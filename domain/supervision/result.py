"""The result (审批结果) told to who supervises the holder from now on (审管衔接): numbered, never lost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from domain.kernel.ids import CaseId, MatterId, ResultId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

LONGEST_RANGE = 1000


class ResultKind(StrEnum):
    GRANTED = "granted"  # 准予
    CHANGED = "changed"  # 准予变更
    DENIED = "denied"  # 不予许可: counted, nobody is to be supervised
    REVOKED = "revoked"  # 撤销


class ResultState(StrEnum):
    QUEUED = "queued"  # 待报送
    SENDING = "sending"  # out, or was when we were killed
    UNKNOWN = "unknown"  # it may have arrived: asked by our number first
    RECEIPTED = "receipted"  # 已回执
    REFUSED = "refused"  # for good: a person must look


NEXT: Mapping[ResultState, tuple[ResultState, ...]] = MappingProxyType(
    {
        ResultState.QUEUED: (ResultState.SENDING,),
        ResultState.SENDING: (
            ResultState.QUEUED,
            ResultState.UNKNOWN,
            ResultState.RECEIPTED,
            ResultState.REFUSED,
        ),
        ResultState.UNKNOWN: (ResultState.QUEUED, ResultState.RECEIPTED, ResultState.REFUSED),
        ResultState.RECEIPTED: (ResultState.QUEUED,),  # asked for again (补报)
        ResultState.REFUSED: (ResultState.QUEUED,),
    }
)
IN_DOUBT = frozenset({ResultState.SENDING, ResultState.UNKNOWN})


class ResultRangeWrong(Refusal):
    code, title = "result-range-wrong", "序号范围不正确"
    advice = "起始序号不大于终止序号，且一次不超过1000条"


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执, its signature checked: this body has the result of this number, word for word."""

    number: str
    body: str
    seq: int
    digest: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """A result that has no number yet; `content`: canonical JSON, `day`: Beijing's."""

    body: str
    case: CaseId
    matter: MatterId
    kind: ResultKind
    day: date
    content: bytes = field(repr=False)


@dataclass(slots=True)
class RegulatorResult:
    """`seq` counts from 1 without gaps within `body` (the department's code); `content`: canonical JSON."""

    result_id: ResultId
    body: str
    seq: int
    case: CaseId
    matter: MatterId
    kind: ResultKind
    day: date  # the Beijing day it is counted on
    content: bytes = field(repr=False)
    made_at: datetime
    state: ResultState = ResultState.QUEUED
    tried_at: datetime | None = None
    receipt: str = ""
    receipted_at: datetime | None = None
    refused_with: str = ""
    replays: int = 0
    version: int = 0

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()

    def move(self, to: ResultState) -> None:
        """Raises StepNotAllowed."""
        if to not in NEXT[self.state]:
            raise StepNotAllowed(f"{self.result_id}: {self.state} → {to}")
        self.state = to
        self.version += 1


@dataclass(frozen=True, slots=True)
class Told:
    """One result as either side lists it."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class OurDay:
    """All we made for a body on a day, and how far they are."""

    told: tuple[Told, ...]
    receipted: int
    refused: int


@dataclass(frozen=True, slots=True)
class ReconciledDay:
    """Both sides' figures of one Beijing day (每日对账). `missing`: they lack it or have it differently;
    `surplus`: they have what we never sent."""

    body: str
    day: date
    ours: int
    receipted: int
    refused: int
    theirs: int
    our_digest: str
    their_digest: str
    missing: tuple[int, ...]
    surplus: tuple[int, ...]
    asked_at: datetime

    @property
    def agrees(self) -> bool:
        return self.our_digest == self.their_digest


def canonical_result(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(told: Iterable[Told]) -> str:
    """Over the day's numbers and digests: equal on both sides, or something differs."""
    lines = (f"{one.seq} {one.digest}\n" for one in sorted(told, key=lambda one: one.seq))
    return sha256("".join(lines).encode()).hexdigest()


def check_range(first: int, last: int) -> None:
    """Raises ResultRangeWrong."""
    if not 1 <= first <= last < first + LONGEST_RANGE:
        raise ResultRangeWrong(f"{first}..{last}")


def reconcile(body: str, day: date, ours: OurDay, theirs: tuple[Told, ...], at: datetime) -> ReconciledDay:
    mine, they = {one.seq: one.digest for one in ours.told}, {one.seq: one.digest for one in theirs}
    return ReconciledDay(
        body,
        day,
        len(mine),
        ours.receipted,
        ours.refused,
        len(they),
        digest_of(ours.told),
        digest_of(theirs),
        tuple(sorted(seq for seq, digest in mine.items() if they.get(seq) != digest)),
        tuple(sorted(they.keys() - mine.keys())),
        at,
    )
