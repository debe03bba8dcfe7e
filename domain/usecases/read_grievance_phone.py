"""Read the phone (联系电话) of who is not content, for the call back (回访); who looked is in the ledger."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.grievances.grievance import GrievanceKind
from domain.grievances.ports import Grievances
from domain.kernel.ids import GrievanceId
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.case_phone import CasePhone
from domain.usecases.hands_in import HandsIn
from domain.usecases.open_grievance import step_of


@dataclass(frozen=True, slots=True)
class ReadGrievancePhone:
    """Of the case it is about: who complains of something else left no number with us."""

    grievances: Grievances
    cases: Cases
    phone_of: CasePhone
    hands_in: HandsIn
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, staff: StaffAccount, grievance: GrievanceId) -> Phone | None:
        """The number and who saw it, together; None, and nothing written, where none is known.

        Raises NotFound; HandledTheCase: who handled the case does not learn who rated it.
        """
        async with self.atomic():
            found = await self.grievances.by_id(grievance)
            if found.kind is GrievanceKind.BAD_RATING:
                await self.hands_in.refuse(staff, found.handled_by)
            about = found.about.case
            phone = None if about is None else await self.phone_of(await self.cases.by_id(about))
            if phone is not None:
                await self.ledger.append(step_of(found, "contact-number-shown", staff=staff.login))
        return phone
