"""审管衔接 at the staff's desk: each day's figures on both sides, and sending again what is missing."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.staff.account import Role
from domain.supervision.outside import GapAsked
from domain.supervision.result import ReconciledDay

bp = Blueprint("supervision", url_prefix="/v1/console/supervision")
READERS = frozenset({Role.BUSINESS, Role.AUDIT})
SENDERS = frozenset({Role.BUSINESS})
LISTED = 200  # numbers of one day; whoever misses more sends the whole range again

Number = Annotated[int, Meta(ge=1, le=2_000_000_000)]


class Replay(Body, frozen=True):
    body: Annotated[str, Meta(pattern=r"\A[0-9A-Z]{18}\Z")]
    first: Number
    last: Number


class DayOut(View, frozen=True, omit_defaults=False):
    body: str
    day: date
    agrees: bool
    ours: int
    receipted: int
    refused: int
    theirs: int
    missing: list[int]
    surplus: list[int]
    asked_at: datetime

    @classmethod
    def of(cls, day: ReconciledDay) -> Self:
        return cls(
            day.body,
            day.day,
            day.agrees,
            day.ours,
            day.receipted,
            day.refused,
            day.theirs,
            list(day.missing[:LISTED]),
            list(day.surplus[:LISTED]),
            day.asked_at,
        )


class DaysOut(View, frozen=True, omit_defaults=False):
    days: list[DayOut]


class ReplayedOut(View, frozen=True, omit_defaults=False):
    count: int


@bp.get("/days", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def list_supervision_days(request: Ask) -> HTTPResponse:
    """GET /v1/console/supervision/days: newest first, at most a hundred. 200."""
    days = await office(request).supervision.list_reconciled_days()
    return reply(DaysOut([DayOut.of(day) for day in days]))


@bp.post("/replay", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=SENDERS)
async def replay_results(request: Ask) -> HTTPResponse:
    """POST /v1/console/supervision/replay: 200, how many are on their way again."""
    body, staff = decode(request, Replay), request.ctx.staff
    replayed = await office(request).supervision.replay_results(
        GapAsked(body.body, body.first, body.last),
        staff,
        request_key(request, short("staff", staff.staff_id)),
    )
    return reply(ReplayedOut(replayed.count))
