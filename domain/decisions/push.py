"""What the approval back-end (审批系统) says of a case (办件状态推送), and who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.kernel.ids import CaseNumber


class PushStatus(StrEnum):
    """How far the back-end says a case is."""

    ACCEPTED = "accepted"  # 已受理
    SUPPLEMENT = "supplement"  # 补正告知
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    GRANTED = "granted"  # 办结-准予
    DENIED = "denied"  # 办结-不予
    SUSPENDED = "suspended"  # 特别程序: the clock stands
    RESUMED = "resumed"  # 恢复办理
    WITHDRAWN = "withdrawn"  # 撤回, as the person asked
    RETURNED = "returned"  # 退件
    REVOKED = "revoked"  # 撤销: what was granted is taken back
    SERVED = "served"  # 已送达: the document was served, its 送达回证 follows
    UNKNOWN = "unknown"  # a word we do not know: kept, moves nothing


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
class WantedMaterial:
    """What a 补正告知 asks for. `index`: one of the filing's materials again, or the number of a new one."""

    index: int
    name: str
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PushedStop:
    """Why a clock stands, in the back-end's word, and the number of the document that told the person."""

    reason: str
    document_number: str


@dataclass(frozen=True, slots=True)
class BackEndPush:
    """Natural key: (number, seq). The present state moves by `seq` only; all are kept.

    `adopted_proposal`: the proposal of ours the decision rests on; empty when it was made by hand.
    `wanted`, `newly_arisen`: of a 补正告知; the latter says that it could not be known the first time.
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
    wanted: tuple[WantedMaterial, ...] = ()
    newly_arisen: bool = False
    stop: PushedStop | None = None


class CaseSteps(Protocol):
    """Tells what was pushed, once more. Adapter: adapters/approval/pushes.py; fake: as below."""

    async def steps(self, number: CaseNumber) -> tuple[BackEndPush, ...]:
        """Every step of one case so far, as its pushes said it, oldest first. Raises Refused («4040»: no such
        case there), Unavailable."""
        ...


class BackEndPushes(Protocol):
    """Reads what the back-end posts to us. Fake: tests/fakes/approval.py."""

    async def parse(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> BackEndPush:
        """Authenticate the raw request, then read it. `path` with its query, as in the request line.

        Raises SignatureWrong: also when stale (±300 s) or seen before.
        """
        ...
