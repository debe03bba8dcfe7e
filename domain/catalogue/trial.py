"""The dry run (试运行) of an item version: what it would have found, granted and asked for until now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from domain.catalogue.instant import KINDS, Input, InputKind, Outcome, Said, weigh
from domain.catalogue.item import InstantAuthorisation, Item
from domain.catalogue.paperwork import FieldSource, FormField

SAMPLE = 20  # of each: new ones, gone ones
MOST_DIFFERENT = 50


class TrialState(StrEnum):
    NONE = "none"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sampled:
    """One licence and event that only one of the two rules finds. `record_id` is the register's own key."""

    change: str  # new, gone
    record_id: str
    office: str
    event_date: date
    holder_kind: str


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """`live`: due by the version it is compared with, `found`: by this one; `listed`: on the last lists."""

    as_of: datetime
    rows: int
    live: int
    found: int
    same: int
    new: int
    gone: int
    listed: int
    listed_gone: int
    sample: tuple[Sampled, ...] = ()


@dataclass(frozen=True, slots=True)
class Differs:
    case_id: UUID
    granted_then: bool
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstantTrial:
    weighed: int
    granted_then: int
    granted_now: int
    differs: tuple[Differs, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    key: str
    label: str
    cases: int


@dataclass(frozen=True, slots=True)
class FormTrial:
    """`gaps`: required, and empty or unfit in that many of the past forms; `unknown`: asked of nobody yet."""

    cases: int
    gaps: tuple[Gap, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()  # key, label


@dataclass(frozen=True, slots=True)
class TrialResult:
    """`rule` None: there was no snapshot. `instant` None: the version has no instant rules."""

    rule: RuleTrial | None
    instant: InstantTrial | None
    form: FormTrial


@dataclass(frozen=True, slots=True)
class Trial:
    state: TrialState = TrialState.NONE
    digest: str = ""
    at: datetime | None = None
    done: int = 0  # rows looked at
    total: int = 0
    failure: str = ""
    result: TrialResult | None = None

    def without_cases(self) -> "Trial":
        """The same counts, and no case named."""
        if self.result is None or self.result.instant is None:
            return self
        return replace(self, result=replace(self.result, instant=replace(self.result.instant, differs=())))


@dataclass(frozen=True, slots=True)
class Found:
    """One licence and event that a rule finds and the item makes due."""

    key: str
    record_id: str
    office: str
    event_date: date
    holder_kind: str


@dataclass(frozen=True, slots=True)
class PastWeighing:
    """A proposal of before: whether all rules were met then, and on which inputs, dates as ISO text."""

    case_id: UUID
    granted: bool
    inputs: Mapping[str, str | int | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PastForm:
    """A form of before: the definitions it was filled by, and its values by key."""

    definitions: tuple[FormField, ...]
    values: Mapping[str, str]


def compare_findings(
    now: Iterable[Found], before: Iterable[Found], listed: Iterable[str], *, as_of: datetime, rows: int
) -> RuleTrial:
    """`listed`: the keys of who was due on the last lists."""
    is_, was, told = {one.key: one for one in now}, {one.key: one for one in before}, frozenset(listed)
    new, gone = is_.keys() - was.keys(), was.keys() - is_.keys()
    sample = [_sampled("new", is_[key]) for key in _spread(new)]
    sample += [_sampled("gone", was[key]) for key in _spread(gone)]
    return RuleTrial(
        as_of=as_of,
        rows=rows,
        live=len(was),
        found=len(is_),
        same=len(is_) - len(new),
        new=len(new),
        gone=len(gone),
        listed=len(told),
        listed_gone=len(told - is_.keys()),
        sample=tuple(sample),
    )


def _spread(keys: Iterable[str]) -> list[str]:
    """Drawn by hash: nobody can arrange to stand in it."""
    return sorted(keys, key=lambda key: sha256(key.encode()).digest())[:SAMPLE]


def _sampled(change: str, one: Found) -> Sampled:
    return Sampled(change, one.record_id, one.office, one.event_date, one.holder_kind)


def weigh_again(authorisation: InstantAuthorisation, past: Iterable[PastWeighing]) -> InstantTrial:
    """The version's rules on the inputs that were kept; a proposal without any says nothing."""
    weighed = then = now = 0
    differs: list[Differs] = []
    for one in past:
        if not one.inputs:
            continue
        again = weigh(authorisation.rules, _said(one.inputs))
        granted = again.outcome is Outcome.GRANT
        weighed, then, now = weighed + 1, then + one.granted, now + granted
        if granted is not one.granted:
            unmet = tuple(verdict.rule.words for verdict in again.verdicts if not verdict.met)
            differs.append(Differs(one.case_id, one.granted, unmet))
    return InstantTrial(weighed, then, now, tuple(differs[:MOST_DIFFERENT]))


def _said(inputs: Mapping[str, str | int | tuple[str, ...]]) -> dict[Input, Said]:
    said = {}
    for name, value in inputs.items():
        asked = Input(name)
        is_date = KINDS[asked] is InputKind.DATE and isinstance(value, str)
        typed = date.fromisoformat(value) if is_date and isinstance(value, str) else value
        said[asked] = Said(typed, "", datetime.min)  # noqa: DTZ901 - where from and when is not weighed
    return said


def fill_again(item: Item, past: Iterable[PastForm]) -> FormTrial:
    """Which fields past cases could not have filled as the version wants them, though all was well then."""
    forms = tuple(past)
    gaps: list[Gap] = []
    unknown: list[tuple[str, str]] = []
    for field in item.fields:
        asked = [form for form in forms if _definition(form, field) is not None]
        if forms and not asked:
            unknown.append((field.key, field.label))
        missing = sum(_is_newly_missing(form, field) for form in asked)
        if missing:
            gaps.append(Gap(field.key, field.label, missing))
    return FormTrial(len(forms), tuple(gaps), tuple(unknown))


def _definition(form: PastForm, field: FormField) -> FormField | None:
    """The same value under whatever name: by its source, or by its key where the person answers."""
    return next((one for one in form.definitions if _is_same(one, field)), None)


def _is_same(one: FormField, other: FormField) -> bool:
    if one.source is not other.source:
        return False
    if one.source is FieldSource.PERSON:
        return one.key == other.key
    return one.source_field == other.source_field


def _is_newly_missing(form: PastForm, field: FormField) -> bool:
    before = _definition(form, field)
    if before is None:
        return False
    value = form.values.get(before.key, "")
    return not _suits(field, value) and _suits(before, value)


def _suits(field: FormField, value: str) -> bool:
    if not value:
        return not field.required
    is_short = field.max_length is None or len(value) <= field.max_length
    return is_short and (not field.choices or value in field.choices)
