"""Read one push list (推送清单); while it waits for its signature, with a sample of who would be told."""

import asyncio
from dataclasses import dataclass

from domain.findings.push_list import ListState, PushList
from domain.findings.store import Findings, PushLists
from domain.kernel.ids import PushListId
from domain.usecases.describe_finding import DescribeFinding, FindingLine
from domain.usecases.describe_push_list import DescribePushList, History, PushListView, Sampled

PURPOSE = "推送清单签发前抽样核对"
WENT_OUT = frozenset({ListState.SIGNED, ListState.STOPPED})


@dataclass(frozen=True, slots=True)
class ReadPushList:
    """Names are asked of the register for the sample alone, and only while there is something to sign."""

    push_lists: PushLists
    findings: Findings
    describe_finding: DescribeFinding
    describe: DescribePushList

    async def __call__(self, push_list_id: PushListId) -> PushListView:
        """Raises NotFound; Unavailable while the register is out of reach: nobody signs unseen."""
        push_list = await self.push_lists.by_id(push_list_id)
        history = await self._history(push_list)
        if push_list.state is not ListState.PREPARED:
            return await self.describe(push_list, history=history)
        drawn = [await self.findings.by_id(finding) for finding in push_list.sample]
        lines = await asyncio.gather(*(self.describe_finding(one, purpose=PURPOSE) for one in drawn))
        sample = tuple(_sampled(one) for one in lines if one.is_known)
        return await self.describe(push_list, sample=sample, history=history)

    async def _history(self, push_list: PushList) -> History:
        previous = await self.push_lists.previous(push_list)
        return History(
            outcome=await self.push_lists.outcome(push_list) if push_list.state in WENT_OUT else None,
            previous=previous,
            previous_outcome=await self.push_lists.outcome(previous) if previous else None,
        )


def _sampled(line: FindingLine) -> Sampled:
    return Sampled(
        party_name=line.party_name,
        licence_number_tail=line.licence_number_tail,
        office=line.office,
        last_day=line.last_day,
        why=line.why,
        item_name=line.item_name,
    )
