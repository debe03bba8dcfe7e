"""Settle what a person disputed on a form (错证登记): corrected at the source, or it stands; they go on."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.forms.form import FormState
from domain.forms.ports import Forms
from domain.grievances.grievance import Grievance, Remedy
from domain.kernel.jobs import PrefillForm
from domain.kernel.ports import Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class SettleDispute:
    """Inside atomic. A case that waits for staff has waited for this alone: no dead end."""

    cases: Cases
    forms: Forms
    ledger: Ledger
    jobs: Jobs

    async def hold(self, grievance: Grievance) -> None:
        """The matter's and the case's rows, before anything else is held."""
        if grievance.about.case is not None:
            await self.cases.take(grievance.about.case)

    async def __call__(self, grievance: Grievance, remedy: Remedy, *, staff: str) -> None:
        """Nothing to do where no case waits, or another dispute about the same case still does."""
        about = grievance.about
        if about.case is None or not about.field:
            return
        held = await self.cases.take(about.case)
        if held.state is not CaseState.WITH_STAFF:
            return
        form = await self.forms.of_case(about.case)
        is_filled_anew = remedy in (Remedy.CORRECTED, Remedy.ISSUED)
        if form.state is FormState.FILLING and not is_filled_anew:
            return  # never filled in, and nothing to fill it from: the person may withdraw
        before, after = held.move(CaseState.INTENDED)
        await self.cases.save(held)
        if is_filled_anew:
            form.state = FormState.FILLING
            await self.jobs.defer(PrefillForm(about.case))
        form.version += 1  # what the person saw is not what they confirm: they look once more
        await self.forms.save(form)
        facts = {"from": str(before), "to": str(after), "field": about.field, "remedy": str(remedy)}
        step = Step("dispute-settled", held.matter, about.case, staff=staff, facts=facts)
        await self.ledger.append(step)
