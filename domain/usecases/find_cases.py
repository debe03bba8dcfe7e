"""Find a case by its number (办件编号) at the staff's desk: the whole number, exactly as it is printed."""

from dataclasses import dataclass
from uuid import UUID

from domain.cases.ports import Cases
from domain.cases.words import state_words
from domain.catalogue.ports import Catalogue
from domain.kernel.ids import CaseNumber
from domain.parties.ports import Parties
from domain.usecases.compose_shown import called


@dataclass(frozen=True, slots=True)
class FoundCase:
    case_id: UUID
    number: str
    item_name: str
    party_name: str
    state: str
    state_text: str


@dataclass(frozen=True, slots=True)
class FindCases:
    cases: Cases
    parties: Parties
    catalogue: Catalogue

    async def __call__(self, number: CaseNumber) -> tuple[FoundCase, ...]:
        """The case of that number, or none. What no printer prints is no number."""
        found = await self.cases.by_number(number) if number.isprintable() else None
        if found is None:
            return ()
        return (
            FoundCase(
                found.case_id,
                number,
                self.catalogue.of_case(found).name,
                called(await self.parties.by_id(found.party)),
                str(found.state),
                state_words(found),
            ),
        )
