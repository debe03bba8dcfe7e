"""Find the mandates (授权委托) by which a person may act for a party now."""

from dataclasses import dataclass

from domain.clock.clock import beijing_date
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting
from domain.kernel.personal import PersonName
from domain.kernel.ports import Atomic, Clock, NewId
from domain.mandates.mandate import Agent, Ended, Mandate, Source
from domain.mandates.ports import MandateLists, OutsideAuthorisations
from domain.parties.ports import Authorities, Parties
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.fall_mandates import FallMandates


@dataclass(frozen=True, slots=True)
class FindMandates:
    """The register must still name who gave it, asked afresh for what binds; what another house told of must
    stand there whole, asked each time. One that does not stand any more falls on the way."""

    parties: Parties
    authorities: Authorities
    lists: MandateLists
    ask_authorities: AskAuthorities
    fall_mandates: FallMandates
    outside: OutsideAuthorisations
    atomic: Atomic
    now: Clock
    new_id: NewId  # names each use

    async def __call__(self, acting: Acting, *, fresh: bool) -> tuple[Mandate, ...]:
        """The oldest first; empty for nobody's agent. Outside atomic.

        Raises Refused, Unavailable, NotFound for a person we never met.
        """
        agent = await self._agent(acting.person)
        found = await self._standing(agent, acting.party) if agent else ()
        if agent is None or not found:
            return ()
        for giver in {one.giver for one in found}:
            if giver is not None and giver != acting.party:
                await self.ask_authorities(giver, fresh=fresh)
        told = [one for one in found if one.source is Source.E_LICENCE]
        for one in told:
            await self._ask_outside(one)
        if told and fresh:
            await self._ask_who_is_told(acting.party)
        left = await self._standing(agent, acting.party)
        return tuple([one for one in left if await self._is_named(one.giver, acting.party)])

    async def kept(self, acting: Acting) -> tuple[Mandate, ...]:
        """Those of our own rows that stand: nobody is asked whether they still should. Raises NotFound."""
        agent = await self._agent(acting.person)
        return await self._standing(agent, acting.party) if agent else ()

    async def _agent(self, person: PartyId) -> Agent | None:
        """None: letters name resident identity numbers, a passport of these digits is another's."""
        known = await self.parties.by_id(person)
        if not isinstance(known.name, PersonName) or known.number_kind:
            return None
        return Agent(known.name, known.number)

    async def _standing(self, agent: Agent, principal: PartyId) -> tuple[Mandate, ...]:
        today = beijing_date(self.now())
        given = await self.lists.given_to(agent.number, principal)
        return tuple(one for one in given if one.is_for(agent) and one.stands(today))

    async def _is_named(self, giver: PartyId | None, principal: PartyId) -> bool:
        """By what the register answered just now, or minutes ago."""
        if giver is None or giver == principal:
            return True
        return any(one.party == principal for one in await self.ask_authorities(giver))

    async def _ask_outside(self, mandate: Mandate) -> None:
        principal = await self.parties.by_id(mandate.principal)
        if not await self.outside.authorised(principal.number, mandate.agent.number, mandate.told()):
            async with self.atomic():
                await self.fall_mandates.one(mandate.mandate_id, Ended.OUTSIDE)

    async def _ask_who_is_told(self, principal: PartyId) -> None:
        """Of what is done by it, whoever speaks for the principal now is told (UseMandate)."""
        for person in await self.authorities.of_party(principal):
            await self.ask_authorities(person, fresh=True)
