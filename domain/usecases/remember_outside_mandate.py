"""Remember a mandate (授权委托) that was given in another house, as it tells us at a sign-in."""

from dataclasses import dataclass
from datetime import date

from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, MandateId, PartyId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock, NewId
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act, Agent, Ended, Mandate, MandateState, Source, Terms
from domain.mandates.ports import MandateLists, Mandates, MandatesToEnd
from domain.parties.ports import Parties
from domain.usecases.fall_mandates import FallMandates

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
    ended here stays ended, whatever the other house says. An organisation has one authorisation for one agent
    there: any other that we knew of ends."""

    mandates: Mandates
    lists: MandateLists
    ending: MandatesToEnd
    fall_mandates: FallMandates
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
        await self._end_others(told.principal, agent.number, told.reference)
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

    async def nothing(self, principal: PartyId, agent: PartyId) -> None:
        """The other house tells that this agent may do nothing (any more). Raises NotFound."""
        await self._end_others(principal, (await self.parties.by_id(agent)).number, None)

    async def _end_others(self, principal: PartyId, number: DocumentNumber, reference: str | None) -> None:
        for one in await self.lists.given_to(number, principal):
            if one.source is Source.E_LICENCE and one.reference != reference:
                await self.fall_mandates.one(one.mandate_id, Ended.OUTSIDE)
