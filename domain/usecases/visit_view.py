"""A visit (窗口办理) as its clerk reads it, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.counter.visit import Visit, VisitKind
from domain.kernel.party import Party


@dataclass(frozen=True, slots=True)
class VisitView:
    """`clerk`: their name. `person_name` masked, None on the telephone; `acting_for`: whom the matter is
    about, if not them."""

    visit_id: UUID
    kind: str
    clerk: str
    desk: str
    opened_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    is_open: bool
    is_helped: bool
    person_name: str | None
    matter_id: UUID | None
    acting_for: UUID | None


def visit_view(visit: Visit, person: Party, now: datetime, *, clerk: str) -> VisitView:
    is_seen = visit.kind is VisitKind.COUNTER
    return VisitView(
        visit_id=visit.visit_id,
        kind=str(visit.kind),
        clerk=clerk,
        desk=visit.desk,
        opened_at=visit.opened_at,
        ends_at=visit.ends_at,
        ended_at=visit.ended_at,
        is_open=visit.is_live(now),
        is_helped=visit.is_helped,
        person_name=str(person.name) if is_seen else None,
        matter_id=visit.matter,
        acting_for=visit.party if visit.party != visit.person or not is_seen else None,
    )
