"""Read the first screen: for whom one may act, what waits for an answer, what is under way."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.cases.ports import Cases
from domain.identity.alert import Alerts
from domain.kernel.party import Acting, Level
from domain.licences.ports import Licences
from domain.usecases.case_line import CaseLine
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.compose_shown import called
from domain.usecases.list_matters import ListMatters, MatterLine
from domain.usecases.list_parties import ListParties, Representable
from domain.usecases.show_case import ShowCase


@dataclass(frozen=True, slots=True)
class PartyLine:
    party_id: UUID
    name: str
    kind: str
    capacity: str
    until: date | None = None  # by mandate: its last day


def party_line(one: Representable) -> PartyLine:
    """An organisation in clear, a person masked."""
    return PartyLine(one.party.party_id, called(one.party), str(one.party.kind), one.capacity, one.until)


@dataclass(frozen=True, slots=True)
class HomeView:
    """`person`: who is signed in, masked; matters, cases and cards are of `acting_for`; `alerts`: how many
    warnings of their own access they have not read, of which a clerk hears nothing."""

    person: str
    acting_for: UUID
    parties: tuple[PartyLine, ...]
    matters: tuple[MatterLine, ...]
    cases: tuple[CaseLine, ...]
    cards: int
    alerts: int


@dataclass(frozen=True, slots=True)
class ReadHome:
    list_parties: ListParties
    check_authority: CheckAuthority
    list_matters: ListMatters
    cases: Cases
    show_case: ShowCase
    licences: Licences
    alerts: Alerts

    async def __call__(self, acting: Acting) -> HomeView:
        """Raises NotRepresentative, and Unavailable for another party than oneself."""
        right = await self.check_authority.right(acting)
        parties = await self.list_parties(acting)
        cases = await self.cases.of_party(acting.party)
        return HomeView(
            str(parties[0].party.name),
            acting.party,
            tuple(party_line(one) for one in parties),
            await self.list_matters(acting.party, right.reads),
            tuple([await self.show_case.line(case) for case in cases if right.reads(case.item)]),
            0 if right.mandates else len(await self.licences.of_holder(acting.party)),
            0 if acting.level is Level.COUNTER else await self.alerts.unread(acting.person),
        )
