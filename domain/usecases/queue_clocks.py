"""Queue 5 of 今日待办: supplements and clocks (补正与时限), and cases that wait for a system that is away."""

from dataclasses import dataclass

from domain.cases.ports import WaitingCases
from domain.cases.waiting import AWAITED
from domain.clock.clock import Light
from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.today import Backlog, Waiting
from domain.usecases.compose_shown import said
from domain.usecases.list_clocks import ClockLine, ListClocks

AWAY = "都已保存，恢复后自动办理；法定期限照常计算"


@dataclass(frozen=True, slots=True)
class QueueClocks:
    """Implements QueueReader: who waits for whom, then red, then what is due today and tomorrow."""

    list_clocks: ListClocks
    waiting: WaitingCases

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        away = await self._away(remit)
        count, lines = await self.list_clocks(remit=remit)
        rows = (*away, *(_waiting(line) for line in lines))
        return Backlog(len(away) + count, rows[:size])

    async def _away(self, remit: Remit) -> tuple[Waiting, ...]:
        """One row for all of them, opening the case that waits longest."""
        cases, count = await self.waiting.waiting(size=1, remit=remit)
        return tuple(
            Waiting(
                "waiting",
                case.case_id,
                f"{AWAITED[wait.system]}无法接通：{count}件在等",
                AWAY,
                wait.since,
                "查看等得最久的一件",
                light=str(Light.YELLOW),
            )
            for case in cases
            if (wait := case.waits) is not None
        )


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
