"""Let mandates (授权委托) fall: whoever gave them does not speak for the principal any more."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.identity.alert import AlertKind
from domain.kernel.ids import MandateId, PartyId
from domain.kernel.ports import Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Ended, Mandate, MandateState
from domain.mandates.ports import Mandates, MandatesToEnd
from domain.usecases.raise_alert import RaiseAlert


@dataclass(frozen=True, slots=True)
class FallMandates:
    """Part of a transaction: the mandate, the ledger and what its agent is told."""

    mandates: Mandates
    ending: MandatesToEnd
    ledger: Ledger
    raise_alert: RaiseAlert
    now: Clock

    async def __call__(self, giver: PartyId, still: Collection[PartyId]) -> None:
        """All that `giver` gave for another than themselves and those of `still`."""
        for mandate in await self.ending.of_giver(giver):
            if mandate.principal not in still:
                await self._fall(mandate, Ended.GIVER_GONE)

    async def one(self, mandate: MandateId, why: Ended) -> None:
        """Harmless where it has ended already."""
        held = await self.mandates.take(mandate)
        if held.state is MandateState.GIVEN:
            await self._fall(held, why)

    async def _fall(self, mandate: Mandate, why: Ended) -> None:
        mandate.end(MandateState.FALLEN, why, self.now())
        await self.mandates.save(mandate)
        facts = {"mandate": str(mandate.mandate_id), "principal": str(mandate.principal), "why": str(why)}
        await self.ledger.append(Step("mandate-fallen", facts=facts))
        if mandate.agent_party is not None:
            told = {"mandate": str(mandate.mandate_id)}
            await self.raise_alert(mandate.agent_party, AlertKind.MANDATE_ENDED, told)
