"""List whom a signed-in person may act for: themselves, whom the register names, who gave them a mandate."""

from dataclasses import dataclass
from datetime import date

from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Party
from domain.kernel.refusal import Unavailable
from domain.mandates.mandate import CAPACITY
from domain.parties.ports import Authorities, Parties
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.check_authority import SELF
from domain.usecases.standing_mandates import MOST, StandingMandates


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
    standing_mandates: StandingMandates

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
        found: dict[PartyId, date] = {}
        for one in await self.standing_mandates(person):
            until = one.terms.until_on
            found[one.principal] = max(until, found.get(one.principal, until))
        return found
