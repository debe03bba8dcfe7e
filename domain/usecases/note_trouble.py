"""Note that a job's try came to nothing, and why: what staff read when it is stuck."""

from dataclasses import dataclass

from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Outward, Refusal
from domain.staff.stuck import JobBoard


@dataclass(frozen=True, slots=True)
class NoteTrouble:
    """Reasons are codes: a vendor's, ours, or the name of an error; never its text."""

    board: JobBoard
    atomic: Atomic
    now: Clock

    async def __call__(self, job: int, task: str, trouble: BaseException) -> None:
        async with self.atomic():
            await self.board.note(job, task, _reason(trouble), at=self.now())

    async def over(self, job: int) -> None:
        """It went well in the end."""
        async with self.atomic():
            await self.board.forget(job)


def _reason(trouble: BaseException) -> str:
    if isinstance(trouble, Outward):
        return f"{trouble.system}: {trouble.reason}"[:100]
    return trouble.code if isinstance(trouble, Refusal) else type(trouble).__name__
