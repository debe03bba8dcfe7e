"""Where a person is signed in (登录的设备), how it ends, and what they were warned of (安全提醒)."""

from datetime import datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.citizen.session import refresh_cookie
from bff.http.boundary import View, reply
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import SessionId, short
from domain.kernel.party import Channel, Level
from domain.usecases.list_alerts import AlertLine
from domain.usecases.list_sessions import SessionLine

bp = Blueprint("citizen_sessions", url_prefix="/v1/citizen")
GONE = {"Cache-Control": "no-store"}


class SessionLineView(View, frozen=True):
    session_id: str
    front: str
    device: str
    method: str
    started_at: datetime
    used_at: datetime
    this_one: bool = False
    app_bound: bool = False

    @classmethod
    def of(cls, line: SessionLine) -> Self:
        session = short("ses", line.session_id)
        return cls(
            session,
            line.front,
            line.device,
            line.method,
            line.started_at,
            line.used_at,
            line.is_this,
            line.is_app_bound,
        )


class SessionsView(View, frozen=True):
    sessions: tuple[SessionLineView, ...]


@bp.get("/sessions", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_sessions(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/sessions, person, phone: 200. Their own, for whomever they act."""
    lines = await office(request).sessions.list_sessions(request.ctx.acting)
    return reply(SessionsView(tuple(SessionLineView.of(line) for line in lines)))


@bp.delete("/sessions", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def sign_out_everywhere(request: Ask) -> HTTPResponse:
    """DELETE /v1/citizen/sessions, person, phone: 204, on every device, this one too."""
    acting = request.ctx.acting
    await office(request).sessions.end_sessions.all(acting)
    if acting.channel is not Channel.H5:
        return empty(headers=GONE)
    forgotten = {"Set-Cookie": refresh_cookie("", 0), "Clear-Site-Data": '"cache", "storage"'}
    return empty(headers={**GONE, **forgotten})


@bp.delete("/sessions/<session_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def end_session(request: Ask, session_id: str) -> HTTPResponse:
    """DELETE /v1/citizen/sessions/{sessionId}, person, phone: 204; refused from the next request on."""
    session = id_in(session_id, "ses", SessionId)
    await office(request).sessions.end_sessions.one(request.ctx.acting, session)
    return empty(headers=GONE)


class AlertView(View, frozen=True):
    alert_id: str
    kind: str
    title: str
    advice: str
    made_at: datetime
    unread: bool = False

    @classmethod
    def of(cls, line: AlertLine) -> Self:
        alert = short("alr", line.alert_id)
        return cls(alert, line.kind, line.title, line.advice, line.made_at, not line.is_read)


class AlertsView(View, frozen=True):
    alerts: tuple[AlertView, ...]


@bp.get("/alerts", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_alerts(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/alerts, person, phone: 200. Their own, the newest first."""
    lines = await office(request).sessions.list_alerts(request.ctx.acting)
    return reply(AlertsView(tuple(AlertView.of(line) for line in lines)))


@bp.put("/alerts/read", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def mark_alerts_read(request: Ask) -> HTTPResponse:
    """PUT /v1/citizen/alerts/read, person, phone: 204; none of them counts on the first screen any more."""
    await office(request).sessions.list_alerts.mark_read(request.ctx.acting)
    return empty(headers=GONE)
