"""Fill in the form of a case from the registers (申报信息预填), each value with its source and its time."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.forms.form import FormState
from domain.forms.ports import Forms
from domain.grievances.grievance import About, GrievanceKind
from domain.kernel.ids import CaseId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.form_values import fill
from domain.usecases.gather_facts import GatherFacts, Obstacle
from domain.usecases.open_grievance import OpenGrievance

CERTIFICATE = "current_certificate"
FOUND_NONE = "（系统登记）自动填写表单时，登记系统里没有可用的原证书或单位：{}"


@dataclass(frozen=True, slots=True)
class PrefillForm:
    """Asking changes nothing outside, so there is nothing to claim: killed anywhere, it is done again."""

    cases: Cases
    forms: Forms
    catalogue: Catalogue
    gather_facts: GatherFacts
    atomic: Atomic
    ledger: Ledger
    open_grievance: OpenGrievance
    now: Clock

    async def __call__(self, case: CaseId) -> None:
        """The form is ready, once; a certificate that is gone, or an enterprise that is, hands it to staff.

        Raises NotFound, Refused, and Unavailable so that the worker tries again.
        """
        if not await self._is_waiting(case):
            return
        waiting = await self.cases.by_id(case)
        item = self.catalogue.of_case(waiting)
        facts = await self.gather_facts(waiting, item)
        async with self.atomic():
            held = await self.cases.take(case)
            if not await self._is_waiting(case):
                return
            if isinstance(facts, Obstacle):
                before, after = held.move(CaseState.WITH_STAFF)
                await self.cases.save(held)
                moved = {"from": str(before), "to": str(after), "reason": str(facts)}
                await self.ledger.append(Step("case-with-staff", held.matter, case, facts=moved))
                await self._ask_staff(held, facts)
                return
            form = await self.forms.of_case(case)
            fill(form, item, facts, self.now())
            await self.forms.save(form)
            told = {"asOf": facts.record.as_of.isoformat()}
            if facts.business_licence is not None:
                told["businessLicenceAsOf"] = facts.business_licence.as_of.isoformat()
            await self.ledger.append(Step("form-prefilled", held.matter, case, facts=told))

    async def _ask_staff(self, case: Case, obstacle: Obstacle) -> None:
        """As 缺证: somebody looks by a day, and the person reads what was found."""
        about = About(case.matter, case.case_id, field=CERTIFICATE)
        kind, words = GrievanceKind.MISSING_CERTIFICATE, Free(FOUND_NONE.format(obstacle))
        await self.open_grievance.again(kind, case.party, about, words, acting=None)

    async def _is_waiting(self, case: CaseId) -> bool:
        form, found = await self.forms.of_case(case), await self.cases.by_id(case)
        return form.state is FormState.FILLING and found.state is CaseState.INTENDED
