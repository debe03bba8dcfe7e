"""Where results for regulators (审管衔接) and the days reconciled with them are kept."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.kernel.ids import ResultId
from domain.supervision.result import OurDay, ReconciledDay, RegulatorResult, ResultDraft


class Results(Protocol):
    """Adapter: adapters/postgres/results.py. What is told is sealed."""

    async def add(self, draft: ResultDraft) -> ResultId | None:
        """With the body's next number; None, and no number spent, when this case has this kind already.

        Inside atomic: the number is given back when the transaction is.
        """
        ...

    async def take(self, result: ResultId) -> RegulatorResult:
        """Held FOR UPDATE. Raises NotFound."""
        ...

    async def save(self, result: RegulatorResult) -> None: ...

    async def between(self, body: str, first: int, last: int) -> Sequence[ResultId]:
        """In the order of their numbers, both ends included."""
        ...

    async def silent(self, before: datetime, *, size: int) -> Sequence[ResultId]:
        """Made before then, not tried since, without a receipt and not refused; by number."""
        ...


class ResultDays(Protocol):
    """Adapter: as above."""

    async def bodies(self) -> Sequence[str]:
        """Every body anything was ever made for."""
        ...

    async def of_day(self, body: str, day: date) -> OurDay: ...

    async def keep(self, day: ReconciledDay) -> None:
        """In place of what was found before of that body and day."""
        ...

    async def latest(self, *, size: int) -> Sequence[ReconciledDay]:
        """Newest day first."""
        ...
