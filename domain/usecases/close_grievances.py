"""Close grievances (办结) that were answered and not reopened in their fifteen days."""

from dataclasses import dataclass

from domain.grievances.grievance import REOPENS_WITHIN, GrievanceState
from domain.grievances.ports import GrievanceQueue, Grievances
from domain.kernel.ports import Atomic, Clock
from domain.ledger.ports import Ledger
from domain.usecases.open_grievance import step_of

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class CloseGrievances:
    """A chore: safe to run twice, and in two workers."""

    grievances: Grievances
    queue: GrievanceQueue
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many were closed."""
        before, closed = self.now() - REOPENS_WITHIN, 0
        for found in await self.queue.answered_before(before, size=AT_ONCE):
            async with self.atomic():
                held = await self.grievances.take(found)
                if held.state is not GrievanceState.ANSWERED or held.answers[-1].at >= before:
                    continue
                held.close()
                await self.grievances.save(held)
                await self.ledger.append(step_of(held, "grievance-closed"))
                closed += 1
        return closed
