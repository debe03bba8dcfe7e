"""List the findings of a push list (推送清单), page by page: who is due, and who is not and why."""

import asyncio
from dataclasses import dataclass

from domain.findings.finding import Reason
from domain.findings.store import PushLists
from domain.kernel.ids import FindingId, PushListId
from domain.usecases.describe_finding import DescribeFinding, FindingLine

PURPOSE = "核对推送清单上的对象"
MOST = 20  # the register is asked for each: a page, never a list


@dataclass(frozen=True, slots=True)
class ListFindings:
    push_lists: PushLists
    describe_finding: DescribeFinding

    async def __call__(
        self,
        push_list_id: PushListId,
        *,
        reasons: tuple[Reason | None, ...] = (),
        after: FindingId | None = None,
        size: int = MOST,
    ) -> tuple[tuple[FindingLine, ...], FindingId | None]:
        """At most `size` lines, never more than twenty, and where the next page begins, None at the end.

        `reasons`: None for who is due; empty for all. Raises NotFound, Unavailable, Refused.
        """
        await self.push_lists.by_id(push_list_id)
        size = min(size, MOST)
        found = await self.push_lists.findings_page(push_list_id, reasons=reasons, after=after, size=size + 1)
        lines = await asyncio.gather(*(self.describe_finding(one, purpose=PURPOSE) for one in found[:size]))
        return tuple(lines), found[size - 1].finding_id if len(found) > size else None
