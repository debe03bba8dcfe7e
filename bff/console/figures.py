"""The numbers (统计) at the staff's desk, and taking them away as CSV or XLSX."""

from datetime import date, timedelta
from typing import Self
from urllib.parse import quote

from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.clock.clock import beijing_date
from domain.figures.figure import LABELS, NAMES, By, Figures, Line, Numbers, Period
from domain.kernel.party import Level
from domain.staff.account import Role

bp = Blueprint("figures", url_prefix="/v1/console")
READERS = frozenset({Role.BUSINESS, Role.CHIEF, Role.AUDIT})
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class FiguresOut(View, frozen=True, omit_defaults=False):
    found: int
    told: int
    read: int
    accepted: int
    done: int
    refused: int
    withdrawn: int
    decided: int
    in_time: int

    @classmethod
    def of(cls, figures: Figures) -> Self:
        return cls(*(getattr(figures, name) for name in NAMES))


class LineOut(View, frozen=True):
    key: str
    label: str
    figures: FiguresOut

    @classmethod
    def of(cls, line: Line) -> Self:
        return cls(line.key, line.label, FiguresOut.of(line.figures))


class Meaning(View, frozen=True):
    name: str
    label: str
    meaning: str


class NumbersOut(View, frozen=True):
    first: date
    last: date
    by: str
    meanings: list[Meaning]
    lines: list[LineOut]
    total: FiguresOut

    @classmethod
    def of(cls, numbers: Numbers) -> Self:
        return cls(
            numbers.period.first,
            numbers.period.last,
            str(numbers.by),
            [Meaning(_camel(name), LABELS[name], numbers.meanings[name]) for name in NAMES],
            [LineOut.of(line) for line in numbers.lines],
            FiguresOut.of(numbers.total),
        )


@bp.get("/figures", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def read_figures(request: Ask) -> HTTPResponse:
    """GET /v1/console/figures: of the days `first` to `last`, by item, body or channel. 200."""
    by = request.args.get("by", str(By.ITEM))
    if by not in set(By):
        raise malformed("by", "unknown", "只能是 item、body 或 channel")
    numbers = await office(request).figures.read_figures(_period(request), By(by))
    return reply(NumbersOut.of(numbers))


@bp.get("/exports/<file:str>", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=READERS)
async def export_table(request: Ask, file: str) -> HTTPResponse:
    """GET /v1/console/exports/{file}: `figures.csv`, `cases.xlsx` … of a period. 200, as a file."""
    table, _, form = file.rpartition(".")
    staff = request.ctx.staff
    period = _period(request)
    exported = await office(request).figures.export_table(staff, table, form, period)
    plain = f"{table}_{period.first}_{period.last}.{form}"  # for who does not read the other, RFC 6266
    called = quote(f"{exported.name}_{period.first}至{period.last}.{form}", safe="")
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{called}",
    }
    return raw(exported.content, headers=headers, content_type=TYPES[form])


def _period(request: Ask) -> Period:
    """`first` and `last`; without them this month so far. Raises MalformedBody, PeriodInvalid."""
    today = beijing_date(office(request).figures.read_figures.now())
    last = _day(request, "last", today)
    return Period(_day(request, "first", last - timedelta(days=last.day - 1)), last)


def _day(request: Ask, name: str, usual: date) -> date:
    text = request.args.get(name)
    if text is None:
        return usual
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # a week or a bare number is ISO 8601 as well
        raise malformed(name, "not-a-date", "日期请写成 2026-11-22 这样")
    return day


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)
