"""Remember a mandate (授权委托) that was given in another house, as it tells us at a sign-in."""

from dataclasses import dataclass
from datetime import date

from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, MandateId, PartyId
from domain.kernel.personal import PersonName
from domain.kernel.ports import Clock, NewId
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act, Agent, Mandate, MandateState, Source, Terms
from domain.mandates.ports import Mandates, MandatesToEnd
from domain.parties.ports import Parties

CAPACITY = "电子营业执照授权"
KEPT = frozenset({MandateState.GIVEN, MandateState.REVOKED})


@dataclass(frozen=True, slots=True)
class ToldMandate:
    """`agent`: who signed in; `items` None: every one; `reference`: the other house's own, at most 64."""

    principal: PartyId
    agent: PartyId
    items: tuple[ItemCode, ...] | None
    until: date
    reference: str


@dataclass(frozen=True, slots=True)
class RememberOutsideMandate:
    """Part of a transaction. Told again, it is the same one, as it stands there now; one that either side
    ended here stays ended, whatever the other house says."""

    mandates: Mandates
    ending: MandatesToEnd
    parties: Parties
    ledger: Ledger
    now: Clock
    new_id: NewId

    async def __call__(self, told: ToldMandate) -> MandateId:
        """Raises NotFound."""
        agent = await self.parties.by_id(told.agent)
        if not isinstance(agent.name, PersonName):
            raise NotFound(str(told.agent))
        at = self.now()
        terms = Terms(told.items or (), frozenset(Act), beijing_date(at), told.until)
        known = await self.ending.of_reference(told.reference, agent.number)
        if known is not None and known.principal == told.principal and known.state in KEPT:
            if known.state is MandateState.GIVEN:
                known.terms = terms
                await self.mandates.save(known)
            return known.mandate_id
        made = Mandate(
            MandateId(self.new_id()),
            told.principal,
            None,
            CAPACITY,
            Agent(agent.name, agent.number),
            terms,
            at,
            MandateState.GIVEN,
            Source.E_LICENCE,
            told.reference,
            told.agent,
            at,
        )
        await self.mandates.add(made)
        facts = {"mandate": str(made.mandate_id), "principal": str(told.principal)}
        await self.ledger.append(Step("mandate-told", facts=facts))
        return made.mandate_id
