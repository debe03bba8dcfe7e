"""Draw rechecks (抽查) from what was granted on our proposals: by lot, at least one a week of each item."""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.decisions.checking import Rechecks
from domain.decisions.recheck import Recheck, drawn
from domain.kernel.ids import RecheckId
from domain.kernel.ports import Atomic, Clock, NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger

LOOK_BACK = timedelta(days=60)  # longer than the worker ever rests


@dataclass(frozen=True, slots=True)
class DrawSample:
    """A chore: safe to run twice, and in two workers; the lot of a case never changes."""

    rechecks: Rechecks
    ledger: Ledger
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self) -> int:
        """How many were drawn now."""
        at, count = self.now(), 0
        granted = await self.rechecks.granted_since(at - LOOK_BACK)
        for one in drawn(granted, today=beijing_date(at)):
            async with self.atomic():
                made = Recheck(RecheckId(self.new_id()), one.case, at)
                if await self.rechecks.add(made):
                    facts = {"recheck": str(made.recheck_id)}
                    await self.ledger.append(Step("recheck-drawn", one.matter, one.case, facts=facts))
                    count += 1
        return count
