"""What the approval back-end posts to us: each step of a case (办件状态推送), signed with its own secret.

Source: docs/vendors/approval-back-end.md (statuses in Shandong's words), read 2026-11-21.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import msgspec

from adapters.envelope.receiver import EnvelopeGuard
from domain.decisions.outside import BackEndPush, PushedLicence, PushStatus, Remedy
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ids import CaseNumber

STATUSES: Mapping[str, PushStatus] = {
    "已受理": PushStatus.ACCEPTED,
    "补正告知": PushStatus.SUPPLEMENT,
    "不予受理": PushStatus.NOT_ACCEPTED,
    "办结-准予": PushStatus.GRANTED,
    "办结-不予": PushStatus.DENIED,
}


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


class _Push(msgspec.Struct, rename="camel"):
    case_no: str
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


class ApprovalPushes:
    """Implements BackEndPushes."""

    def __init__(self, guard: EnvelopeGuard) -> None:
        self._guard = guard

    async def parse(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> BackEndPush:
        await self._guard.admit(method, path, headers, body)
        try:
            told = msgspec.json.decode(body, type=_Push)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise SignatureWrong("push-malformed") from None
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
        )


def _licence(told: _Licence) -> PushedLicence:
    return PushedLicence(told.licence_number, told.cert_identifier, told.valid_from, told.valid_until)
