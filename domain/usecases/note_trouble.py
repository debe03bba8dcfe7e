"""Note that a job's try came to nothing, and why: what staff read when it is stuck."""

from dataclasses import dataclass

from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Outward, Refusal
from domain.staff.stuck import JobBoard, Tries
from domain.usecases.note_waiting import NoteWaiting


@dataclass(frozen=True, slots=True)
class NoteTrouble:
    """Reasons are codes: a vendor's, ours, or the name of an error; never its text."""

    board: JobBoard
    note_waiting: NoteWaiting
    atomic: Atomic
    now: Clock

    async def __call__(self, job: int, task: str, trouble: BaseException) -> Tries:
        """How many there were so far."""
        async with self.atomic():
            tries = await self.board.note(job, task, _reason(trouble), at=self.now())
        await self.note_waiting(job, trouble, tries)
        return tries

    async def over(self, job: int) -> None:
        """It went well in the end."""
        async with self.atomic():
            task = await self.board.forget(job)
        await self.note_waiting.over(job, task)


def _reason(trouble: BaseException) -> str:
    if isinstance(trouble, Outward):
        return f"{trouble.system}: {trouble.reason}"[:100]
    return trouble.code if isinstance(trouble, Refusal) else type(trouble).__name__
