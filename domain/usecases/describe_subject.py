"""Describe what something stuck (卡住的事) is about: whose case, of which item, by its number."""

from dataclasses import dataclass
from uuid import UUID

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.parties.ports import Parties
from domain.staff.stuck import Stuck, StuckSubjects
from domain.usecases.compose_shown import called


@dataclass(frozen=True, slots=True)
class SubjectView:
    """`party_name` as staff may read it; without a case only that is known."""

    party_name: str
    case_id: UUID | None = None
    number: str = ""
    item_name: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.party_name, self.item_name) if part)


@dataclass(frozen=True, slots=True)
class DescribeSubject:
    """Our own rows only."""

    subjects: StuckSubjects
    cases: Cases
    parties: Parties
    catalogue: Catalogue

    async def __call__(self, stuck: Stuck) -> SubjectView | None:
        subject = await self.subjects.of(stuck)
        if subject.case is not None:
            case = await self.cases.by_id(subject.case)
            return SubjectView(
                called(await self.parties.by_id(case.party)),
                case.case_id,
                case.number or "",
                self.catalogue.of_case(case).name,
            )
        if subject.party is not None:
            return SubjectView(called(await self.parties.by_id(subject.party)))
        return None
