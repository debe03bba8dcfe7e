"""Check that a person may act for a party: themselves, or an organisation whose register names them now."""

from dataclasses import dataclass

from domain.kernel.party import Acting
from domain.parties.ports import NotRepresentative
from domain.usecases.ask_authorities import AskAuthorities

SELF = "本人"


@dataclass(frozen=True, slots=True)
class CheckAuthority:
    ask_authorities: AskAuthorities

    async def __call__(self, acting: Acting, *, fresh: bool = False) -> str:
        """The capacity (本人, 法定代表人, 负责人 …). Outside atomic; `fresh` for every step that binds.

        Raises NotRepresentative, the same for a stranger, a former representative and an unknown party;
        Unavailable while the register is out of reach.
        """
        if acting.party == acting.person:
            return SELF
        for authority in await self.ask_authorities(acting.person, fresh=fresh):
            if authority.party == acting.party:
                return authority.capacity
        raise NotRepresentative
