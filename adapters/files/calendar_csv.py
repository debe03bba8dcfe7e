"""The working calendar (工作日历) read from a table that an operator keeps: `date,kind,festival,source`.

`kind` is `holiday`, `makeup_workday` or, once a year, `published_through`; `source` is the notice's number
(文号). Dates are ISO 8601. The shipped table is domain/clock/holidays.csv.
"""

import csv
import time
from collections import Counter
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import structlog

from domain.clock.calendar import WorkingCalendar

log = structlog.get_logger(__name__)
LOOK_EVERY = 60.0
_COLUMNS = ["date", "kind", "festival", "source"]
_HOLIDAY, _MAKEUP, _THROUGH = "holiday", "makeup_workday", "published_through"
_SATURDAY = 5


class CalendarUnreadable(Exception):
    """The table is not a calendar; `problems` names every line that is wrong, for the operator."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class _Row(NamedTuple):
    line: int
    day: date
    kind: str
    source: str


def load(path: Path) -> WorkingCalendar:
    """The calendar in the file at `path`. Raises CalendarUnreadable with all problems at once."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CalendarUnreadable([f"not a readable UTF-8 file: {type(error).__name__}"]) from error
    reader = csv.DictReader(lines)
    if reader.fieldnames != _COLUMNS:
        raise CalendarUnreadable([f"line 1: the columns are {','.join(_COLUMNS)}"])
    problems: list[str] = []
    rows = [row for raw in reader if (row := _row(reader.line_num, raw, problems)) is not None]
    problems += _contradictions(rows)
    if problems:
        raise CalendarUnreadable(problems)
    through = max((row for row in rows if row.kind == _THROUGH), key=lambda row: row.day)
    return WorkingCalendar(
        exceptions={row.day: row.kind == _MAKEUP for row in rows if row.kind != _THROUGH},
        published_through=through.day,
        notice=through.source,
        published_from=date(min(row.day for row in rows).year, 1, 1),
    )


def shipped() -> WorkingCalendar:
    """The calendar as of this release."""
    with as_file(files("domain.clock") / "holidays.csv") as path:
        return load(path)


class CalendarFile:
    """The calendar in force, kept in memory; an operator's new file takes its place when it is whole."""

    def __init__(self, path: Path | None = None, *, pause: float = LOOK_EVERY) -> None:
        """`path` is where the operator's own table stands or will stand, None: nowhere; without one the
        shipped table counts. `pause`: seconds between two looks. Raises CalendarUnreadable."""
        self._path, self._pause = path, pause
        self._seen, self._looked_at = self._stamp(), time.monotonic()
        self._current = self._read()

    def current(self) -> WorkingCalendar:
        """The calendar as last published to us; a broken table leaves the one in force."""
        if time.monotonic() - self._looked_at >= self._pause:
            self._looked_at = time.monotonic()
            if (stamp := self._stamp()) != self._seen:
                self._seen = stamp
                try:
                    self.reload()
                except CalendarUnreadable as error:
                    log.exception("calendar-unreadable", problems=error.problems)
        return self._current

    def reload(self) -> WorkingCalendar:
        """Read again. Raises CalendarUnreadable, and then the calendar in force stays."""
        self._current = self._read()
        return self._current

    def _read(self) -> WorkingCalendar:
        return shipped() if self._path is None or not self._path.exists() else load(self._path)

    def _stamp(self) -> tuple[int, int] | None:
        """What changes with the file: when it was written, and its length."""
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size) if found else None


def publish(table: Path, to: Path) -> WorkingCalendar:
    """Put a whole, checked table in the place running processes read within a minute.

    Raises CalendarUnreadable, also for one that knows less of the future than the one in force.
    """
    offered, in_force = load(table), CalendarFile(to).current()
    if offered.published_through < in_force.published_through:
        raise CalendarUnreadable(
            [f"ends on {offered.published_through}, the one in force on {in_force.published_through}"]
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    written = to.with_suffix(".new")
    written.write_bytes(table.read_bytes())
    written.replace(to)
    return offered


def _row(line: int, raw: dict[str, str], problems: list[str]) -> _Row | None:
    if None in raw or None in raw.values():
        problems.append(f"line {line}: not {len(_COLUMNS)} columns")
        return None
    wrong = len(problems)
    day, kind, source = date.min, raw["kind"], raw["source"].strip()
    try:
        day = date.fromisoformat(raw["date"])
    except ValueError:
        problems.append(f"line {line}: «{raw['date']}» is not a date")
    if kind not in {_HOLIDAY, _MAKEUP, _THROUGH}:
        problems.append(f"line {line}: «{kind}» is not a kind")
    if not source:
        problems.append(f"line {line}: the notice's number is missing")
    if len(problems) > wrong:
        return None
    if kind == _MAKEUP and day.weekday() < _SATURDAY:
        problems.append(f"line {line}: {day} is a weekday and needs no make-up")
    if kind == _THROUGH and (day.month, day.day) != (12, 31):
        problems.append(f"line {line}: a notice arranges a whole year, not up to {day}")
    return _Row(line, day, kind, source)


def _contradictions(rows: list[_Row]) -> list[str]:
    days = [row for row in rows if row.kind != _THROUGH]
    twice = [day for day, times in Counter(row.day for row in days).items() if times > 1]
    problems = [f"{day} is given more than once" for day in twice]
    closed = {row.day.year for row in rows if row.kind == _THROUGH}
    if not closed:
        return [*problems, f"no line says {_THROUGH}"]
    arranged = {row.day.year for row in days}
    problems += [f"{year} has days but no line that says {_THROUGH}" for year in sorted(arranged - closed)]
    missing = set(range(min(closed), max(closed) + 1)) - arranged
    problems += [f"{year} has no day off and no make-up day" for year in sorted(missing)]
    return problems
