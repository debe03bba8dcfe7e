"""List mandates (授权委托): whom one's party lets act for it, and for whom one may act oneself."""

from dataclasses import dataclass

from domain.kernel.party import Acting
from domain.mandates.mandate import Mandate, MandateState, agent_of
from domain.mandates.ports import MandateLists
from domain.parties.ports import Parties
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.give_mandate import DRAFT_LIFE
from domain.usecases.mandate_view import MandateView, ShowMandate

MOST = 100


@dataclass(frozen=True, slots=True)
class MandatesView:
    given: tuple[MandateView, ...]
    received: tuple[MandateView, ...]


@dataclass(frozen=True, slots=True)
class ListMandates:
    check_authority: CheckAuthority
    lists: MandateLists
    parties: Parties
    show_mandate: ShowMandate

    async def __call__(self, acting: Acting) -> MandatesView:
        """The newest first, a hundred of each at most. Raises NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        given = [one for one in await self.lists.of_principal(acting.party, size=MOST) if self._is_shown(one)]
        person = await self.parties.by_id(acting.person)
        received: list[Mandate] = []
        if agent := agent_of(person):
            found = await self.lists.of_agent(agent.number, size=MOST)
            received = [one for one in found if one.is_for(agent)]
        return MandatesView(
            tuple([await self.show_mandate.line(one) for one in given]),
            tuple([await self.show_mandate.line(one) for one in received]),
        )

    def _is_shown(self, mandate: Mandate) -> bool:
        """A draft nobody went on with is no news, however it ended."""
        if mandate.state is MandateState.DRAFT:
            return self.show_mandate.now() - mandate.drafted_at <= DRAFT_LIFE
        return mandate.given_at is not None
