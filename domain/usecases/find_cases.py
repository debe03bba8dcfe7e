"""Find cases at the staff's desk: by number (办件编号), by the end of one, by the holder's unified code."""

from dataclasses import dataclass
from uuid import UUID

from domain.cases.case import Case
from domain.cases.ports import Cases, CasesByTail
from domain.cases.words import state_words
from domain.catalogue.ports import Catalogue
from domain.kernel.ids import CaseNumber
from domain.kernel.personal import DocumentNumber
from domain.kernel.remit import EVERY_BODY, Remit
from domain.parties.ports import KnownOrganisations, Parties
from domain.staff.concerns import Concerns, Work
from domain.usecases.compose_shown import called

SHORTEST_TAIL = 6
MOST = 20


@dataclass(frozen=True, slots=True)
class FoundCase:
    """`number`: empty before the back-end gave one."""

    case_id: UUID
    number: str
    item_name: str
    party_name: str
    state: str
    state_text: str


@dataclass(frozen=True, slots=True)
class FindCases:
    """A person's identity number finds nothing: it has no place in an address."""

    cases: Cases
    tails: CasesByTail
    parties: Parties
    organisations: KnownOrganisations
    catalogue: Catalogue
    concerns: Concerns

    async def __call__(self, text: str, remit: Remit = EVERY_BODY) -> tuple[FoundCase, ...]:
        """The one of that number; else those of that organisation; else those whose number ends so: of the
        remit, each."""
        if not (text.isascii() and text.isprintable()):
            return ()
        return tuple([await self._told(case) for case in await self._found(text, remit)])

    async def _found(self, text: str, remit: Remit) -> tuple[Case, ...]:
        if whole := await self.cases.by_number(CaseNumber(text)):
            is_theirs = remit.covers(await self.concerns.bodies_of(Work.CASE, whole.case_id))
            return (whole,) if is_theirs else ()
        if holder := await self.organisations.by_code(DocumentNumber(text.upper())):
            return await self.tails.of_holder(holder.party_id, size=MOST, remit=remit)
        if len(text) >= SHORTEST_TAIL and text.isalnum():
            return await self.tails.ending_with(text, size=MOST, remit=remit)
        return ()

    async def _told(self, found: Case) -> FoundCase:
        return FoundCase(
            found.case_id,
            found.number or "",
            self.catalogue.of_case(found).name,
            called(await self.parties.by_id(found.party)),
            str(found.state),
            state_words(found),
        )
