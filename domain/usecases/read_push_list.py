"""Read one push list (推送清单); while it waits for its signature, with a sample of who would be told."""

import asyncio
from dataclasses import dataclass

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.findings.finding import Finding
from domain.findings.push_list import ListState
from domain.findings.store import Findings, PushLists
from domain.kernel.ids import PushListId
from domain.parties.outside import SocialRegister
from domain.usecases.compose_shown import said
from domain.usecases.describe_push_list import DescribePushList, PushListView, Sampled, body_name

PURPOSE = "推送清单签发前抽样核对"
TAIL = 5


@dataclass(frozen=True, slots=True)
class ReadPushList:
    """Names are asked of the register for the sample alone, and only while there is something to sign."""

    push_lists: PushLists
    findings: Findings
    catalogue: Catalogue
    register: SocialRegister
    describe: DescribePushList

    async def __call__(self, push_list_id: PushListId) -> PushListView:
        """Raises NotFound; Unavailable while the register is out of reach: nobody signs unseen."""
        push_list = await self.push_lists.by_id(push_list_id)
        if push_list.state is not ListState.PREPARED:
            return await self.describe(push_list)
        item = self.catalogue.get(push_list.item)
        drawn = [await self.findings.by_id(finding) for finding in push_list.sample]
        sample = await asyncio.gather(*(self._sampled(finding, item) for finding in drawn))
        return await self.describe(push_list, sample=tuple(one for one in sample if one is not None))

    async def _sampled(self, finding: Finding, item: Item) -> Sampled | None:
        candidate, why = finding.verdict.candidate, finding.verdict.why
        record = await self.register.certificate(candidate.record_id, purpose=PURPOSE)
        if record is None:
            return None
        return Sampled(
            party_name=record.name.value.reveal() or record.certificate.holder_name.reveal(),
            licence_number_tail=record.certificate.licence_number[-TAIL:],
            office=body_name(item, candidate.issuing_body_code),
            last_day=why.last_day,
            why=f"证书有效期至{said(candidate.event_date)}",
        )
