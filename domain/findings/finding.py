"""The finding (研判结果): a holder due under one item for one event, or set aside for a reason, and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.findings.ports import Candidate
from domain.kernel.ids import FindingId, ItemCode


class Reason(StrEnum):
    """Why somebody a rule found is told nothing. Stands in counts and lists; `words` is what staff read."""

    NOT_IN_FORCE = "not-in-force"
    OUT_OF_SCOPE = "out-of-scope"
    OPEN_MATTER = "open-matter"
    NEVER_AGAIN = "never-again"
    TOO_LATE = "too-late"
    NEEDS_CLERK = "needs-clerk"
    NO_CONTACT = "no-contact"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Reason.NOT_IN_FORCE: "事项未生效",
    Reason.OUT_OF_SCOPE: "不在实施范围",
    Reason.OPEN_MATTER: "已有在办",
    Reason.NEVER_AGAIN: "本人不再提醒",
    Reason.TOO_LATE: "已过申请期限",
    Reason.NEEDS_CLERK: "需人工核实",
    Reason.NO_CONTACT: "无可用联系方式",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the use case found out about a candidate. `last_day` is the last lawful day, inclusive."""

    is_in_force: bool
    is_covered: bool
    has_open_matter: bool
    wants_no_notice: bool
    needs_clerk: bool  # a doubt only a person can settle: a road renamed, or a real move?
    last_day: date
    today: date


@dataclass(frozen=True, slots=True)
class Why:
    """Why me: everything needed to find the same again."""

    rule_id: str
    rule_version: int
    record_id: str
    as_of: datetime  # of the snapshot
    event_date: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Due:
    candidate: Candidate
    why: Why


@dataclass(frozen=True, slots=True)
class SetAside:
    candidate: Candidate
    why: Why
    reason: Reason


Verdict = Due | SetAside


@dataclass(frozen=True, slots=True)
class Finding:
    finding_id: FindingId
    item: ItemCode
    verdict: Verdict

    @property
    def event_key(self) -> str:
        """Unique among findings that are due."""
        return event_key(self.item, self.verdict.candidate.record_id, self.verdict.candidate.event_date)

    @property
    def reason(self) -> Reason | None:
        """None when due."""
        return self.verdict.reason if isinstance(self.verdict, SetAside) else None


def event_key(item: ItemCode, record_id: str, event_date: date) -> str:
    """The same for the same event on every run, so that none is found twice; holds no personal data."""
    return f"{item}/{record_id}/{event_date.isoformat()}"


def judge(
    candidate: Candidate, now: Circumstances, *, rule_id: str, rule_version: int, as_of: datetime
) -> Verdict:
    """Due, or set aside for the first reason that holds: what the law settles first, what we lack last."""
    why = Why(rule_id, rule_version, candidate.record_id, as_of, candidate.event_date, now.last_day)
    reason = _reason(candidate, now)
    return Due(candidate, why) if reason is None else SetAside(candidate, why, reason)


def _reason(candidate: Candidate, now: Circumstances) -> Reason | None:
    in_order = (
        (not now.is_in_force, Reason.NOT_IN_FORCE),
        (not now.is_covered, Reason.OUT_OF_SCOPE),
        (now.has_open_matter, Reason.OPEN_MATTER),
        (now.wants_no_notice, Reason.NEVER_AGAIN),
        (now.today > now.last_day, Reason.TOO_LATE),
        (now.needs_clerk, Reason.NEEDS_CLERK),
        (not candidate.has_contact, Reason.NO_CONTACT),
    )
    return next((reason for holds, reason in in_order if holds), None)


def unseen(findings: Iterable[Finding], *, pursued: Collection[str]) -> tuple[Finding, ...]:
    """The findings whose event nobody pursues yet, each event once.

    `pursued`: event keys of earlier findings that were due. One set aside is not among them: a holder
    without a contact yesterday may have one today.
    """
    kept: dict[str, Finding] = {}
    for finding in findings:
        if finding.event_key not in pursued:
            kept.setdefault(finding.event_key, finding)
    return tuple(kept.values())
