"""Write down that mandates (授权委托) are past their last day; nothing was done by them since anyhow."""

from dataclasses import dataclass

from domain.clock.clock import beijing_date
from domain.kernel.ids import MandateId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import STANDING, Ended, MandateState
from domain.mandates.ports import Mandates, MandatesToEnd

PAGE = 100


@dataclass(frozen=True, slots=True)
class LapseMandates:
    """A chore: safe to run twice and in two workers, each mandate is looked at again once it is held."""

    mandates: Mandates
    ending: MandatesToEnd
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many lapsed, drafts included."""
        done = 0
        while page := await self.ending.past(beijing_date(self.now()), size=PAGE):
            for mandate in page:
                done += await self._lapse(mandate)
        return done

    async def _lapse(self, mandate: MandateId) -> bool:
        async with self.atomic():
            held = await self.mandates.take(mandate)
            if held.state not in STANDING:
                return False
            was_given = held.state is MandateState.GIVEN
            held.end(MandateState.LAPSED, Ended.PAST, self.now())
            await self.mandates.save(held)
            if was_given:
                facts = {"mandate": str(mandate), "principal": str(held.principal)}
                await self.ledger.append(Step("mandate-lapsed", facts=facts))
        return True
