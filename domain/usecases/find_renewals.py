"""Find which licences of a party are being renewed (换发中): an open case is about them."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.invitations.ports import Invitations
from domain.kernel.ids import PartyId
from domain.licences.licence import Licence

UNDER_WAY = frozenset(
    {
        CaseState.INTENDED,
        CaseState.WITH_STAFF,
        CaseState.CONFIRMED,
        CaseState.FILED,
        CaseState.ACCEPTED,
        CaseState.GRANTED,
    }
)


@dataclass(frozen=True, slots=True)
class Renewal:
    """By what the register told of it: its kind, and the end of its number where that was told."""

    licence_name: str
    number_tail: str

    def concerns(self, licence: Licence) -> bool:
        return licence.name == self.licence_name and licence.number.endswith(self.number_tail)


@dataclass(frozen=True, slots=True)
class FindRenewals:
    cases: Cases
    invitations: Invitations
    catalogue: Catalogue

    async def __call__(self, party: PartyId) -> tuple[Renewal, ...]:
        """Our own rows only, so it may stand inside atomic."""
        found = []
        for case in await self.cases.of_party(party):
            if case.state in UNDER_WAY:
                invitation = await self.invitations.of_matter(case.matter)
                tail = invitation.offer(case.item).licence_tail
                found.append(Renewal(self.catalogue.of_case(case).licence_type, tail))
        return tuple(found)
