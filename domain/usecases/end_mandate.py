"""End a mandate (授权委托): revoked by its principal, or laid down by its agent; at once."""

from dataclasses import dataclass

from domain.identity.alert import AlertKind
from domain.kernel.ids import MandateId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import STANDING, Ended, Mandate, MandateState
from domain.mandates.ports import Mandates
from domain.usecases.raise_alert import RaiseAlert
from domain.usecases.see_mandate import SeeMandate, Side


@dataclass(frozen=True, slots=True)
class EndMandate:
    see_mandate: SeeMandate
    mandates: Mandates
    ledger: Ledger
    raise_alert: RaiseAlert
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, mandate: MandateId) -> None:
        """Whoever uses it at the same moment was first, or does not. Harmless when repeated.

        Raises NotFound, NotRepresentative, Unavailable.
        """
        side, _ = await self.see_mandate(acting, mandate, fresh=True)
        async with self.atomic():
            held = await self.mandates.take(mandate)
            if held.state in STANDING:
                await self._end(held, side, acting)

    async def _end(self, held: Mandate, side: Side, acting: Acting) -> None:
        was_given = held.state is MandateState.GIVEN
        if side is Side.AGENT and not was_given:
            raise NotFound(str(held.mandate_id))
        why = Ended.LAID_DOWN if side is Side.AGENT else Ended.REVOKED
        held.end(MandateState.REVOKED, why, self.now(), by=acting.person)
        await self.mandates.save(held)
        if not was_given:
            return
        facts = {"mandate": str(held.mandate_id), "why": str(why)}
        await self.ledger.append(Step("mandate-ended", acting=acting, facts=facts))
        other = held.giver if side is Side.AGENT else held.agent_party
        if other is not None:
            told = {"mandate": str(held.mandate_id)}
            await self.raise_alert(other, AlertKind.MANDATE_ENDED, told)
