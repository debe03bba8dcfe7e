"""Queue 5 at the desk: supplements and clocks (补正与时限), and one case's clock with what may be done."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.clock_views import CaseClock, Clocks, Counted, Row
from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.clock.clock import Light, SuspensionReason
from domain.clock.record import ExtensionState
from domain.kernel.ids import CaseId, short
from domain.kernel.party import Level
from domain.kernel.ports import RequestKey
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.change_clock import ClockDocument

bp = Blueprint("clocks", url_prefix="/v1/console")
READERS = frozenset({Role.CLERK, Role.CHIEF, Role.AUDIT})
WORKERS = frozenset({Role.CLERK, Role.CHIEF})
SIGNERS = frozenset({Role.CHIEF})
Number = Annotated[str, Meta(min_length=2, max_length=100)]
Words = Annotated[str, Meta(min_length=2, max_length=200)]
VERDICTS = {"sign": ExtensionState.SIGNED, "send_back": ExtensionState.SENT_BACK}


class StopBody(Body, frozen=True):
    reason: SuspensionReason
    document_number: Number
    since: date


class ResumeBody(Body, frozen=True):
    until: date


class ExtensionBody(Body, frozen=True):
    days: Annotated[int, Meta(ge=1, le=366)]
    document_number: Number
    reason: Words


class VerdictBody(Body, frozen=True):
    verdict: Literal["sign", "send_back"]
    note: Words | None = None


@bp.get(
    "/clocks",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.SUMMARY),
)
async def list_clocks(request: Ask) -> HTTPResponse:
    """GET /v1/console/clocks: most urgent first, `light` for one light only. 200."""
    text = request.args.get("light")
    if text is not None and text not in set(Light):
        raise malformed("light", "unknown", "只能是 green、yellow 或 red")
    desk = office(request).clocks
    count, lines = await desk.list_clocks(Light(text) if text else None, request.ctx.staff.remit)
    calendar = desk.list_clocks.calendars.current()
    counted = Counted(calendar.notice, calendar.published_through)
    return reply(Clocks(count, [Row.of(line, request.ctx.staff) for line in lines], counted))


@bp.get(
    "/cases/<case:str>/clock",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.SUMMARY),
)
async def read_clock(request: Ask, case: str) -> HTTPResponse:
    """GET /v1/console/cases/{caseId}/clock: counted anew. 200."""
    return reply(
        CaseClock.of(await office(request).clocks.read_clock(request.ctx.staff, id_in(case, "case", CaseId)))
    )


@bp.post(
    "/cases/<case:str>/clock/stop",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.SUMMARY),
)
async def stop_clock(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/console/cases/{caseId}/clock/stop: a reason of the law and a document. 200."""
    body = decode(request, StopBody)
    view = await office(request).clocks.change_clock.stop(
        request.ctx.staff,
        id_in(case, "case", CaseId),
        body.reason,
        body.document_number,
        since=body.since,
        request=_key(request),
    )
    return reply(CaseClock.of(view))


@bp.post(
    "/cases/<case:str>/clock/resume",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.SUMMARY),
)
async def resume_clock(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/console/cases/{caseId}/clock/resume: from the day after `until`. 200."""
    body = decode(request, ResumeBody)
    view = await office(request).clocks.change_clock.resume(
        request.ctx.staff, id_in(case, "case", CaseId), until=body.until, request=_key(request)
    )
    return reply(CaseClock.of(view))


@bp.post(
    "/cases/<case:str>/clock/extension",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=WORKERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.SUMMARY),
)
async def prepare_extension(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/console/cases/{caseId}/clock/extension: to be signed by a chief. 200."""
    body = decode(request, ExtensionBody)
    view = await office(request).clocks.change_clock.prepare_extension(
        request.ctx.staff,
        id_in(case, "case", CaseId),
        body.days,
        ClockDocument(body.document_number, body.reason),
        _key(request),
    )
    return reply(CaseClock.of(view))


@bp.post(
    "/cases/<case:str>/clock/extension/signature",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=SIGNERS,
    ctx_purpose=Sight(Purpose.CASE, Shown.SUMMARY),
)
async def sign_extension(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/console/cases/{caseId}/clock/extension/signature: not by who prepared it. 200."""
    body = decode(request, VerdictBody)
    view = await office(request).clocks.change_clock.sign_extension(
        request.ctx.staff,
        id_in(case, "case", CaseId),
        VERDICTS[body.verdict],
        note=body.note or "",
        request=_key(request),
    )
    return reply(CaseClock.of(view))


def _key(request: Ask) -> RequestKey:
    return request_key(request, short("staff", request.ctx.staff.staff_id))
