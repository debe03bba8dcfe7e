"""A grievance, for the tests of how one goes."""

from datetime import UTC, datetime
from uuid import UUID

from domain.grievances.grievance import (
    About,
    Answer,
    Grievance,
    GrievanceKind,
    GrievanceState,
    Remedy,
    Utterance,
)
from domain.kernel.ids import GrievanceId, PartyId, StaffId
from domain.kernel.personal import Free

MORNING = datetime(2026, 11, 23, 2, tzinfo=UTC)  # a Monday
CLERK = StaffId(UUID(int=7))


def raised(kind: GrievanceKind = GrievanceKind.COMPLAINT, *, at: datetime = MORNING) -> Grievance:
    return Grievance(
        GrievanceId(UUID(int=1)),
        kind,
        PartyId(UUID(int=2)),
        About(),
        GrievanceState.OPEN,
        at,
        at,
        (Utterance(Free("窗口排队太久"), at),),
    )


def an_answer(remedy: Remedy = Remedy.EXPLAINED, *, at: datetime = MORNING) -> Answer:
    return Answer(Free("已增开窗口"), remedy, CLERK, at)
