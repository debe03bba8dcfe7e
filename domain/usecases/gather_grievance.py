"""Gather what a clerk needs to see of a grievance: the case, the disputed value, the rating, the licence."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.forms.form import Field
from domain.forms.ports import Forms
from domain.grievances.grievance import Grievance
from domain.kernel.personal import Phone
from domain.licences.licence import Licence
from domain.licences.ports import Licences
from domain.parties.ports import Parties
from domain.ratings.ports import Ratings
from domain.ratings.rating import Rating
from domain.usecases.case_phone import CasePhone
from domain.usecases.compose_shown import called


@dataclass(frozen=True, slots=True)
class GrievanceFile:
    """`party_name`: an organisation's in clear, a person's masked."""

    party_name: str
    case: Case | None
    item_name: str
    field: Field | None
    licence: Licence | None
    rating: Rating | None
    phone: Phone | None


@dataclass(frozen=True, slots=True)
class GatherGrievance:
    cases: Cases
    parties: Parties
    catalogue: Catalogue
    forms: Forms
    licences: Licences
    ratings: Ratings
    phone_of: CasePhone

    async def __call__(self, grievance: Grievance) -> GrievanceFile:
        """Our own rows only, so it may stand inside atomic."""
        about = grievance.about
        case = None if about.case is None else await self.cases.by_id(about.case)
        rated = case is not None and about.rating is not None
        return GrievanceFile(
            called(await self.parties.by_id(grievance.party)),
            case,
            "" if case is None else self.catalogue.of_case(case).name,
            await self._field(case, about.field),
            None if about.licence is None else await self.licences.by_id(about.licence),
            await self.ratings.of_case(case.case_id) if case is not None and rated else None,
            None if case is None else await self.phone_of(case),
        )

    async def _field(self, case: Case | None, key: str) -> Field | None:
        if case is None or not key:
            return None
        form = await self.forms.of_case(case.case_id)
        return next((one for one in form.fields if one.key == key), None)
