"""List whom a signed-in person may act for: themselves, whom the register names, who gave them a mandate."""

from dataclasses import dataclass
from datetime import date

from domain.clock.clock import beijing_date
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Party
from domain.kernel.personal import PersonName
from domain.kernel.ports import Clock
from domain.kernel.refusal import Unavailable
from domain.mandates.mandate import CAPACITY, Agent
from domain.mandates.ports import MandateLists
from domain.parties.ports import Authorities, Parties
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.check_authority import SELF

MOST = 200


@dataclass(frozen=True, slots=True)
class Representable:
    """`until`: by mandate, the last day of the longest."""

    party: Party
    capacity: str  # 本人, the register's word, or 受托人
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ListParties:
    """While the register is out of reach, the list is what it said last: it opens nothing by itself, every
    read and step for one of these parties is checked again."""

    ask_authorities: AskAuthorities
    parties: Parties
    authorities: Authorities
    mandates: MandateLists
    now: Clock

    async def __call__(self, acting: Acting) -> tuple[Representable, ...]:
        """Raises NotFound for a person we never met."""
        myself = Representable(await self.parties.by_id(acting.person), SELF)
        try:
            named = await self.ask_authorities(acting.person)
        except Unavailable:
            named = await self.authorities.of_person(acting.person)
        others = [Representable(await self.parties.by_id(one.party), one.capacity) for one in named]
        known = {acting.person, *(one.party for one in named)}
        sent = [
            Representable(await self.parties.by_id(party), CAPACITY, until)
            for party, until in (await self._principals(myself.party)).items()
            if party not in known and not acting.clerk
        ]
        return (myself, *others, *sent)[:MOST]

    async def _principals(self, person: Party) -> dict[PartyId, date]:
        if not isinstance(person.name, PersonName) or person.number_kind:
            return {}
        agent, today = Agent(person.name, person.number), beijing_date(self.now())
        found: dict[PartyId, date] = {}
        for one in await self.mandates.of_agent(person.number, size=MOST):
            if one.is_for(agent) and one.stands(today):
                until = one.terms.until_on
                found[one.principal] = max(until, found.get(one.principal, until))
        return found
