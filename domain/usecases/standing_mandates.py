"""The mandates (授权委托) that sent a person, as far as our own rows say: nobody is asked about them here."""

from dataclasses import dataclass

from domain.clock.clock import beijing_date
from domain.kernel.party import Party
from domain.kernel.ports import Clock
from domain.mandates.mandate import Mandate, agent_of
from domain.mandates.ports import MandateLists

MOST = 200


@dataclass(frozen=True, slots=True)
class StandingMandates:
    lists: MandateLists
    now: Clock

    async def __call__(self, person: Party) -> tuple[Mandate, ...]:
        """Those that stand today, for whichever principal."""
        agent, today = agent_of(person), beijing_date(self.now())
        if agent is None:
            return ()
        sent = await self.lists.of_agent(agent.number, size=MOST)
        return tuple(one for one in sent if one.is_for(agent) and one.stands(today))
