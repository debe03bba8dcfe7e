"""Read one thing that is stuck (卡住的事): what was tried, by whom, and whether trying again is safe."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.kernel.ports import Clock
from domain.ledger.ports import Ledger
from domain.ledger.words import words_of
from domain.staff.ports import StaffNames
from domain.staff.stuck import UNSETTLED_FOR, JobBoard, Stuck, StuckKind, StuckState, Tried, UnknownFates
from domain.usecases.describe_subject import DescribeSubject, SubjectView
from domain.usecases.stuck_words import note_of, reason_of, title_of

OF_JOBS = frozenset({StuckKind.JOB, StuckKind.BACK_END})


@dataclass(frozen=True, slots=True)
class StuckView:
    kind: str
    ref: UUID
    title: str
    task: str
    since: datetime
    attempts: int
    reason: str
    state: str
    can_retry: bool
    note: str
    tried: tuple[Tried, ...]
    about: SubjectView | None


@dataclass(frozen=True, slots=True)
class FindStuck:
    """Which of the two keepers has it. Raises NotFound."""

    board: JobBoard
    fates: UnknownFates
    now: Clock

    async def __call__(self, kind: StuckKind, ref: UUID) -> Stuck:
        if kind in OF_JOBS:
            return await self.board.find(kind, ref)
        return await self.fates.find(kind, ref, before=self.now() - UNSETTLED_FOR)


@dataclass(frozen=True, slots=True)
class ReadStuck:
    find: FindStuck
    board: JobBoard
    ledger: Ledger
    describe: DescribeSubject
    names: StaffNames

    async def __call__(self, kind: StuckKind, ref: UUID) -> StuckView:
        """Raises NotFound: it is not stuck (any more)."""
        stuck = await self.find(kind, ref)
        tried = [
            *(replace(one, what=reason_of(one.what)) for one in await self.board.tries(stuck)),
            *await self._story(stuck),
        ]
        return StuckView(
            kind=str(stuck.kind),
            ref=stuck.ref,
            title=title_of(stuck),
            task=stuck.task,
            since=stuck.since,
            attempts=stuck.attempts,
            reason=reason_of(stuck.reason),
            state=str(stuck.state),
            can_retry=stuck.state not in (StuckState.REFUSED, StuckState.HELD) or bool(stuck.jobs),
            note=note_of(stuck),
            tried=tuple(sorted(tried, key=lambda one: one.at)),
            about=await self.describe(stuck),
        )

    async def _story(self, stuck: Stuck) -> list[Tried]:
        """What the ledger has of the case."""
        if stuck.case is None:
            return []
        entries = await self.ledger.of_case(stuck.case)
        told = [(one, words_of(one.step)) for one in entries]
        return [
            Tried(one.at, words.title, await self.names.called(one.step.staff or ""))
            for one, words in told
            if words
        ]
