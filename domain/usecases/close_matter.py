"""Archive what was closed, and close a matter (事由) once every case of it is: its timeline's last step."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.kernel.ids import MatterId
from domain.kernel.jobs import ArchiveCase
from domain.kernel.ports import Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.matters.matter import MatterState
from domain.matters.ports import Matters


@dataclass(frozen=True, slots=True)
class CloseMatter:
    matters: Matters
    cases: Cases
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, matter: MatterId) -> bool:
        """Inside atomic, after a case was saved as closed. True when the matter ended with it."""
        held = await self.matters.take(matter)
        cases = await self.cases.of_matter(matter)
        for case in cases:
            if case.state is CaseState.CLOSED:  # 办结即归档; one archived before is left as it is
                await self.jobs.defer(ArchiveCase(case.case_id))
        if held.state is not MatterState.UNDER_WAY or any(c.state is not CaseState.CLOSED for c in cases):
            return False
        held.move(MatterState.CLOSED)
        await self.matters.save(held)
        await self.ledger.append(Step("matter-closed", matter))
        return True
