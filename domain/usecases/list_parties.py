"""List whom a signed-in person may act for: themselves first, then the organisations the register names."""

from dataclasses import dataclass

from domain.kernel.party import Acting, Party
from domain.kernel.refusal import Unavailable
from domain.parties.ports import Authorities, Parties
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.check_authority import SELF


@dataclass(frozen=True, slots=True)
class Representable:
    party: Party
    capacity: str  # 本人, or the register's word


@dataclass(frozen=True, slots=True)
class ListParties:
    """While the register is out of reach, the list is what it said last: it opens nothing by itself, every
    read and step for one of these parties is checked again."""

    ask_authorities: AskAuthorities
    parties: Parties
    authorities: Authorities

    async def __call__(self, acting: Acting) -> tuple[Representable, ...]:
        """Raises NotFound for a person we never met."""
        myself = Representable(await self.parties.by_id(acting.person), SELF)
        try:
            named = await self.ask_authorities(acting.person)
        except Unavailable:
            named = await self.authorities.of_person(acting.person)
        others = [Representable(await self.parties.by_id(one.party), one.capacity) for one in named]
        return (myself, *others)
