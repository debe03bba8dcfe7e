"""See a mandate (授权委托) from one of its two sides; for anybody else it is not there."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kernel.ids import MandateId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Mandate, agent_of
from domain.mandates.ports import Mandates
from domain.parties.ports import Parties
from domain.usecases.check_authority import CheckAuthority


class Side(StrEnum):
    PRINCIPAL = "principal"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class SeeMandate:
    """The principal's side is theirs who act for it by office; the agent's, whoever they act for."""

    check_authority: CheckAuthority
    mandates: Mandates
    parties: Parties

    async def __call__(
        self, acting: Acting, mandate: MandateId, *, fresh: bool = False
    ) -> tuple[Side, Mandate]:
        """Outside atomic. Raises NotFound, NotRepresentative, Unavailable."""
        await self.check_authority(acting, fresh=fresh)
        found = await self.mandates.by_id(mandate)
        if found.principal == acting.party:
            return Side.PRINCIPAL, found
        person = await self.parties.by_id(acting.person)
        known = agent_of(person)
        if known is not None and found.given_at is not None and found.is_for(known):
            return Side.AGENT, found
        raise NotFound(str(mandate))
