"""What is stuck (卡住的事): jobs that gave up or go on in vain, tries whose fate nobody knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from domain.kernel.ids import CaseId, NoticeId, PartyId

MANY_TRIES = 3  # a job waiting after so many is worth a look
MANY_JOBS = 3  # so many of one kind: the back-end behind them is away
UNSETTLED_FOR = timedelta(minutes=30)  # an unknown fate is asked for by itself well before


class StuckKind(StrEnum):
    JOB = "job"
    BACK_END = "back-end"  # all waiting jobs of one kind
    NOTICE = "notice"
    FILING = "filing"
    PROPOSAL = "proposal"
    SHIPMENT = "shipment"
    REQUEST = "request"  # 撤回 or 退件, put before the back-end
    REVOCATION = "revocation"
    SUPPLEMENT = "supplement"
    PROMISE = "promise"
    RATING = "rating"
    RESULT = "result"


class StuckState(StrEnum):
    FAILED = "failed"  # given up: a person has to say go on
    WAITING = "waiting"  # tried again by itself, later and later
    UNKNOWN = "unknown"  # it may have happened; asked after by our own number
    REFUSED = "refused"  # the outside says no for good
    HELD = "held"  # too late to ask safely: a person asks the vendor


@dataclass(frozen=True, slots=True)
class Stuck:
    """`reason`: the last one, a code without anything about people; `jobs`: which rows a retry puts back.

    `notice`, `case`: what the jobs behind it are about, where there may be none any more; `about`: the id the
    job names.
    """

    kind: StuckKind
    ref: UUID
    task: str
    state: StuckState
    since: datetime
    attempts: int
    reason: str = ""
    jobs: tuple[int, ...] = ()
    notice: NoticeId | None = None
    case: CaseId | None = None
    about: UUID | None = None

    @property
    def is_told_with(self) -> tuple[str, UUID | None]:
        """Alike for a job and for the fate it asks after."""
        return ("notice", self.notice) if self.notice else (self.task, self.about)


@dataclass(frozen=True, slots=True)
class Tried:
    """One try that came to nothing, or one entry of the story; `by`: a colleague."""

    at: datetime
    what: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many of one job came to nothing, and since when; `own`: of the last ones, by a fault of ours."""

    count: int
    since: datetime
    own: int = 0


class JobBoard(Protocol):
    """The jobs as they lie. Adapter: adapters/postgres/job_board.py."""

    async def stuck(self) -> tuple[Stuck, ...]:
        """Given up, or waiting after MANY_TRIES; one line a back-end where MANY_JOBS of one kind wait."""
        ...

    async def find(self, kind: StuckKind, ref: UUID) -> Stuck:
        """One of them. Raises NotFound."""
        ...

    async def tries(self, stuck: Stuck) -> tuple[Tried, ...]:
        """What went wrong with its jobs, oldest first, at most twenty each."""
        ...

    async def put_back(self, stuck: Stuck, *, at: datetime) -> int:
        """On the list again, to run at once; how many. Those that run, or are done, stay. Inside atomic."""
        ...

    async def note(self, job: int, task: str, reason: str, *, at: datetime) -> Tries:
        """A try came to nothing: how many did so far."""
        ...

    async def forget(self, job: int) -> str:
        """It went well in the end: the task it was, empty where nothing had gone wrong."""
        ...


class UnknownFates(Protocol):
    """Whatever was tried outside and hangs in the air. Adapter: adapters/postgres/unknown_fates.py."""

    async def stuck(self, *, before: datetime) -> tuple[Stuck, ...]:
        """Tried before that instant and not heard of since; filings refused for good."""
        ...

    async def find(self, kind: StuckKind, ref: UUID, *, before: datetime) -> Stuck:
        """Raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What something stuck is about, as far as it can be told: a case, or only whom it was meant for."""

    case: CaseId | None = None
    party: PartyId | None = None


class StuckSubjects(Protocol):
    """Adapter: adapters/postgres/stuck_subjects.py."""

    async def of(self, stuck: Stuck) -> Subject:
        """Empty for a back-end that is away, and for jobs about nobody."""
        ...

    async def of_job(self, job: int) -> Subject:
        """Likewise, for a job that runs."""
        ...
