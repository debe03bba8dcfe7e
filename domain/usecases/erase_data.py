"""Erase what of a party's data may go (删除个人信息): family by family, each by itself."""

from dataclasses import dataclass

from domain.kernel.ids import ErasureId
from domain.kernel.party import PartyKind
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.privacy.data_ports import Erasable, Erasures
from domain.privacy.erasure import SIGNING_IN, families


@dataclass(frozen=True, slots=True)
class EraseData:
    """A job. Each family goes in a transaction of its own, together with the note that it went: killed
    anywhere, it goes on with the next."""

    erasures: Erasures
    erasable: Erasable
    parties: Parties
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, erasure_id: ErasureId) -> None:
        """Raises NotFound, KeyLost."""
        party = await self.parties.by_id((await self.erasures.by_id(erasure_id)).party)
        for family in families(is_person=party.kind is PartyKind.PERSON):
            async with self.atomic():
                erasure = await self.erasures.by_id(erasure_id, held=True)
                if erasure.is_done or family in erasure.gone:
                    continue
                if family in SIGNING_IN:
                    await self.parties.hold(erasure.party)  # nobody begins or ends a session half-way
                erasure.gone[family] = await self.erasable.erase(family, erasure.party, now=erasure.asked_at)
                await self.erasures.save(erasure)
        async with self.atomic():
            erasure = await self.erasures.by_id(erasure_id, held=True)
            if erasure.is_done:
                return
            erasure.finish(self.now())
            await self.erasures.save(erasure)
            facts: dict[str, Fact] = {"erasure": str(erasure_id), "rows": sum(erasure.gone.values())}
            await self.ledger.append(Step("erasure-done", facts=facts))
