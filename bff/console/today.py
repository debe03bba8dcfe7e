"""今日待办: what waits for me this morning, each row with its one next action."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.session import EVERYBODY
from bff.http.boundary import View, reply
from bff.http.refusals import RoleMissing
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import short
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.privacy.access import Purpose, Shown, Sight
from domain.staff.today import Queue, Waiting
from domain.usecases.read_today import QueueView, TodayView, may_read

bp = Blueprint("today", url_prefix="/v1/console")
# what a row opens, and how its id begins
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "push-list": "list",
        "doubt": "dbt",
        "call": "call",
        "case": "case",
        "shipment": "ship",
        "supplement": "sup",
        "promise": "prm",
        "stop": "stop",
        "visit": "vst",
        "recheck": "rck",
        "revocation": "rvk",
        "grievance": "grv",
        "item-version": "itv",
        "matter": "mtr",
        "notice": "ntc",
        "filing": "case",
        "proposal": "prp",
        "request": "req",
        "rating": "rat",
        "result": "rst",
        "waiting": "case",
        "job": "job",
        "back-end": "bke",
    }
)


class Row(View, frozen=True):
    kind: str
    ref: str
    title: str
    detail: str
    since: datetime
    action: str
    due: date | None = None
    light: str | None = None

    @classmethod
    def of(cls, row: Waiting) -> Self:
        return cls(
            row.kind,
            short(PREFIXES[row.kind], row.ref),
            row.title,
            row.detail,
            row.since,
            row.action,
            row.due,
            row.light or None,
        )


class QueueOut(View, frozen=True):
    queue: str
    title: str
    count: int
    rows: list[Row]

    @classmethod
    def of(cls, view: QueueView) -> Self:
        rows = [Row.of(row) for row in view.backlog.rows]
        return cls(str(view.queue), view.title, view.backlog.count, rows)


class Today(View, frozen=True):
    day: date
    queues: list[QueueOut]

    @classmethod
    def of(cls, view: TodayView) -> Self:
        return cls(view.day, [QueueOut.of(one) for one in view.queues])


@bp.get(
    "/today",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=EVERYBODY,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.SUMMARY),
)
async def read_today(request: Ask) -> HTTPResponse:
    """GET /v1/console/today: my queues, the first eight rows of each; all for audit. 200."""
    return reply(Today.of(await office(request).today.read_today(request.ctx.staff)))


@bp.get(
    "/today/<queue:str>",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=EVERYBODY,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.SUMMARY),
)
async def read_queue(request: Ask, queue: str) -> HTTPResponse:
    """GET /v1/console/today/{queue}: a hundred rows. 200."""
    if queue not in set(Queue):
        raise NotFound
    asked = Queue(queue)
    if not may_read(request.ctx.staff.roles, asked):
        raise RoleMissing
    return reply(QueueOut.of(await office(request).today.read_queue(request.ctx.staff, asked)))
