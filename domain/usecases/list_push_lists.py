"""List the push lists (推送清单), newest first."""

from dataclasses import dataclass

from domain.findings.store import PushLists
from domain.kernel.ids import PushListId
from domain.kernel.remit import EVERY_BODY, Remit
from domain.usecases.describe_push_list import DescribePushList, PushListView


@dataclass(frozen=True, slots=True)
class ListPushLists:
    push_lists: PushLists
    describe: DescribePushList

    async def __call__(
        self, *, before: PushListId | None = None, size: int = 50, remit: Remit = EVERY_BODY
    ) -> tuple[tuple[PushListView, ...], PushListId | None]:
        """At most `size` views older than `before`, and where the next page begins, None at the end."""
        found = await self.push_lists.page(before=before, size=size + 1, remit=remit)
        views = tuple([await self.describe(one) for one in found[:size]])
        return views, found[size - 1].push_list_id if len(found) > size else None
