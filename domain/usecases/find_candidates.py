"""Find candidates: each item's rule on the latest snapshot. Nothing is judged or kept here."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from domain.catalogue.item import Item, Status
from domain.catalogue.ports import Catalogue
from domain.findings.ports import AnalysisEngine, Candidate, SnapshotRef, Snapshots
from domain.kernel.refusal import Unavailable


@dataclass(frozen=True, slots=True)
class FindCandidates:
    """A cancelled item's rule runs too: staff see who still holds such a licence; all are set aside."""

    catalogue: Catalogue
    snapshots: Snapshots
    engine: AnalysisEngine

    async def __call__(self, today: date) -> AsyncIterator[tuple[Item, SnapshotRef, tuple[Candidate, ...]]]:
        """Item by item. Raises Unavailable (no snapshot yet, or out of reach), Refused (a rule is wrong)."""
        snapshot = await self.snapshots.latest()
        if snapshot is None:
            raise Unavailable("analysis", "no-snapshot")
        for item in self.catalogue.all():
            if not item.is_live and item.status is not Status.CANCELLED:
                continue
            parameters = item.rule_parameters(today)
            found = await self.engine.candidates(item.rule.sql, snapshot=snapshot, parameters=parameters)
            yield item, snapshot, found
