"""Queue 5 of 今日待办: supplements and clocks (补正与时限)."""

from dataclasses import dataclass

from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.today import Backlog, Waiting
from domain.usecases.compose_shown import said
from domain.usecases.list_clocks import ClockLine, ListClocks


@dataclass(frozen=True, slots=True)
class QueueClocks:
    """Implements QueueReader: red first, then what is due today and tomorrow."""

    list_clocks: ListClocks

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        count, lines = await self.list_clocks(remit=remit)
        rows = tuple(_waiting(line) for line in lines[:size])
        return Backlog(count, rows)


def _waiting(line: ClockLine) -> Waiting:
    return Waiting(
        kind=line.kind,
        ref=line.ref,
        title=line.title,
        detail=_detail(line),
        since=line.since,
        action=line.action,
        due=line.due,
        light=line.light,
        role=line.role,
        not_by=line.not_by,
    )


def _detail(line: ClockLine) -> str:
    """With both limits of a case: the row's one day is the earlier."""
    limits = (("承诺", line.promised), ("法定", line.statutory))
    days = [f"{name}{said(limit.due)}" for name, limit in limits if limit is not None and limit.due]
    return " · ".join((line.detail, *([f"时限：{'，'.join(days)}"] if days else [])))
