"""A promise (承诺) as it is shown: the text as signed, until when, what came of it, and what may be done."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.cases.case import UNGRANTED, Case, CaseState
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.promises.promise import Promise, PromiseKind, PromiseState
from domain.promises.texts import TEXTS
from domain.usecases.promise_clock import owed_until

UNDECIDED = frozenset({CaseState.CONFIRMED, CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class PromiseView:
    promise_id: UUID
    case_id: UUID
    material: str
    kind: str
    state: str
    state_text: str
    text_version: str
    title: str
    text: str
    signed_at: datetime
    days: int | None
    due: date | None
    given_at: datetime | None
    may_give: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class PromiseBrief:
    """`due` while it is owed."""

    promise_id: UUID
    material: str
    kind: str
    state: str
    state_text: str
    due: date | None


def promise_view(promise: Promise, case: Case, calendar: WorkingCalendar, now: datetime) -> PromiseView:
    said = TEXTS.get(promise.text_version)
    return PromiseView(
        promise.promise_id,
        promise.case,
        promise.material_name,
        str(promise.kind),
        str(promise.state),
        promise.state_words,
        promise.text_version,
        said.title if said else promise.material_name,
        promise.text,
        promise.signed_at,
        promise.days,
        owed_until(promise, case, calendar),
        promise.brought_at,
        may_give(promise, case, calendar, now),
        may_withdraw(promise, case),
    )


def promise_brief(promise: Promise, case: Case, calendar: WorkingCalendar) -> PromiseBrief:
    return PromiseBrief(
        promise.promise_id,
        promise.material_name,
        str(promise.kind),
        str(promise.state),
        promise.state_words,
        owed_until(promise, case, calendar),
    )


def may_give(promise: Promise, case: Case, calendar: WorkingCalendar, now: datetime) -> bool:
    """While it is owed, its last day included; also before acceptance, and after a grant."""
    if promise.kind is not PromiseKind.DEFER or promise.state is not PromiseState.OPEN or has_failed(case):
        return False
    due = owed_until(promise, case, calendar)
    return due is None or beijing_date(now) <= due


def may_withdraw(promise: Promise, case: Case) -> bool:
    """Until the decision."""
    is_binding = promise.kind is PromiseKind.INSTEAD and promise.state is PromiseState.OPEN
    return is_binding and case.state in UNDECIDED


def may_check(promise: Promise, case: Case) -> bool:
    """Once what was asked for is granted."""
    is_binding = promise.kind is PromiseKind.INSTEAD and promise.state is PromiseState.OPEN
    return is_binding and case.state not in UNDECIDED and not has_failed(case)


def has_failed(case: Case) -> bool:
    """Ended without what was asked for: nothing is owed any more."""
    return case.state in UNGRANTED or case.ended_as in UNGRANTED
