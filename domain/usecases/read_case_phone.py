"""Read the phone (联系电话) of whoever applied, for a call about their case; who looked is in the ledger."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.kernel.ids import CaseId
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.case_phone import CasePhone


@dataclass(frozen=True, slots=True)
class ReadCasePhone:
    cases: Cases
    phone_of: CasePhone
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, staff: StaffAccount, case: CaseId) -> Phone | None:
        """The number and who saw it, together; None, and nothing written, where none is known.

        Raises NotFound.
        """
        async with self.atomic():
            found = await self.cases.by_id(case)
            phone = await self.phone_of(found)
            if phone is not None:
                step = Step("contact-number-shown", found.matter, case, staff=staff.login)
                await self.ledger.append(step)
        return phone
