"""Check that a person may act for a party: themselves, whom the register names now, or by a live mandate."""

from dataclasses import dataclass, replace
from uuid import UUID

from domain.kernel.ids import ItemCode
from domain.kernel.party import Acting, ByMandate
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import CAPACITY, Act, Mandate
from domain.parties.ports import NotRepresentative
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.find_mandates import FindMandates

SELF = "本人"


@dataclass(frozen=True, slots=True)
class Right:
    """As what they may act, and about what: `mandates` empty means for themselves or by office, about all."""

    acting: Acting
    capacity: str  # 本人, 法定代表人, 负责人 …, 受托人
    mandates: tuple[Mandate, ...] = ()
    use: UUID | None = None

    def reads(self, item: ItemCode) -> bool:
        return not self.mandates or any(one.terms.names(item) for one in self.mandates)

    def to(self, act: Act, *items: ItemCode) -> Acting:
        """The acting that names the mandate it is done by: one step is done by one mandate.

        Raises NotFound where none covers it, as for somebody else's.
        """
        if not self.mandates:
            return self.acting
        for one in self.mandates:
            if one.terms.covers(act, *items) and self.use is not None:
                return replace(self.acting, mandate=ByMandate(one.mandate_id, self.use))
        raise NotFound(str(self.acting.party))


@dataclass(frozen=True, slots=True)
class CheckAuthority:
    ask_authorities: AskAuthorities
    find_mandates: FindMandates

    async def __call__(self, acting: Acting, *, fresh: bool = False) -> str:
        """The capacity (本人, 法定代表人, 负责人 …), for what no mandate is given for. Outside atomic;
        `fresh` for every step that binds.

        Raises NotRepresentative, the same for a stranger, a former representative, an agent and an unknown
        party; Unavailable while the register is out of reach.
        """
        if acting.party == acting.person:
            return SELF
        for authority in await self.ask_authorities(acting.person, fresh=fresh):
            if authority.party == acting.party:
                return authority.capacity
        raise NotRepresentative

    async def right(self, acting: Acting, *, fresh: bool = False) -> Right:
        """The same, and by mandate: for what somebody may be sent to do. Its items are for the caller to ask.

        At the counter nobody acts by one: no letter of ours lies there. Raises as above.
        """
        try:
            return Right(acting, await self(acting, fresh=fresh))
        except NotRepresentative:
            found = () if acting.clerk else await self.find_mandates(acting, fresh=fresh)
            if not found:
                raise
            return Right(acting, CAPACITY, found, self.find_mandates.new_id())

    async def is_named(self, acting: Acting) -> bool:
        """By the register when it was last asked, however long ago: it is not asked now."""
        named = await self.ask_authorities.authorities.of_person(acting.person)
        return any(one.party == acting.party for one in named)
