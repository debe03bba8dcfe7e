"""One's own preferences (偏好设置), and what we really sent (我们发给您的消息)."""

from datetime import datetime, time
from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.access_views import cursor_of, place_behind, size_of
from bff.http.boundary import Body, View, decode, reply
from bff.http.request import Ask, Audience, office
from domain.invitations.preference import HOURS, Language, WayLine, Wishes
from domain.invitations.quiet import QuietHours
from domain.invitations.ways import NAMES
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.privacy.access import Place
from domain.usecases.list_messages import MessageLine
from domain.usecases.read_preferences import PreferencesView

bp = Blueprint("citizen_preferences", url_prefix="/v1/citizen")
CALLED = {channel: name for name, channel in NAMES.items()}
Hour = Annotated[str, Meta(min_length=5, max_length=5, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
Way = Literal["mini-program", "official-account", "app", "sms"]


class Hours(View, frozen=True):
    starts: str
    ends: str

    @classmethod
    def of(cls, hours: QuietHours | None) -> Self | None:
        return None if hours is None else cls(f"{hours.starts:%H:%M}", f"{hours.ends:%H:%M}")


class WayOut(View, frozen=True):
    way: str
    label: str
    is_on: bool
    is_ready: bool
    may_turn_off: bool
    why: str

    @classmethod
    def of(cls, line: WayLine) -> Self:
        return cls(CALLED[line.channel], line.label, line.is_on, line.is_ready, line.may_turn_off, line.why)


class PreferencesOut(View, frozen=True):
    version: int
    ways: tuple[WayOut, ...]
    muted: tuple[str, ...]
    least_open_hours: int
    quiet_hours: Hours | None = None
    city_quiet_hours: Hours | None = None
    language: str | None = None
    changed_at: datetime | None = None

    @classmethod
    def of(cls, view: PreferencesView) -> Self:
        preference, wishes = view.preference, view.preference.wishes
        return cls(
            preference.version,
            tuple(WayOut.of(line) for line in view.ways),
            tuple(sorted(CALLED[channel] for channel in wishes.muted)),
            HOURS,
            Hours.of(wishes.quiet),
            Hours.of(view.city),
            None if wishes.language is None else str(wishes.language),
            preference.changed_at,
        )


class HoursBody(Body, frozen=True):
    starts: Hour
    ends: Hour


class PreferencesBody(Body, frozen=True):
    version: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    muted: Annotated[tuple[Way, ...], Meta(max_length=4)]
    quiet_hours: HoursBody | None = None
    language: Literal["zh", "en"] | None = None

    def wishes(self) -> Wishes:
        hours = self.quiet_hours
        return Wishes(
            frozenset(NAMES[way] for way in self.muted),
            None
            if hours is None
            else QuietHours(time.fromisoformat(hours.starts), time.fromisoformat(hours.ends)),
            None if self.language is None else Language(self.language),
        )


@bp.get("/preferences", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_preferences(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/preferences, person, phone: 200. Their own, for whomever they act."""
    view = await office(request).preferences.read_preferences(request.ctx.acting)
    return reply(PreferencesOut.of(view))


@bp.put("/preferences", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def change_preferences(request: Ask) -> HTTPResponse:
    """PUT /v1/citizen/preferences, person, phone: 200; 409 when they were changed elsewhere."""
    body = decode(request, PreferencesBody)
    change = office(request).preferences.change_preferences
    return reply(PreferencesOut.of(await change(request.ctx.acting, body.wishes(), seen=body.version)))


class MessageOut(View, frozen=True):
    message_id: str
    at: datetime
    way: str
    way_text: str
    state: str
    state_text: str
    matter_id: str
    party_id: str
    party_name: str
    to: str | None = None
    wording: str | None = None

    @classmethod
    def of(cls, line: MessageLine) -> Self:
        return cls(
            short("ntc", line.notice),
            line.at,
            CALLED[line.way],
            line.way_words,
            str(line.state),
            line.state_words,
            short("mtr", line.matter),
            short("pty", line.party),
            line.party_name,
            line.to or None,
            line.wording or None,
        )


class Messages(View, frozen=True):
    messages: tuple[MessageOut, ...]
    next_cursor: str | None = None
    partial: bool = False


@bp.get("/messages", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_messages(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/messages, person, phone: newest first. 200."""
    view = await office(request).preferences.list_messages(
        request.ctx.acting, before=place_behind(request), size=size_of(request)
    )
    end = cursor_of(None if view.after is None else Place(*view.after))
    return reply(Messages(tuple(MessageOut.of(line) for line in view.lines), end, view.is_partial))
