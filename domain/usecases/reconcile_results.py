"""Reconcile with the regulators (每日对账): both sides' figures of each day, and what they lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.kernel.ports import Clock
from domain.kernel.refusal import Outward
from domain.supervision.outside import Regulator
from domain.supervision.ports import ResultDays, Results
from domain.supervision.result import ReconciledDay, reconcile
from domain.usecases.push_result import PushResult

LOOKED_BACK = 7  # days: what was late or sent again changes a day's figures afterwards
SILENT_FOR = timedelta(hours=1)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ReconcileResults:
    """A chore: asks only, safe to run twice and in two workers."""

    days: ResultDays
    regulator: Regulator
    now: Clock

    async def __call__(self) -> int:
        """How many days of how many bodies differ. One body's silence keeps no other from being asked."""
        today, differing = beijing_date(self.now()), 0
        for body in await self.days.bodies():
            try:
                for back in range(LOOKED_BACK):
                    day = today - timedelta(days=back)
                    ours, theirs = await self.days.of_day(body, day), await self.regulator.received(body, day)
                    if not ours.told and not theirs:
                        continue
                    found = reconcile(body, day, ours, theirs, self.now())
                    await self.days.keep(found)
                    differing += not found.agrees
            except Outward:
                continue
        return differing


@dataclass(frozen=True, slots=True)
class ChaseReceipts:
    """A chore: whatever has had no receipt for an hour is gone after, its own job or not."""

    results: Results
    push_result: PushResult
    now: Clock

    async def __call__(self) -> int:
        """How many were gone after."""
        silent = await self.results.silent(self.now() - SILENT_FOR, size=AT_ONCE)
        for result in silent:
            try:
                await self.push_result(result)
            except Outward:
                continue
        return len(silent)


@dataclass(frozen=True, slots=True)
class ListReconciledDays:
    days: ResultDays

    async def __call__(self) -> Sequence[ReconciledDay]:
        """Newest first; at most a hundred."""
        return await self.days.latest(size=AT_ONCE)
