"""Read 今日待办: the queues that somebody's roles work on, each with its first rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from domain.clock.clock import beijing_date
from domain.kernel.ports import Clock
from domain.staff.account import Role, StaffAccount
from domain.staff.today import WORKED_BY, Backlog, Queue, QueueReader

FIRST, MOST = 8, 100
TITLES: Mapping[Queue, str] = MappingProxyType(
    {
        Queue.PUSH_LISTS: "待签清单",
        Queue.DOUBTS: "疑点",
        Queue.CALLS: "电话联络",
        Queue.INSTANT: "秒批未通过与抽查",
        Queue.CLOCKS: "补正与时限",
        Queue.CERTIFICATES: "旧证与快递",
        Queue.GRIEVANCES: "差评、错证与投诉",
        Queue.STUCK: "卡住的事",
    }
)


@dataclass(frozen=True, slots=True)
class QueueView:
    queue: Queue
    title: str
    backlog: Backlog


@dataclass(frozen=True, slots=True)
class TodayView:
    day: date
    queues: tuple[QueueView, ...]


def may_read(roles: frozenset[Role], queue: Queue) -> bool:
    """Who works on it, and the audit administrator."""
    return bool(roles & (WORKED_BY[queue] | {Role.AUDIT}))


@dataclass(frozen=True, slots=True)
class ReadQueue:
    readers: Mapping[Queue, QueueReader]

    async def __call__(self, staff: StaffAccount, queue: Queue, *, size: int = MOST) -> QueueView:
        """Each row with what this colleague may do about it."""
        backlog = await self.readers[queue](size=size, remit=staff.remit)
        rows = tuple(row.seen_by(staff) for row in backlog.rows)
        return QueueView(queue, TITLES[queue], replace(backlog, rows=rows))


@dataclass(frozen=True, slots=True)
class ReadToday:
    read_queue: ReadQueue
    now: Clock

    async def __call__(self, staff: StaffAccount) -> TodayView:
        """Nobody waits for a register or a vendor in the morning: our own rows, and the names of doubts if
        the register tells them within a second."""
        mine = [queue for queue in self.read_queue.readers if may_read(staff.roles, queue)]
        mine.sort(key=list(Queue).index)
        views = [await self.read_queue(staff, queue, size=FIRST) for queue in mine]
        return TodayView(beijing_date(self.now()), tuple(views))
