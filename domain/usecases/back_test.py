"""Try the rules of a run on past days (回测), on the snapshot of today; the figures alone are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.catalogue.item import Item
from domain.findings.back_test import PAST_DAYS, PastCount
from domain.findings.finding import merged
from domain.findings.ports import AnalysisEngine, SnapshotRef


@dataclass(frozen=True, slots=True)
class BackTest:
    engine: AnalysisEngine

    async def __call__(self, run: Sequence[tuple[Item, SnapshotRef]], today: date) -> tuple[PastCount, ...]:
        """All items of the run together, nearest day first. Raises Refused, Unavailable."""
        counts = []
        for days in PAST_DAYS:
            day = today - timedelta(days=days)
            found = [await self._found(item, snapshot, day) for item, snapshot in run]
            counts.append(PastCount(days, day, sum(found)))
        return tuple(counts)

    async def _found(self, item: Item, snapshot: SnapshotRef, day: date) -> int:
        candidates = await self.engine.candidates(
            item.rule.sql, snapshot=snapshot, parameters=item.rule_parameters(day)
        )
        return sum(
            item.covers(one.issuing_body_code) and item.is_for(one.holder_kind) for one in merged(candidates)
        )
