"""Find the mandates (授权委托) by which a person may act for a party now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.clock.clock import beijing_date
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, NewId
from domain.kernel.refusal import Refusal
from domain.mandates.mandate import Agent, Ended, Mandate, Source, agent_of
from domain.mandates.ports import MandateLists
from domain.parties.ports import Authorities, Parties
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.ask_house import AskHouse, Question
from domain.usecases.fall_mandates import FallMandates
from domain.usecases.standing_mandates import StandingMandates


@dataclass(frozen=True, slots=True)
class FindMandates:
    """The register must still name who gave it, asked afresh for what binds; what another house told of must
    stand there whole, asked at each look and at each step. One that does not stand any more falls on the way.
    """

    parties: Parties
    authorities: Authorities
    lists: MandateLists
    standing_mandates: StandingMandates
    ask_authorities: AskAuthorities
    fall_mandates: FallMandates
    ask_house: AskHouse
    atomic: Atomic
    now: Clock
    new_id: NewId  # names each use

    async def __call__(self, acting: Acting, *, fresh: bool) -> tuple[Mandate, ...]:
        """The oldest first; empty for nobody's agent. Outside atomic.

        Raises Refused, Unavailable, NotFound for a person we never met.
        """
        agent = agent_of(await self.parties.by_id(acting.person))
        found = await self._standing(agent, acting.party) if agent else ()
        if agent is None or not found:
            return ()
        for giver in {one.giver for one in found}:
            if giver is not None and giver != acting.party:
                await self.ask_authorities(giver, fresh=fresh)
        told = [one for one in found if one.source is Source.E_LICENCE]
        if told:
            await self._ask_house(told, acting.party, fresh=fresh)
            if fresh:
                await self._ask_who_is_told(acting.party)
        left = await self._standing(agent, acting.party)
        return tuple([one for one in left if await self._is_named(one.giver, acting.party)])

    async def ask_ahead(self, person: PartyId, principals: Collection[PartyId]) -> frozenset[PartyId]:
        """Before one look reads about several principals: the other house is asked about all at once.

        For which of them it did not say. Outside atomic. Raises NotFound for a person we never met.
        """
        sent = await self.standing_mandates(await self.parties.by_id(person))
        told = [one for one in sent if one.source is Source.E_LICENCE and one.principal in principals]
        numbers = {one: (await self.parties.by_id(one)).number for one in {one.principal for one in told}}
        answers = await self.ask_house([Question(one, numbers[one.principal]) for one in told], fresh=False)
        return frozenset(one.principal for one in told if isinstance(answers[one.mandate_id], Refusal))

    async def kept(self, acting: Acting) -> tuple[Mandate, ...]:
        """Those of our own rows that stand: nobody is asked whether they still should. Raises NotFound."""
        agent = agent_of(await self.parties.by_id(acting.person))
        return await self._standing(agent, acting.party) if agent else ()

    async def _standing(self, agent: Agent, principal: PartyId) -> tuple[Mandate, ...]:
        today = beijing_date(self.now())
        given = await self.lists.given_to(agent.number, principal)
        return tuple(one for one in given if one.is_for(agent) and one.stands(today))

    async def _is_named(self, giver: PartyId | None, principal: PartyId) -> bool:
        """By what the register answered just now, or minutes ago."""
        if giver is None or giver == principal:
            return True
        return any(one.party == principal for one in await self.ask_authorities(giver))

    async def _ask_house(self, told: Sequence[Mandate], principal: PartyId, *, fresh: bool) -> None:
        number = (await self.parties.by_id(principal)).number
        answers = await self.ask_house([Question(one, number) for one in told], fresh=fresh)
        for mandate_id, answer in answers.items():
            if answer is False:
                async with self.atomic():
                    await self.fall_mandates.one(mandate_id, Ended.OUTSIDE)
        for answer in answers.values():
            if isinstance(answer, Refusal):
                raise answer

    async def _ask_who_is_told(self, principal: PartyId) -> None:
        """Of what is done by it, whoever speaks for the principal now is told (UseMandate)."""
        for person in await self.authorities.of_party(principal):
            await self.ask_authorities(person, fresh=True)
