"""A grievance (错证、缺证、差评、投诉) as its party reads it, in plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.grievances.grievance import Answer, Grievance
from domain.grievances.words import KIND_WORDS, REMEDY_WORDS, STATE_WORDS
from domain.usecases.grievance_days import grievance_days


@dataclass(frozen=True, slots=True)
class AnswerView:
    """`by`: a colleague's name, for staff alone; empty for the person."""

    text: str
    remedy: str
    remedy_text: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class GrievanceView:
    grievance_id: UUID
    kind: str
    kind_text: str
    state: str
    state_text: str
    case_id: UUID | None
    licence_id: UUID | None
    field: str
    words: str
    raised_at: datetime
    due: date | None
    answers: tuple[AnswerView, ...]
    reopen_until: date | None


def grievance_view(grievance: Grievance, calendar: WorkingCalendar, now: datetime) -> GrievanceView:
    until = grievance.reopens_until
    return GrievanceView(
        grievance.grievance_id,
        str(grievance.kind),
        KIND_WORDS[grievance.kind],
        str(grievance.state),
        STATE_WORDS[grievance.state],
        grievance.about.case,
        grievance.about.licence,
        grievance.about.field,
        grievance.said[-1].words.reveal(),
        grievance.raised_at,
        grievance_days(grievance, calendar, beijing_date(now)).due,
        tuple(answer_view(one) for one in grievance.answers),
        beijing_date(until) if until is not None and now <= until else None,
    )


def answer_view(answer: Answer, by: str = "") -> AnswerView:
    return AnswerView(answer.text.reveal(), str(answer.remedy), REMEDY_WORDS[answer.remedy], answer.at, by)
