"""The call list (电话联络) at the staff's desk: numbers stand in clear, for the call."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date, datetime
from typing import Self
from uuid import UUID

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.paging import cursor_of, cursor_unknown, page_size
from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.staff.account import Role
from domain.usecases.list_calls import After, CallEntry

bp = Blueprint("calls", url_prefix="/v1/console")
CALLERS = frozenset({Role.CLERK})
ID_BYTES = 16


class Call(View, frozen=True):
    reason: str
    since: datetime
    matter_id: str
    party_name: str
    item_names: list[str]
    last_day: date
    phone: str | None = None

    @classmethod
    def of(cls, entry: CallEntry) -> Self:
        return cls(
            reason=entry.reason,
            since=entry.since,
            matter_id=short("mtr", entry.matter),
            party_name=entry.party_name,
            item_names=list(entry.item_names),
            last_day=entry.last_day,
            phone=entry.phone.reveal() if entry.phone else None,
        )


class Page(View, frozen=True):
    calls: list[Call]
    next_cursor: str | None = None


@bp.get("/calls", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CALLERS)
async def list_calls(request: Ask) -> HTTPResponse:
    """GET /v1/console/calls: earliest last day first. 200."""
    cursor = cursor_of(request)
    after = None if cursor is None else _after(cursor)
    entries, following = await office(request).notices.list_calls(after=after, size=page_size(request))
    next_cursor = None if following is None else _cursor(following)
    return reply(Page([Call.of(entry) for entry in entries], next_cursor))


def _cursor(after: After) -> str:
    day, call = after
    return urlsafe_b64encode(day.toordinal().to_bytes(4) + call.bytes).decode().rstrip("=")


def _after(cursor: str) -> After:
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return date.fromordinal(int.from_bytes(raw[:-ID_BYTES])), UUID(bytes=raw[-ID_BYTES:])
    except (Error, ValueError, OverflowError):
        raise cursor_unknown() from None
