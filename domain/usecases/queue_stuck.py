"""Queue 8 of 今日待办: what is stuck (卡住的事), given up first, then what waits longest."""

from dataclasses import dataclass

from domain.catalogue.store import VersionLookup
from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.stuck import Stuck, StuckState
from domain.staff.today import Backlog, Waiting
from domain.usecases.describe_subject import DescribeSubject
from domain.usecases.list_stuck import FindAllStuck
from domain.usecases.stuck_words import detail_of, title_of
from domain.usecases.unreadable_versions import unreadable_versions

LEFT = (StuckState.REFUSED, StuckState.HELD)  # trying again would come to nothing


@dataclass(frozen=True, slots=True)
class QueueStuck:
    """Implements QueueReader."""

    find_all: FindAllStuck
    versions: VersionLookup
    describe: DescribeSubject

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        """What fails, fails for the whole office."""
        if remit.bodies is not None:
            return Backlog(0, ())
        found = await self.find_all()
        unreadable = await unreadable_versions(self.versions)
        rows = [*unreadable, *[await self._row(one) for one in found[: max(size - len(unreadable), 0)]]]
        return Backlog(len(unreadable) + len(found), tuple(rows[:size]))

    async def _row(self, stuck: Stuck) -> Waiting:
        about = await self.describe(stuck)
        said = f"{about} · {detail_of(stuck)}" if about else detail_of(stuck)
        action = "查看原因" if stuck.state in LEFT else "查看并重试"
        return Waiting(str(stuck.kind), stuck.ref, title_of(stuck), said, stuck.since, action)
