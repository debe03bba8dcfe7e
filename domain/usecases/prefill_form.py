"""Fill in the form of a case from the registers (申报信息预填), each value with its source and its time."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.forms.form import FormState
from domain.forms.ports import Forms
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.form_values import fill
from domain.usecases.gather_facts import GatherFacts


@dataclass(frozen=True, slots=True)
class PrefillForm:
    """Asking changes nothing outside, so there is nothing to claim: killed anywhere, it is done again."""

    cases: Cases
    forms: Forms
    catalogue: Catalogue
    gather_facts: GatherFacts
    atomic: Atomic
    ledger: Ledger
    now: Clock

    async def __call__(self, case: CaseId) -> None:
        """The form is ready, once; a certificate that is gone hands the case to staff.

        Raises NotFound, Refused, and Unavailable so that the worker tries again.
        """
        if not await self._is_waiting(case):
            return
        facts = await self.gather_facts(await self.cases.by_id(case))
        async with self.atomic():
            held = await self.cases.take(case)
            if not await self._is_waiting(case):
                return
            if facts is None:
                before, after = held.move(CaseState.WITH_STAFF)
                await self.cases.save(held)
                moved = {"from": str(before), "to": str(after), "reason": "certificate-gone"}
                await self.ledger.append(Step("case-with-staff", held.matter, case, facts=moved))
                return
            form = await self.forms.of_case(case)
            fill(form, self.catalogue.get(held.item), facts, self.now())
            await self.forms.save(form)
            told = {"asOf": facts.record.as_of.isoformat()}
            await self.ledger.append(Step("form-prefilled", held.matter, case, facts=told))

    async def _is_waiting(self, case: CaseId) -> bool:
        form, found = await self.forms.of_case(case), await self.cases.by_id(case)
        return form.state is FormState.FILLING and found.state is CaseState.INTENDED
