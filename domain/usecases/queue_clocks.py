"""Queue 5 of 今日待办: supplements and clocks (补正与时限)."""

from dataclasses import dataclass

from domain.staff.today import Backlog, Waiting
from domain.usecases.list_clocks import ListClocks


@dataclass(frozen=True, slots=True)
class QueueClocks:
    """Implements QueueReader: red first, then what is due today and tomorrow."""

    list_clocks: ListClocks

    async def __call__(self, *, size: int) -> Backlog:
        count, lines = await self.list_clocks()
        rows = (
            Waiting(
                line.kind, line.ref, line.title, line.detail, line.since, line.action, line.due, line.light
            )
            for line in lines[:size]
        )
        return Backlog(count, tuple(rows))
