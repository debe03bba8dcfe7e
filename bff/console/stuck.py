"""What is stuck (卡住的事) at the business administrator's desk: what was tried, a safe retry."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Self
from uuid import UUID

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply, request_key
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short, unshort
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.staff.stuck import StuckKind, Tried
from domain.usecases.describe_subject import SubjectView
from domain.usecases.read_stuck import StuckView
from domain.usecases.retry_stuck import StuckRetried

bp = Blueprint("stuck", url_prefix="/v1/console")
MENDERS = frozenset({Role.BUSINESS})
READERS = MENDERS | {Role.AUDIT}
KINDS: Mapping[str, StuckKind] = MappingProxyType(
    {
        "job": StuckKind.JOB,
        "bke": StuckKind.BACK_END,
        "ntc": StuckKind.NOTICE,
        "case": StuckKind.FILING,
        "prp": StuckKind.PROPOSAL,
        "ship": StuckKind.SHIPMENT,
        "req": StuckKind.REQUEST,
        "rvk": StuckKind.REVOCATION,
        "sup": StuckKind.SUPPLEMENT,
        "prm": StuckKind.PROMISE,
        "rat": StuckKind.RATING,
        "rst": StuckKind.RESULT,
    }
)
PREFIX = {kind: prefix for prefix, kind in KINDS.items()}


class TriedOut(View, frozen=True):
    at: datetime
    what: str
    by: str | None = None

    @classmethod
    def of(cls, tried: Tried) -> Self:
        return cls(tried.at, tried.what, tried.by or None)


class AboutOut(View, frozen=True):
    party_name: str
    case_id: str | None = None
    number: str | None = None
    item_name: str | None = None

    @classmethod
    def of(cls, about: SubjectView) -> Self:
        case_id = short("case", about.case_id) if about.case_id else None
        return cls(about.party_name, case_id, about.number or None, about.item_name or None)


class StuckOut(View, frozen=True):
    ref: str
    kind: str
    title: str
    since: datetime
    attempts: int
    state: str
    can_retry: bool
    note: str
    tried: list[TriedOut]
    task: str | None = None
    reason: str | None = None
    about: AboutOut | None = None

    @classmethod
    def of(cls, view: StuckView) -> Self:
        return cls(
            ref=short(PREFIX[StuckKind(view.kind)], view.ref),
            kind=view.kind,
            title=view.title,
            since=view.since,
            attempts=view.attempts,
            state=view.state,
            can_retry=view.can_retry,
            note=view.note,
            tried=[TriedOut.of(one) for one in view.tried[-100:]],
            task=view.task or None,
            reason=view.reason or None,
            about=AboutOut.of(view.about) if view.about else None,
        )


class RetriedOut(View, frozen=True):
    ref: str
    jobs: int

    @classmethod
    def of(cls, retried: StuckRetried) -> Self:
        return cls(short(PREFIX[StuckKind(retried.kind)], retried.ref), retried.jobs)


@bp.get(
    "/stuck/<stuck:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.REPAIR, Shown.SUMMARY),
)
async def read_stuck(request: Ask, stuck: str) -> HTTPResponse:
    """GET /v1/console/stuck/{stuckId}, business and audit: what was tried. 200."""
    kind, ref = _known(stuck)
    return reply(StuckOut.of(await office(request).today.read_stuck(kind, ref)))


@bp.post("/stuck/<stuck:str>/retry", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=MENDERS)
async def retry_stuck(request: Ask, stuck: str) -> HTTPResponse:
    """POST /v1/console/stuck/{stuckId}/retry, business: on the list again. 200."""
    kind, ref = _known(stuck)
    staff = request.ctx.staff
    key = request_key(request, short("staff", staff.staff_id))
    return reply(RetriedOut.of(await office(request).today.retry_stuck(staff, kind, ref, key)))


def _known(text: str) -> tuple[StuckKind, UUID]:
    prefix = text.partition("_")[0]
    found = unshort(prefix, text)
    if found is None or prefix not in KINDS:
        raise NotFound
    return KINDS[prefix], found
