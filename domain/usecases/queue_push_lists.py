"""Queue 1 of 今日待办: push lists (推送清单) to be signed or prepared anew, item versions to be signed."""

from dataclasses import dataclass
from datetime import timedelta

from domain.catalogue.ports import Catalogue
from domain.findings.push_list import ListState, PushList
from domain.findings.store import PushLists
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.account import Role
from domain.staff.ports import Accounts
from domain.staff.today import Backlog, Waiting
from domain.usecases.versions_to_sign import VersionsToSign

SENT_BACK_LASTS = timedelta(days=30)
MOST_ITEMS, LONGEST = 3, 200


@dataclass(frozen=True, slots=True)
class QueuePushLists:
    """Implements QueueReader."""

    push_lists: PushLists
    accounts: Accounts
    catalogue: Catalogue
    versions_to_sign: VersionsToSign
    now: Clock

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        since = self.now() - SENT_BACK_LASTS
        count, found = await self.push_lists.waiting(since=since, size=size, remit=remit)
        # what holds for everybody is signed by who works for every body
        versions = await self.versions_to_sign() if remit.bodies is None else ()
        rows = sorted([*[await self._row(one) for one in found], *versions], key=lambda row: row.since)
        return Backlog(count + len(versions), tuple(rows[:size]))

    async def _row(self, one: PushList) -> Waiting:
        names = [self.catalogue.get(item).name for item in one.items[:MOST_ITEMS]]
        more = f"等{len(one.items)}个事项" if len(one.items) > MOST_ITEMS else ""
        title = "、".join(names) + more
        if one.state is ListState.SENT_BACK and one.settled_by and one.settled_at:
            by = (await self.accounts.staff_by_id(one.settled_by)).name
            return Waiting(
                kind="push-list",
                ref=one.push_list_id,
                title=title,
                detail=f"{by}退回：{one.remark or ''}"[:LONGEST],
                since=one.settled_at,
                action="按意见重新编制",
                role=Role.BUSINESS,
            )
        aside = sum(one.counts.by_reason.values()) - one.counts.due
        preparer = await self.accounts.staff_by_id(one.prepared_by)
        return Waiting(
            kind="push-list",
            ref=one.push_list_id,
            title=title,
            detail=f"应提示{one.counts.due}，暂不提示{aside}；{preparer.name}编制",
            since=one.prepared_at,
            action="核对签发",
            role=Role.CHIEF,
            not_by=frozenset({preparer.login}),
        )
