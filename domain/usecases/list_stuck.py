"""List what is stuck (卡住的事): given up first, then what waits longest; nothing twice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.kernel.ports import Clock
from domain.staff.stuck import UNSETTLED_FOR, JobBoard, Stuck, StuckState, UnknownFates
from domain.usecases.stuck_words import detail_of, note_of, title_of

ORDER = (StuckState.FAILED, StuckState.HELD, StuckState.REFUSED, StuckState.UNKNOWN, StuckState.WAITING)


@dataclass(frozen=True, slots=True)
class StuckLine:
    """One of them in words: what it is, why, and what a person does about it."""

    kind: str
    ref: UUID
    since: datetime
    what: str
    why: str
    to_do: str


@dataclass(frozen=True, slots=True)
class FindAllStuck:
    board: JobBoard
    fates: UnknownFates
    now: Clock

    async def __call__(self) -> list[Stuck]:
        """A job that asks after what hangs in the air is told with it."""
        fates = await self.fates.stuck(before=self.now() - UNSETTLED_FOR)
        told = {one.is_told_with for one in fates}
        jobs = [one for one in await self.board.stuck() if one.is_told_with not in told]
        return sorted([*jobs, *fates], key=lambda one: (ORDER.index(one.state), one.since))


@dataclass(frozen=True, slots=True)
class ListStuck:
    find_all: FindAllStuck

    async def __call__(self) -> tuple[StuckLine, ...]:
        """For who works on the machine; nobody's name is in it."""
        return tuple(
            StuckLine(str(one.kind), one.ref, one.since, title_of(one), detail_of(one), note_of(one))
            for one in await self.find_all()
        )
