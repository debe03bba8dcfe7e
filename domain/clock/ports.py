"""What the clock (时限) asks of the outside: the calendar in force, and where its stops are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.clock.calendar import WorkingCalendar
from domain.clock.record import ClockExtension, ClockRecord, ClockStop
from domain.kernel.ids import CaseId, ItemCode
from domain.kernel.remit import EVERY_BODY, Remit


class Calendars(Protocol):
    """Where the published calendar comes from (implemented by adapters/files/calendar_csv.py)."""

    def current(self) -> WorkingCalendar:
        """The calendar as last published to us; never blocks and never fails."""
        ...


class ClockRecords(Protocol):
    """Adapter: adapters/postgres/stops.py."""

    async def of_case(self, case: CaseId) -> ClockRecord: ...

    async def of_cases(self, cases: Iterable[CaseId]) -> Mapping[CaseId, ClockRecord]:
        """Only those that have any."""
        ...

    async def put_stop(self, stop: ClockStop) -> None:
        """New, or as it is now. Inside atomic, the case held."""
        ...

    async def put_extension(self, extension: ClockExtension) -> None:
        """In place of the one the case had. Inside atomic, the case held."""
        ...


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """Which item, and which version of it, a case is counted by."""

    item: ItemCode
    item_version: int | None


class RunningClocks(Protocol):
    """What the page of the day looks through; each answer bounded, however big the city is. As above."""

    async def item_versions(self) -> tuple[ItemVersion, ...]:
        """Of all cases whose clock runs."""
        ...

    async def accepted_before(
        self, bounds: Mapping[ItemVersion, datetime], *, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[tuple[CaseId, ...], int]:
        """Undecided cases accepted before their item version's bound, the longest first: the first `size` of
        them, and how many there are."""
        ...

    async def standing_since(
        self, before: date, *, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[ClockStop, ...]:
        """Open stops of undecided cases that began on or before that day, the longest first."""
        ...

    async def to_sign(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[ClockExtension, ...]:
        """Prepared extensions of undecided cases, the longest waiting first."""
        ...
