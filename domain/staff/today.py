"""今日待办: what waits for the office's own people, in eight queues, each row with its one next action."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.account import Role, StaffAccount

LOOK = "查看"  # what is left to who sees a row and may not do what it asks for


class Queue(StrEnum):
    """In the order of the page."""

    PUSH_LISTS = "push_lists"  # 待签清单
    DOUBTS = "doubts"  # 疑点
    CALLS = "calls"  # 电话联络
    INSTANT = "instant"  # 秒批未通过与抽查
    CLOCKS = "clocks"  # 补正与时限
    CERTIFICATES = "certificates"  # 旧证与快递
    GRIEVANCES = "grievances"  # 差评、错证与投诉
    STUCK = "stuck"  # 卡住的事


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row. `kind` and `ref` name what to open («push-list» and its id), `action` is the button's word.

    `detail` may name a party as staff may read it, never a number or a phone in clear. `light`: green, yellow
    or red where a day is to be kept, else empty; `due`: that day, Beijing. `role`: whose action it is where
    not everybody's on the queue; `not_by`: logins of who prepared it, for nobody signs that.
    """

    kind: str
    ref: UUID
    title: str
    detail: str
    since: datetime
    action: str
    due: date | None = None
    light: str = ""
    role: Role | None = None
    not_by: frozenset[str] = frozenset()

    def seen_by(self, staff: StaffAccount) -> "Waiting":
        """The same with an action that this colleague may take."""
        return replace(self, action=action_for(staff, self.action, self.role, self.not_by))


def action_for(staff: StaffAccount, action: str, role: Role | None, not_by: frozenset[str]) -> str:
    """The action where it is theirs to take, else to look."""
    may = (role is None or role in staff.roles) and staff.login not in not_by
    return action if may else LOOK


@dataclass(frozen=True, slots=True)
class Backlog:
    """`count` of all that wait; `rows`: the first of them, most urgent first."""

    count: int
    rows: tuple[Waiting, ...]


class QueueReader(Protocol):
    """Each queue is read by one use case, domain/usecases/queue_<name>.py."""

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        """Reads our own rows; the doubts wait a second at most for their names. At most `size` rows, of the
        remit."""
        ...


# who works on a queue; the audit administrator reads all of them and works on none
WORKED_BY: dict[Queue, frozenset[Role]] = {
    Queue.PUSH_LISTS: frozenset({Role.BUSINESS, Role.CHIEF}),
    Queue.DOUBTS: frozenset({Role.CLERK, Role.CHIEF}),
    Queue.CALLS: frozenset({Role.CLERK}),
    Queue.INSTANT: frozenset({Role.CLERK, Role.CHIEF}),
    Queue.CLOCKS: frozenset({Role.CLERK, Role.CHIEF}),
    Queue.CERTIFICATES: frozenset({Role.CLERK}),
    Queue.GRIEVANCES: frozenset({Role.CLERK, Role.CHIEF}),
    Queue.STUCK: frozenset({Role.BUSINESS}),
}
