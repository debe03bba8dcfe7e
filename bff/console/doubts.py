"""Doubts (疑点) at the staff's desk: moved or renamed, one name twice, an old row. A named clerk says so."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.paging import id_behind, next_cursor, page_size
from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.findings.doubt import DoubtState
from domain.kernel.ids import DoubtId, short
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.list_doubts import DoubtLine, EntryLine
from domain.usecases.settle_doubt import DoubtSettled

bp = Blueprint("doubts", url_prefix="/v1/console")
PREFIX = "dbt"
READERS = frozenset({Role.BUSINESS, Role.CLERK, Role.CHIEF, Role.AUDIT})
SETTLERS = frozenset({Role.CLERK, Role.CHIEF})


class Settle(Body, frozen=True):
    verdict: Literal["cleared", "moved", "set_aside"]
    reason: Annotated[str, Meta(min_length=2, max_length=200)]


class EntryOut(View, frozen=True):
    register: str
    party_name: str
    number_tail: str
    licence_number_tail: str
    office: str
    valid_until: date | None = None
    updated_on: date | None = None

    @classmethod
    def of(cls, line: EntryLine) -> Self:
        return cls(
            line.register,
            line.party_name,
            line.number_tail,
            line.licence_number_tail,
            line.office,
            line.valid_until,
            line.updated_on,
        )


class DoubtOut(View, frozen=True):
    doubt_id: str
    kind: str
    state: str
    opened_at: datetime
    party_name: str | None = None
    changed: str | None = None
    changed_on: date | None = None
    address_before: str | None = None
    address_after: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    reason: str | None = None
    entries: list[EntryOut] | None = None
    may_correct: bool | None = None

    @classmethod
    def of(cls, line: DoubtLine, *, settles: bool = True) -> Self:
        """`settles`: whether its reader's role does."""
        return cls(
            doubt_id=short(PREFIX, line.doubt_id),
            kind=line.kind,
            state=line.state,
            opened_at=line.opened_at,
            party_name=line.party_name or None,
            changed=line.changed or None,
            changed_on=line.changed_on,
            address_before=line.address_before or None,
            address_after=line.address_after or None,
            settled_by=line.settled_by,
            settled_at=line.settled_at,
            reason=line.reason,
            entries=[EntryOut.of(one) for one in line.entries] or None,
            may_correct=settles and line.may_correct if line.settled_by else None,
        )


class Page(View, frozen=True):
    doubts: list[DoubtOut]
    next_cursor: str | None = None


class SettledOut(View, frozen=True):
    doubt_id: str
    state: str
    settled_at: datetime

    @classmethod
    def of(cls, settled: DoubtSettled) -> Self:
        return cls(short(PREFIX, settled.doubt_id), settled.state, settled.settled_at)


@bp.get(
    "/doubts",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.REMINDER, Shown.REGISTER),
)
async def list_doubts(request: Ask) -> HTTPResponse:
    """GET /v1/console/doubts: at most twenty; by state the open ones, all, or those settled lately. 200."""
    state, staff = request.args.get("state", "open"), request.ctx.staff
    if state not in ("open", "settled", "all"):
        raise malformed("state", "unknown", "只能是 open、settled 或 all")
    before, size = id_behind(request, PREFIX, DoubtId), page_size(request)
    doubts = office(request).notices.list_doubts
    if state == "settled":
        lines, following = await doubts.settled(before=before, size=size, reader=staff)
    else:
        lines, following = await doubts(open_only=state == "open", before=before, size=size, reader=staff)
    settles = not SETTLERS.isdisjoint(staff.roles)
    listed = [DoubtOut.of(line, settles=settles) for line in lines]
    return reply(Page(listed, next_cursor(PREFIX, following)))


@bp.post(
    "/doubts/<doubt:str>/settlement",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SETTLERS,
)
async def settle_doubt(request: Ask, doubt: str) -> HTTPResponse:
    """POST /v1/console/doubts/{doubtId}/settlement: 200; a colleague may correct it, once."""
    doubt_id = id_in(doubt, PREFIX, DoubtId)
    body, staff = decode(request, Settle), request.ctx.staff
    settled = await office(request).notices.settle_doubt(
        staff,
        doubt_id,
        DoubtState(body.verdict),
        reason=body.reason,
        request=request_key(request, short("staff", staff.staff_id)),
    )
    return reply(SettledOut.of(settled))
