"""Where the numbers come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.figures.figure import By
from domain.kernel.ids import CaseId, CaseNumber, ItemCode


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as an export tells it: nothing about people."""

    case: CaseId
    number: CaseNumber | None
    item: ItemCode
    state: str
    channel: str
    body: str
    intended_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None


class FigureBooks(Protocol):
    """Counts over our own rows, from `first` until before `end`. Adapter: adapters/postgres/figures.py."""

    async def counted(self, name: str, by: By, first: datetime, end: datetime) -> Mapping[str, int]:
        """How many of one figure, by key; `name`: found, told, read, accepted, done, refused, withdrawn."""
        ...

    async def decided(
        self, first: datetime, end: datetime, *, after: CaseId | None, size: int
    ) -> tuple[CaseId, ...]:
        """Cases granted or denied then that had been accepted, by id."""
        ...

    async def keys(self, by: By, cases: Iterable[CaseId]) -> Mapping[CaseId, str]:
        """Under which key each case is counted."""
        ...

    async def begun(self, first: datetime, end: datetime, *, size: int) -> tuple[CaseLine, ...]:
        """The cases begun then, oldest first, at most `size`."""
        ...
