"""How a dry run (试运行) goes out to the staff's desk."""

from datetime import date, datetime
from typing import Self

from bff.http.boundary import View
from domain.catalogue import trial as trials
from domain.kernel.ids import short


class Sampled(View, frozen=True):
    change: str
    record_id: str
    office: str
    event_date: date
    holder_kind: str


class RuleTrial(View, frozen=True):
    as_of: datetime
    rows: int
    live: int
    found: int
    same: int
    new: int
    gone: int
    listed: int
    listed_gone: int
    sample: list[Sampled]


class Differs(View, frozen=True):
    case_id: str
    granted_then: bool
    unmet: list[str]


class InstantTrial(View, frozen=True):
    weighed: int
    granted_then: int
    granted_now: int
    differs: list[Differs]


class Gap(View, frozen=True):
    key: str
    label: str
    cases: int


class Asked(View, frozen=True):
    key: str
    label: str


class FormTrial(View, frozen=True):
    cases: int
    gaps: list[Gap]
    unknown: list[Asked]


class Result(View, frozen=True):
    form: FormTrial
    rule: RuleTrial | None = None
    instant: InstantTrial | None = None

    @classmethod
    def of(cls, found: trials.TrialResult) -> Self:
        form, instant = found.form, found.instant
        return cls(
            form=FormTrial(
                form.cases,
                [Gap(one.key, one.label, one.cases) for one in form.gaps],
                [Asked(key, label) for key, label in form.unknown],
            ),
            rule=None if found.rule is None else _rule(found.rule),
            instant=None if instant is None else _instant(instant),
        )


def _rule(rule: trials.RuleTrial) -> RuleTrial:
    sample = [
        Sampled(one.change, one.record_id, one.office, one.event_date, one.holder_kind) for one in rule.sample
    ]
    counts = (rule.live, rule.found, rule.same, rule.new, rule.gone, rule.listed, rule.listed_gone)
    return RuleTrial(rule.as_of, rule.rows, *counts, sample)


def _instant(instant: trials.InstantTrial) -> InstantTrial:
    differs = [
        Differs(short("case", one.case_id), one.granted_then, list(one.unmet)) for one in instant.differs
    ]
    return InstantTrial(instant.weighed, instant.granted_then, instant.granted_now, differs)


class Trial(View, frozen=True):
    state: str
    done: int
    total: int
    at: datetime | None = None
    failure: str | None = None
    result: Result | None = None

    @classmethod
    def of(cls, trial: trials.Trial) -> Self:
        return cls(
            state=str(trial.state),
            done=trial.done,
            total=trial.total,
            at=trial.at,
            failure=trial.failure or None,
            result=None if trial.result is None else Result.of(trial.result),
        )
