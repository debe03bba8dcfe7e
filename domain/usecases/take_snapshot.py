"""Take a snapshot of the registers for sensing (分析研判): licences and changes, nobody named."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.catalogue.item import LOOK_BACK
from domain.catalogue.ports import Catalogue
from domain.catalogue.rule import Event
from domain.clock.clock import beijing_date
from domain.findings.ports import ChangeRow, SnapshotRef, SnapshotRow, Snapshots
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.parties.outside import RegisterFeed
from domain.usecases.compose_rows import ComposeRows

PURPOSE = "筛查即将到期和登记信息已变更的证照"
SOURCE = "registers"


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """All licences as of now and what of their holders changed lately, or nothing of either."""

    register: RegisterFeed
    snapshots: Snapshots
    catalogue: Catalogue
    compose_rows: ComposeRows
    atomic: Atomic
    ledger: Ledger
    now: Clock

    async def __call__(self) -> SnapshotRef:
        """Raises Refused, Unavailable; then the snapshot before stays the latest."""
        as_of = self.now()
        since = changes_since(self.catalogue, beijing_date(as_of))
        ref = await self.snapshots.write(
            self._licences(as_of), self._changes(since), as_of=as_of, source=SOURCE
        )
        facts: dict[str, Fact] = {
            "source": ref.source,
            "rows": ref.rows,
            "sha256": ref.sha256,
            "changes": ref.changes,
            "changes_sha256": ref.changes_sha256,
        }
        async with self.atomic():
            await self.ledger.append(Step("snapshot-taken", facts=facts))
        return ref

    async def _licences(self, as_of: datetime) -> AsyncIterator[tuple[SnapshotRow, ...]]:
        async for page in self.register.pages(purpose=PURPOSE):
            yield tuple(self.compose_rows.licence(row, as_of) for row in page)

    async def _changes(self, since: date) -> AsyncIterator[tuple[ChangeRow, ...]]:
        async for page in self.register.changes(since, purpose=PURPOSE):
            yield tuple(row for change in page for row in self.compose_rows.changes(change))


def changes_since(catalogue: Catalogue, today: date) -> date:
    """The first day of the widest window any rule about changes looks through, inclusive."""
    shifts = [item.timing.shift for item in catalogue.live() if item.rule.event is Event.CHANGE]
    return today - LOOK_BACK - max(shifts, default=timedelta())
