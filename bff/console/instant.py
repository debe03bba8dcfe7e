"""Queue 4 at the desk (秒批): what the rules left to people, shadows, figures, rechecks."""

from datetime import datetime
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.instant_views import InstantOut
from bff.http.request import Ask, Audience, office
from domain.decisions.recheck import RecheckState
from domain.kernel.ids import CaseId, RecheckId, short
from domain.kernel.party import Level
from domain.kernel.personal import Free
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.list_shadows import DifferingView, ShadowView
from domain.usecases.read_instant_figures import FigureView
from domain.usecases.show_instant import InstantCase, ReviewView
from domain.usecases.show_recheck import RecheckView

bp = Blueprint("instant", url_prefix="/v1/console")
PREFIX = "rck"
WORKERS = frozenset({Role.CLERK, Role.CHIEF})
READERS = WORKERS | {Role.AUDIT}
COUNTERS = READERS | {Role.BUSINESS}
Reason = Annotated[str, Meta(min_length=2, max_length=200)]


class ReviewBody(Body, frozen=True):
    note: Reason
    asks: Reason | None = None


class VerdictBody(Body, frozen=True):
    verdict: Literal["right", "wrong"]
    reason: Reason


class ReviewOut(View, frozen=True):
    note: str
    by: str
    at: datetime
    asks: str | None = None

    @classmethod
    def of(cls, review: ReviewView) -> Self:
        return cls(review.note, review.by, review.at, review.asks or None)


class InstantCaseOut(View, frozen=True):
    case_id: str
    item_name: str
    party_name: str
    state: str
    state_text: str
    instant: InstantOut
    made_at: datetime
    number: str | None = None
    reason: str | None = None
    review: ReviewOut | None = None
    revocation_id: str | None = None

    @classmethod
    def of(cls, found: InstantCase) -> Self:
        return cls(
            short("case", found.case_id),
            found.item_name,
            found.party_name,
            found.state,
            found.state_text,
            InstantOut.of(found.instant),
            found.made_at,
            found.number or None,
            found.reason or None,
            ReviewOut.of(found.review) if found.review else None,
            short("rvk", found.revocation_id) if found.revocation_id else None,
        )


class DifferingOut(View, frozen=True):
    case_id: str
    shadow: str
    live: str
    unmet: tuple[str, ...]
    number: str | None = None
    decision: str | None = None

    @classmethod
    def of(cls, one: DifferingView) -> Self:
        case = short("case", one.case_id)
        return cls(case, one.shadow, one.live, one.unmet, one.number or None, one.decision or None)


class ShadowOut(View, frozen=True):
    item_code: str
    item_name: str
    version: int
    weighed: int
    would_grant: int
    agrees_with_live: int
    decided: int
    agrees_with_decision: int
    differing: tuple[DifferingOut, ...]

    @classmethod
    def of(cls, found: ShadowView) -> Self:
        count = found.count
        return cls(
            count.item,
            found.item_name,
            count.version,
            count.weighed,
            count.would_grant,
            count.agrees_with_live,
            count.decided,
            count.agrees_with_decision,
            tuple(DifferingOut.of(one) for one in found.differing),
        )


class ShadowsOut(View, frozen=True):
    shadows: tuple[ShadowOut, ...]


class FigureOut(View, frozen=True):
    item_code: str
    item_name: str
    month: str
    area_code: str
    body_name: str
    weighed: int
    proposed: int
    adopted: int

    @classmethod
    def of(cls, found: FigureView) -> Self:
        one = found.figure
        return cls(
            one.item,
            found.item_name,
            one.month,
            found.area_code,
            found.body_name,
            one.weighed,
            one.proposed,
            one.adopted,
        )


class FiguresOut(View, frozen=True):
    figures: tuple[FigureOut, ...]


class RecheckOut(View, frozen=True):
    recheck_id: str
    state: str
    state_text: str
    drawn_at: datetime
    case: InstantCaseOut
    judged_by: str | None = None
    judged_at: datetime | None = None
    reason: str | None = None
    asked_at: datetime | None = None
    asked: str | None = None

    @classmethod
    def of(cls, found: RecheckView) -> Self:
        return cls(
            short(PREFIX, found.recheck_id),
            found.state,
            found.state_text,
            found.drawn_at,
            InstantCaseOut.of(found.case),
            found.judged_by or None,
            found.judged_at,
            found.reason or None,
            found.asked_at,
            found.asked or None,
        )


@bp.get(
    "/instant/cases/<case:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CHECKING, Shown.CASE),
)
async def read_instant_case(request: Ask, case: str) -> HTTPResponse:
    """GET /v1/console/instant/cases/{caseId}, clerk, chief, audit: 200."""
    found = await office(request).instant.show_instant(id_in(case, "case", CaseId))
    return reply(InstantCaseOut.of(found))


@bp.post(
    "/instant/cases/<case:str>/review",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.CHECKING, Shown.CASE),
)
async def review_instant_case(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/console/instant/cases/{caseId}/review, clerk, chief: 200."""
    staff, found = request.ctx.staff, id_in(case, "case", CaseId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, ReviewBody)
    note, asks = Free(body.note), Free(body.asks or "")
    reviewed = await office(request).instant.review_instant(staff, found, note=note, asks=asks, request=key)
    return reply(InstantCaseOut.of(reviewed))


@bp.get("/instant/shadows", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=COUNTERS)
async def list_shadows(request: Ask) -> HTTPResponse:
    """GET /v1/console/instant/shadows, clerk, chief, business, audit: 200."""
    found = await office(request).instant.list_shadows(request.ctx.staff.remit)
    return reply(ShadowsOut(tuple(ShadowOut.of(one) for one in found)))


@bp.get("/instant/figures", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=COUNTERS)
async def read_instant_figures(request: Ask) -> HTTPResponse:
    """GET /v1/console/instant/figures, clerk, chief, business, audit: 200."""
    found = await office(request).instant.read_figures()
    return reply(FiguresOut(tuple(FigureOut.of(one) for one in found)))


@bp.get(
    "/instant/rechecks/<recheck:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CHECKING, Shown.CASE),
)
async def read_recheck(request: Ask, recheck: str) -> HTTPResponse:
    """GET /v1/console/instant/rechecks/{recheckId}, clerk, chief, audit: 200."""
    found = await office(request).instant.show_recheck(id_in(recheck, PREFIX, RecheckId))
    return reply(RecheckOut.of(found))


@bp.post(
    "/instant/rechecks/<recheck:str>/verdict",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.CHECKING, Shown.CASE),
)
async def judge_recheck(request: Ask, recheck: str) -> HTTPResponse:
    """POST /v1/console/instant/rechecks/{recheckId}/verdict, clerk, chief: 200."""
    staff, found = request.ctx.staff, id_in(recheck, PREFIX, RecheckId)
    key = request_key(request, short("staff", staff.staff_id))
    body = decode(request, VerdictBody)
    judged = await office(request).instant.judge_recheck(
        staff, found, RecheckState(body.verdict), Free(body.reason), key
    )
    return reply(RecheckOut.of(judged))
