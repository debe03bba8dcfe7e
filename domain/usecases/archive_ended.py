"""Archive what ended and is not archived (补归档): a job for each case, and none waits for another."""

from dataclasses import dataclass

from domain.archives.ports import UnarchivedCases
from domain.kernel.jobs import ArchiveCase
from domain.kernel.ports import Atomic, Jobs

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ArchiveEnded:
    """A chore: what ended before there was an archive, or in a way that deferred no job.

    A case that fails does so in its own job: tried again, and in the end among what is stuck (卡住的事).
    """

    unarchived: UnarchivedCases
    jobs: Jobs
    atomic: Atomic

    async def __call__(self) -> int:
        """How many cases got a job."""
        async with self.atomic():
            cases = await self.unarchived.unarchived(size=AT_ONCE)
            for case in cases:
                await self.jobs.defer(ArchiveCase(case))
        return len(cases)
