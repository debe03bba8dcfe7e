"""Read the numbers (统计) of a period, told apart by item, body or channel."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import BEIJING, Light, beijing_date
from domain.clock.ports import Calendars, ClockRecords
from domain.clock.record import ClockRecord
from domain.figures.figure import By, Figures, Line, Numbers, Period
from domain.figures.ports import FigureBooks
from domain.kernel.ids import CaseId
from domain.kernel.party import Channel
from domain.kernel.ports import Clock
from domain.usecases.case_clock import clock_view

COUNTED = ("found", "told", "read", "accepted", "done", "refused", "withdrawn")
PAGE = 500
CHANNELS: Mapping[str, str] = {
    Channel.H5: "手机网页",
    Channel.MINI_PROGRAM: "微信小程序",
    Channel.OFFICIAL_ACCOUNT: "微信公众号",
    Channel.APP: "应用",
    Channel.SMS: "短信",
    Channel.COUNTER: "窗口",
    Channel.SYSTEM: "系统",
    Channel.OUTSIDE: "外部系统",
    "": "发现时还不分渠道",
}


@dataclass(frozen=True, slots=True)
class ReadFigures:
    books: FigureBooks
    cases: Cases
    clocks: ClockRecords
    catalogue: Catalogue
    calendars: Calendars
    now: Clock

    async def __call__(self, period: Period, by: By) -> Numbers:
        """Every key with at least one number, the busiest first; reads only our own rows."""
        first, end = bounds(period)
        found: dict[str, Figures] = defaultdict(Figures)
        for name in COUNTED:
            for key, count in (await self.books.counted(name, by, first, end)).items():
                setattr(found[key], name, count)
        await self._add_clocked(found, by, first, end)
        labels = self._labels(by)
        lines = [Line(key, labels.get(key, key), figures) for key, figures in found.items()]
        lines.sort(key=lambda line: (-line.figures.found - line.figures.accepted, line.key))
        total = Figures()
        for line in lines:
            total = total.plus(line.figures)
        return Numbers(period, by, tuple(lines), total)

    async def _add_clocked(self, found: dict[str, Figures], by: By, first: datetime, end: datetime) -> None:
        """Decided, and how many of them in time: by the clock's own rule, as the calendar stands today."""
        calendar, today = self.calendars.current(), beijing_date(self.now())
        after: CaseId | None = None
        while page := await self.books.decided(first, end, after=after, size=PAGE):
            keys, records = await self.books.keys(by, page), await self.clocks.of_cases(page)
            for case_id in page:
                case = await self.cases.by_id(case_id)
                item = self.catalogue.of_case(case)
                view = clock_view(case, item, calendar, today, records.get(case_id, ClockRecord()))
                figures = found[keys.get(case_id, "")]
                figures.decided += 1
                figures.in_time += view is not None and view.light != Light.RED
            after = page[-1]

    def _labels(self, by: By) -> Mapping[str, str]:
        match by:
            case By.ITEM:
                return {item.code: item.name for item in self.catalogue.all()}
            case By.BODY:
                return {body.code: body.name for item in self.catalogue.all() for body in item.issuing_bodies}
        return CHANNELS


def bounds(period: Period) -> tuple[datetime, datetime]:
    """The instants a period begins at and ends before."""
    first = datetime.combine(period.first, time(), BEIJING)
    return first, datetime.combine(period.last + timedelta(days=1), time(), BEIJING)
