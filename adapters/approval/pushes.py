"""What the approval back-end says of a case (办件状态): pushed, signed with its own secret, or asked for.

Source: docs/vendors/approval-back-end.md (statuses in Shandong's words), read 2026-11-21.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, TypeAlias

import msgspec

from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.sender import SignedHttp
from adapters.outbound.malformed import MALFORMED
from domain.decisions.push import (
    BackEndPush,
    PushedLicence,
    PushedStop,
    PushStatus,
    Remedy,
    WantedMaterial,
)
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Unavailable

STATUSES: Mapping[str, PushStatus] = {
    "已受理": PushStatus.ACCEPTED,
    "补正告知": PushStatus.SUPPLEMENT,
    "不予受理": PushStatus.NOT_ACCEPTED,
    "办结-准予": PushStatus.GRANTED,
    "办结-不予": PushStatus.DENIED,
    "特别程序": PushStatus.SUSPENDED,
    "恢复办理": PushStatus.RESUMED,
    "撤回": PushStatus.WITHDRAWN,
    "退件": PushStatus.RETURNED,
    "撤销": PushStatus.REVOKED,
    "已送达": PushStatus.SERVED,
}


# opaque, theirs to form: 办件编号 differ from province to province
CaseNo: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_.-]{1,64}\Z")]


class _Remedy(msgspec.Struct):
    kind: str
    body: str
    basis: str
    days: int | None = None
    months: int | None = None


class _Licence(msgspec.Struct, rename="camel"):
    licence_number: str
    cert_identifier: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


class _Material(msgspec.Struct):
    index: Annotated[int, msgspec.Meta(ge=0, le=99)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    why: str = ""


class _Supplement(msgspec.Struct, rename="camel"):
    materials: list[_Material]
    newly_arisen: bool = False


class _Stop(msgspec.Struct, rename="camel"):
    reason: str
    document_number: str


class _Push(msgspec.Struct, rename="camel"):
    case_no: CaseNo
    biz_no: str
    status: str
    status_time: Annotated[datetime, msgspec.Meta(tz=True)]
    seq: int
    opinion: str = ""
    reasons: list[str] = []
    remedies: list[_Remedy] = []
    documents: list[str] = []
    licence: _Licence | None = None
    adopted_proposal: str = ""
    supplement: _Supplement | None = None
    stop: _Stop | None = None


class ApprovalPushes:
    """Implements BackEndPushes."""

    def __init__(self, guard: EnvelopeGuard) -> None:
        self._guard = guard

    async def parse(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> BackEndPush:
        await self._guard.admit(method, path, headers, body)
        try:
            told = msgspec.json.decode(body, type=_Push)
        except MALFORMED:
            raise SignatureWrong("push-malformed") from None
        return _push(told)


class ApprovalSteps:
    """Implements CaseSteps: for a back-end that does not push, or whose pushes were lost."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def steps(self, number: CaseNumber) -> tuple[BackEndPush, ...]:
        path = ("api", "v1", "cases", number, "steps")
        told = (await self._window.call("GET", path, effect=False)).read(list[_Push])
        if any(one.case_no != number for one in told):
            raise Unavailable(self._window.system, "answer-malformed")  # of another case: not a word of it
        return tuple(_push(one) for one in told)


def _push(told: _Push) -> BackEndPush:
    return BackEndPush(
        number=CaseNumber(told.case_no),
        biz_no=told.biz_no,
        status=STATUSES.get(told.status, PushStatus.UNKNOWN),
        raw_status=told.status,
        at=told.status_time,
        seq=told.seq,
        opinion=told.opinion,
        reasons=tuple(told.reasons),
        remedies=tuple(Remedy(r.kind, r.body, r.days, r.months, r.basis) for r in told.remedies),
        documents=tuple(told.documents),
        licence=_licence(told.licence) if told.licence is not None else None,
        adopted_proposal=told.adopted_proposal,
        wanted=_wanted(told.supplement),
        newly_arisen=told.supplement is not None and told.supplement.newly_arisen,
        stop=PushedStop(told.stop.reason, told.stop.document_number) if told.stop else None,
    )


def _wanted(told: _Supplement | None) -> tuple[WantedMaterial, ...]:
    """One of a number: named twice, the later word counts."""
    materials = {one.index: one for one in told.materials} if told is not None else {}
    return tuple(WantedMaterial(one.index, one.name, one.why) for one in materials.values())


def _licence(told: _Licence) -> PushedLicence:
    return PushedLicence(told.licence_number, told.cert_identifier, told.valid_from, told.valid_until)
