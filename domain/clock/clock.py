"""The clock (时限) of a case: when it must be decided, from its dated events and the calendar alone.

Nothing computed is kept, so a calendar republished with other days gives the right answer on the next look.
Rules and their articles: docs/adr/0010-legal-clock.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from itertools import groupby, islice

from domain.clock.calendar import Limit, Unit, WorkingCalendar, same_day_of_month
from domain.kernel.refusal import Refusal

BEIJING = timezone(timedelta(hours=8))
_DAY = timedelta(days=1)


def beijing_date(instant: datetime) -> date:
    """The legal date of an aware instant. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant without its time zone has no date")
    return instant.astimezone(BEIJING).date()


class SuspensionUnfounded(Refusal):
    """A clock stops only for a reason the law names and with the document that tells the applicant."""

    code, title = "suspension-unfounded", "暂停计时须有法定事由和书面告知文书号"
    advice = "请选择法定事由，并填写书面告知的文书号"


class ExtensionUnfounded(Refusal):
    """An extension needs its approver, its document and a length the item allows, and is granted once."""

    code, title = "extension-unfounded", "延长时限须经负责人批准并书面告知，且只能延长一次"
    advice = "请核对延长的天数和文书号"


class ClockStepNotAllowed(Refusal):
    """Stopped twice, resumed while running, or dated before what it follows."""

    code, title = "clock-step-not-allowed", "当前计时状态不能进行此操作"
    advice = "请刷新页面查看这件的计时情况"


class SuspensionReason(StrEnum):
    """The times that do not count (行政许可法 45)."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert-review"

    @property
    def label(self) -> str:
        """The law's own word for it."""
        return _LABELS[self]


_LABELS = {
    SuspensionReason.HEARING: "听证",
    SuspensionReason.TENDER: "招标",
    SuspensionReason.AUCTION: "拍卖",
    SuspensionReason.INSPECTION: "检验",
    SuspensionReason.TESTING: "检测",
    SuspensionReason.QUARANTINE: "检疫",
    SuspensionReason.APPRAISAL: "鉴定",
    SuspensionReason.EXPERT_REVIEW: "专家评审",
}


class Light(StrEnum):
    """What the supervision screen shows for a case."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


TEN_WORKING_DAYS = Limit(10, Unit.WORKING)


@dataclass(frozen=True, slots=True)
class Limits:
    """An item's two limits, and how long an extension may be (行政许可法 42: ten working days)."""

    promised: Limit
    statutory: Limit
    longest_extension: Limit = TEN_WORKING_DAYS
    yellow_within: int = 1  # working days left, the last day included
    first_suspended_day_counts: bool = True  # not standardised: the item says


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stretch that does not count; `until` is the day the result came in, which no longer counts either."""

    reason: SuspensionReason
    document_number: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """Days, the first and last included, on which a system of the office's was away from morning to night."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, granted by a named person and told to the applicant in writing."""

    by: Limit
    approver: str
    document_number: str
    on: date


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, or None and why there is none yet."""

    day: date | None
    text: str


@dataclass(frozen=True, slots=True)
class LegalClock:
    """One case's clock from 受理 on; the day of acceptance is not counted."""

    accepted_on: date
    limits: Limits
    suspensions: tuple[Suspension, ...] = ()
    extension: Extension | None = None
    outages: tuple[Outage, ...] = ()  # what was promised leaves them out, the law does not

    @property
    def suspended(self) -> Suspension | None:
        """The suspension still open, if any."""
        return self.suspensions[-1] if self.suspensions and self.suspensions[-1].until is None else None

    def suspend(self, since: date, reason: SuspensionReason | None, document_number: str) -> "LegalClock":
        """Stopped from `since`. Raises SuspensionUnfounded, ClockStepNotAllowed."""
        if reason is None or not document_number.strip():
            raise SuspensionUnfounded
        ended = self.suspensions[-1].until if self.suspensions else self.accepted_on
        if ended is None or since < ended:
            raise ClockStepNotAllowed
        opened = Suspension(reason, document_number.strip(), since)
        return replace(self, suspensions=(*self.suspensions, opened))

    def resume(self, on: date) -> "LegalClock":
        """Running again from the day after `on`. Raises ClockStepNotAllowed."""
        opened = self.suspended
        if opened is None or on < opened.since:
            raise ClockStepNotAllowed
        return replace(self, suspensions=(*self.suspensions[:-1], replace(opened, until=on)))

    def extend(self, by: Limit, approver: str, document_number: str, on: date) -> "LegalClock":
        """With `by` more time. Raises ExtensionUnfounded, ClockStepNotAllowed."""
        longest = self.limits.longest_extension
        founded = approver.strip() and document_number.strip() and 0 < by.n <= longest.n
        if not founded or by.unit is not longest.unit or self.extension is not None:
            raise ExtensionUnfounded
        if on < self.accepted_on:
            raise ClockStepNotAllowed
        return replace(self, extension=Extension(by, approver.strip(), document_number.strip(), on))

    def due(self, calendar: WorkingCalendar) -> Due:
        """The last day of what the office promised, which is never later than the law's."""
        opened = self.suspended
        if opened is not None:
            return Due(None, f"因{opened.reason.label}暂停计时，恢复后继续计算")
        # the one not known lies past the published year, so after the other
        both = (self.promised_due(calendar), self.statutory_due(calendar))
        known = [day for day in both if day is not None]
        if not known:
            return Due(None, "待节假日安排公布")
        day = min(known)
        return Due(day, f"{day.year}年{day.month}月{day.day}日（含当日）前办结")

    def promised_due(self, calendar: WorkingCalendar) -> date | None:
        """The last day of what was promised; None while suspended or where the calendar ends."""
        return None if self.suspended else self._last_day(self.limits.promised, calendar, self.outages)

    def statutory_due(self, calendar: WorkingCalendar) -> date | None:
        """The law's last day; None while suspended or where the calendar ends."""
        return None if self.suspended else self._last_day(self.limits.statutory, calendar)

    def light(self, today: date, calendar: WorkingCalendar) -> Light:
        """Red past the last day, yellow on the last ones; a day not known yet blames nobody.

        For a decided case `today` is the day of its decision.
        """
        day = self.due(calendar).day
        if day is None:
            return Light.GREEN
        if today > day:
            return Light.RED
        left = calendar.working_days_between(today - _DAY, day)
        return Light.YELLOW if left is not None and left <= self.limits.yellow_within else Light.GREEN

    def used(self, on: date, calendar: WorkingCalendar) -> int | None:
        """Working days from the one after acceptance until `on`, those left out on which it stood; None where
        the calendar ends before."""
        if not calendar.covers(on):
            return None
        days = (self.accepted_on + _DAY * n for n in range(1, (on - self.accepted_on).days + 1))
        return sum(1 for day in days if calendar.is_working(day) and not self._stands(day))

    def _last_day(
        self, limit: Limit, calendar: WorkingCalendar, outages: tuple[Outage, ...] = ()
    ) -> date | None:
        parts = [limit] if self.extension is None else [limit, self.extension.by]
        day: date | None = self.accepted_on
        for unit, same in groupby(parts, key=lambda part: part.unit):
            if day is not None:
                day = self._advance(day, Limit(sum(part.n for part in same), unit), calendar, outages)
        if day == self.accepted_on:
            return day
        # a day of rest, or one on which the clock stood, is nobody's last day
        while day is not None and (self._stands(day, outages) or not calendar.is_working(day)):
            day = day + _DAY if calendar.covers(day) else None
        return day

    def _advance(
        self, start: date, limit: Limit, calendar: WorkingCalendar, outages: tuple[Outage, ...]
    ) -> date | None:
        n = limit.n
        if limit.unit is Unit.MONTH:
            n = (same_day_of_month(start, limit.n) - start).days
        if not n:
            return start
        counts = calendar.is_working if limit.unit is Unit.WORKING else calendar.covers
        counted = (d for d in _days_from(start, calendar) if counts(d) and not self._stands(d, outages))
        return next(islice(counted, n - 1, None), None)

    def _stands(self, day: date, outages: tuple[Outage, ...] = ()) -> bool:
        first = _DAY if self.limits.first_suspended_day_counts else timedelta(0)
        stops = any(stop.since + first <= day <= (stop.until or date.max) for stop in self.suspensions)
        return stops or any(one.since <= day <= (one.until or date.max) for one in outages)


def _days_from(start: date, calendar: WorkingCalendar) -> Iterator[date]:
    """The days after it, as far as they are published."""
    day = start + _DAY
    while calendar.covers(day):
        yield day
        day += _DAY
