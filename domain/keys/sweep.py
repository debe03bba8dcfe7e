"""A sweep (密钥轮换): how far the values of one place have been sealed anew under one key version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sweep:
    """`place`: «table.column»; `after`: the last row looked at; `total`: what there was to do at first."""

    place: str
    version: str
    total: int
    started_at: datetime
    done: int = 0
    after: UUID | None = None
    finished_at: datetime | None = None

    def past(self, rows: Sequence[UUID]) -> "Sweep":
        done = self.done + len(rows)
        return replace(self, done=done, total=max(self.total, done), after=rows[-1])

    def finished(self, at: datetime) -> "Sweep":
        return replace(self, total=self.done, finished_at=at)


@dataclass(frozen=True, slots=True)
class Unopened:
    """A value that does not open: its key is lost, or it was edited."""

    place: str
    row: UUID


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation came to; `left`: values that are not sealed with the current key for all that."""

    version: str
    values: int
    left: int
    unopened: tuple[Unopened, ...]
