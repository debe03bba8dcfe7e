"""Queue 1 of 今日待办: push lists (推送清单) to be signed, or sent back and not prepared anew."""

from dataclasses import dataclass
from datetime import timedelta

from domain.catalogue.ports import Catalogue
from domain.findings.push_list import ListState, PushList
from domain.findings.store import PushLists
from domain.kernel.ids import StaffId
from domain.kernel.ports import Clock
from domain.staff.ports import Accounts
from domain.staff.today import Backlog, Waiting

SENT_BACK_LASTS = timedelta(days=30)
MOST_ITEMS, LONGEST = 3, 200


@dataclass(frozen=True, slots=True)
class QueuePushLists:
    """Implements QueueReader."""

    push_lists: PushLists
    accounts: Accounts
    catalogue: Catalogue
    now: Clock

    async def __call__(self, *, size: int) -> Backlog:
        count, found = await self.push_lists.waiting(since=self.now() - SENT_BACK_LASTS, size=size)
        return Backlog(count, tuple([await self._row(one) for one in found]))

    async def _row(self, one: PushList) -> Waiting:
        names = [self.catalogue.get(item).name for item in one.items[:MOST_ITEMS]]
        more = f"等{len(one.items)}个事项" if len(one.items) > MOST_ITEMS else ""
        title = "、".join(names) + more
        if one.state is ListState.SENT_BACK and one.settled_by and one.settled_at:
            said = f"{await self._name(one.settled_by)}退回：{one.remark or ''}"[:LONGEST]
            return Waiting("push-list", one.push_list_id, title, said, one.settled_at, "按意见重新编制")
        aside = sum(one.counts.by_reason.values()) - one.counts.due
        detail = f"应提示{one.counts.due}，暂不提示{aside}；{await self._name(one.prepared_by)}编制"
        return Waiting("push-list", one.push_list_id, title, detail, one.prepared_at, "核对签发")

    async def _name(self, staff: StaffId) -> str:
        return (await self.accounts.staff_by_id(staff)).name
