"""The call list (电话联络) at the staff's desk: whom to ring, and what came of it; numbers are masked."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date
from uuid import UUID

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.call_views import (
    AppointmentBody,
    CallScreen,
    NotedBody,
    OutcomeBody,
    Page,
    Phones,
    Settled,
)
from bff.console.paging import cursor_of, cursor_unknown, page_size
from bff.http.appointment_views import AppointmentView
from bff.http.boundary import decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import CallId, short
from domain.kernel.party import Level
from domain.kernel.ports import RequestKey
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.account import Role
from domain.usecases.list_calls import After

bp = Blueprint("calls", url_prefix="/v1/console")
PREFIX = "call"
CALLERS = frozenset({Role.CLERK})
READERS = CALLERS | {Role.AUDIT}
ID_BYTES = 16


@bp.get(
    "/calls",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.SUMMARY),
)
async def list_calls(request: Ask) -> HTTPResponse:
    """GET /v1/console/calls: earliest last day first. 200."""
    cursor = cursor_of(request)
    after = None if cursor is None else _after(cursor)
    lines, following = await office(request).calls.list_calls(
        after=after, size=page_size(request), remit=request.ctx.staff.remit
    )
    return reply(Page.of(lines, None if following is None else _cursor(following)))


@bp.post("/calls", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CALLERS)
async def note_call(request: Ask) -> HTTPResponse:
    """POST /v1/console/calls, clerk: 201, in the entry of the matter or of the number."""
    body, staff = decode(request, NotedBody), request.ctx.staff
    noted = await office(request).calls.note_call(staff, body.asked(), _key(request))
    return reply(Settled.of(noted), status=201)


@bp.get(
    "/calls/<call:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CALL, Shown.SUMMARY),
)
async def read_call(request: Ask, call: str) -> HTTPResponse:
    """GET /v1/console/calls/{callId}: with its history. 200."""
    return reply(CallScreen.of(await office(request).calls.read_call(_known(call))))


@bp.get(
    "/calls/<call:str>/phone",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.CALL, Shown.PHONE),
)
async def read_call_phone(request: Ask, call: str) -> HTTPResponse:
    """GET /v1/console/calls/{callId}/phone: in clear, and in the ledger who looked. 200."""
    phones = await office(request).calls.read_call_phone(request.ctx.staff, _known(call))
    return reply(Phones.of(phones))


@bp.post("/calls/<call:str>/outcome", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CALLERS)
async def settle_call(request: Ask, call: str) -> HTTPResponse:
    """POST /v1/console/calls/{callId}/outcome, clerk: 200."""
    call_id, body = _known(call), decode(request, OutcomeBody)
    settled = await office(request).calls.settle_call(
        request.ctx.staff, call_id, body.came_of_it(), _key(request)
    )
    return reply(Settled.of(settled))


@bp.post(
    "/calls/<call:str>/appointment",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CALLERS,
    ctx_purpose=Sight(Purpose.CALL, Shown.APPOINTMENT),
)
async def book_for_call(request: Ask, call: str) -> HTTPResponse:
    """POST /v1/console/calls/{callId}/appointment, clerk: 201, and the entry is closed."""
    call_id, body = _known(call), decode(request, AppointmentBody)
    booked = await office(request).calls.book_for_call(
        request.ctx.staff, call_id, body.booking(), _key(request)
    )
    return reply(AppointmentView.of(booked), status=201)


def _key(request: Ask) -> RequestKey:
    return request_key(request, short("staff", request.ctx.staff.staff_id))


def _known(text: str) -> CallId:
    return id_in(text, PREFIX, CallId)


def _cursor(after: After) -> str:
    day, call = after
    return urlsafe_b64encode(day.toordinal().to_bytes(4) + call.bytes).decode().rstrip("=")


def _after(cursor: str) -> After:
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return date.fromordinal(int.from_bytes(raw[:-ID_BYTES])), UUID(bytes=raw[-ID_BYTES:])
    except (Error, ValueError, OverflowError):
        raise cursor_unknown() from None
