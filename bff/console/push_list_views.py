"""How push lists (推送清单) and what is on them go out to the staff's desk."""

from datetime import date, datetime
from typing import Self

import msgspec

from bff.http.boundary import View
from domain.findings.back_test import Outcome, PastCount
from domain.invitations.segments import TextCost
from domain.kernel.ids import short
from domain.usecases.describe_finding import FindingLine
from domain.usecases.describe_push_list import Previous, PushListView, Sampled

PREFIX, FINDING = "list", "fnd"


class Summary(View, frozen=True):
    push_list_id: str
    item_name: str
    rule: str
    as_of: datetime
    state: str
    prepared_by: str
    prepared_at: datetime
    due: int
    set_aside: int
    decided_by: str | None = None
    decided_at: datetime | None = None

    @classmethod
    def of(cls, view: PushListView) -> Self:
        return cls(
            push_list_id=short(PREFIX, view.push_list_id),
            item_name=view.item_name,
            rule=view.rule,
            as_of=view.as_of,
            state=view.state,
            prepared_by=view.prepared_by,
            prepared_at=view.prepared_at,
            due=view.due,
            set_aside=view.set_aside,
            decided_by=view.decided_by,
            decided_at=view.decided_at,
        )


class Page(View, frozen=True):
    push_lists: list[Summary]
    next_cursor: str | None = None


class Count(View, frozen=True):
    label: str
    count: int


class ItemCount(Count, frozen=True):
    """`count`: due and set aside; `due`: those who are due, left out where it was not counted."""

    due: int | None = None


class Sample(View, frozen=True):
    party_name: str
    licence_number_tail: str
    office: str
    last_day: date
    why: str
    item_name: str

    @classmethod
    def of(cls, sampled: Sampled) -> Self:
        return cls(**{name: getattr(sampled, name) for name in cls.__struct_fields__})


class PastFigure(View, frozen=True):
    days_ago: int
    day: date
    found: int

    @classmethod
    def of(cls, one: PastCount) -> Self:
        return cls(one.days_ago, one.day, one.found)


class Became(View, frozen=True, omit_defaults=False):
    due: int
    dropped: int
    invited: int
    sent: int
    held: int
    yes: int
    not_now: int
    already_done: int
    not_me: int
    never: int
    wrong: int

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        figures = {name: getattr(outcome, name) for name in cls.__struct_fields__}
        return cls(**figures)


class Before(View, frozen=True):
    push_list_id: str
    prepared_at: datetime
    outcome: Became

    @classmethod
    def of(cls, previous: Previous) -> Self:
        return cls(short(PREFIX, previous.push_list_id), previous.prepared_at, Became.of(previous.outcome))


class Texts(View, frozen=True, omit_defaults=False):
    """At most, and about: before the first goes out. `segments`: what they are billed as."""

    messages: int
    segments: int
    cost_fen: int

    @classmethod
    def of(cls, cost: TextCost) -> Self:
        return cls(cost.messages, cost.segments, cost.fen)


class Whole(Summary, frozen=True, kw_only=True):
    digest: str
    by_body: list[Count]
    by_reason: list[Count]
    by_item: list[ItemCount]
    sample: list[Sample]
    back_test: list[PastFigure]
    note: str | None = None
    outcome: Became | None = None
    previous: Before | None = None
    texts: Texts | None = None

    @classmethod
    def of(cls, view: PushListView) -> Self:
        due = dict(view.due_by_item)
        return cls(
            **msgspec.structs.asdict(Summary.of(view)),
            digest=view.digest,
            by_body=[Count(label, n) for label, n in view.by_body],
            by_reason=[Count(label, n) for label, n in view.by_reason],
            by_item=[ItemCount(label, n, due.get(label)) for label, n in view.by_item],
            sample=[Sample.of(one) for one in view.sample],
            back_test=[PastFigure.of(one) for one in view.back_test],
            note=view.note,
            outcome=None if view.outcome is None else Became.of(view.outcome),
            previous=None if view.previous is None else Before.of(view.previous),
            texts=None if view.texts is None else Texts.of(view.texts),
        )


class FindingOut(View, frozen=True):
    finding_id: str
    item_name: str
    office: str
    last_day: date
    why: str
    party_name: str | None = None
    licence_number_tail: str | None = None
    reason: str | None = None

    @classmethod
    def of(cls, line: FindingLine) -> Self:
        return cls(
            finding_id=short(FINDING, line.finding_id),
            item_name=line.item_name,
            office=line.office,
            last_day=line.last_day,
            why=line.why,
            party_name=line.party_name or None,
            licence_number_tail=line.licence_number_tail or None,
            reason=line.reason,
        )


class FindingsPage(View, frozen=True):
    findings: list[FindingOut]
    next_cursor: str | None = None
