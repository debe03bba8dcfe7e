"""Lapse matters (逾期未答复) whose last lawful day passed unanswered, and close calls that are moot."""

from dataclasses import dataclass

from domain.clock.clock import beijing_date
from domain.invitations.call import Attempt, CallOutcome
from domain.invitations.ports import CallEntries, Ladders
from domain.kernel.ids import CallId, MatterId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.matters.matter import MatterState
from domain.matters.ports import Matters

PAGE = 200
UNANSWERED = (MatterState.FOUND, MatterState.INVITED)


@dataclass(frozen=True, slots=True)
class LapseMatters:
    """Run by the clock, as often as one likes. Whoever comes too late is answered at the counter."""

    ladders: Ladders
    matters: Matters
    entries: CallEntries
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many lapsed now; the rest of a long list comes with the next round."""
        today = beijing_date(self.now())
        lapsed = 0
        for matter in await self.ladders.lapsing(today, size=PAGE):
            lapsed += await self._lapse(matter)
        for call in await self.ladders.moot(size=PAGE):
            await self._close(call)
        return lapsed

    async def _lapse(self, matter: MatterId) -> bool:
        async with self.atomic():
            held = await self.matters.take(matter)
            if held.state not in UNANSWERED:  # answered while we looked, or lapsed by another worker
                return False
            before = held.state
            held.move(MatterState.LAPSED)
            await self.matters.save(held)
            facts = {"from": str(before), "to": str(held.state)}
            await self.ledger.append(Step("matter-lapsed", matter, facts=facts))
        return True

    async def _close(self, call: CallId) -> None:
        async with self.atomic():
            entry = await self.entries.take(call)
            if entry.closed_at is not None or entry.matter is None:
                return
            state = (await self.matters.by_id(entry.matter)).state
            outcome = CallOutcome.LAPSED if state is MatterState.LAPSED else CallOutcome.MOOT
            entry.settle(Attempt(self.now(), outcome, by=""))
            await self.entries.save(entry)
            facts = {"call": str(entry.call_id), "outcome": str(outcome)}
            await self.ledger.append(Step("call-closed", entry.matter, facts=facts))
