"""Lead somebody who signed in to the matter their notice is about: for who may act for its holder."""

from contextlib import suppress
from dataclasses import dataclass

from domain.kernel.ids import MatterId, PartyId
from domain.kernel.refusal import Refused, Unavailable
from domain.matters.ports import Matters
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.find_matter import FindMatter


@dataclass(frozen=True, slots=True)
class LeadToMatter:
    find_matter: FindMatter
    matters: Matters
    ask_authorities: AskAuthorities

    async def by_code(self, text: str | None) -> MatterId | None:
        """What the notice's code leads to, told to nobody yet. Raises AddressCodeMistyped."""
        return await self.find_matter.by_code(text)

    async def __call__(self, matter: MatterId | None, person: PartyId) -> MatterId | None:
        """Outside atomic. The register is asked about everybody, code or no code: time tells nobody apart."""
        mine: set[PartyId] = {person}
        with suppress(Refused, Unavailable):  # they find it on the first screen once the register answers
            mine |= {authority.party for authority in await self.ask_authorities(person)}
        if matter is None:
            return None
        return matter if (await self.matters.by_id(matter)).holder in mine else None
