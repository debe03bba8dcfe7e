"""The finding (研判结果): a holder due under one item for one event, or set aside for a reason, and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.findings.ports import Candidate, Move
from domain.kernel.ids import FindingId, ItemCode


class Reason(StrEnum):
    """Why somebody a rule found is told nothing. Stands in counts and lists; `words` is what staff read."""

    NOT_IN_FORCE = "not-in-force"
    UNCONFIRMED = "unconfirmed"
    OUT_OF_SCOPE = "out-of-scope"
    NOT_FOR_KIND = "not-for-kind"
    OPEN_MATTER = "open-matter"
    NEVER_AGAIN = "never-again"
    TOO_LATE = "too-late"
    MOVED = "moved"
    DOUBTFUL = "doubtful"
    ALREADY_CURRENT = "already-current"
    NEEDS_CLERK = "needs-clerk"
    NO_CONTACT = "no-contact"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Reason.NOT_IN_FORCE: "事项未生效",
    Reason.UNCONFIRMED: "待城市确认",
    Reason.OUT_OF_SCOPE: "不在实施范围",
    Reason.NOT_FOR_KIND: "不属于服务对象",
    Reason.OPEN_MATTER: "已有在办",
    Reason.NEVER_AGAIN: "本人不再提醒",
    Reason.TOO_LATE: "已过申请期限",
    Reason.MOVED: "实为迁移，不适用本事项",
    Reason.DOUBTFUL: "经核实不予推送",
    Reason.ALREADY_CURRENT: "证照内容已与登记一致",
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
    has_moved: bool = False  # and the item is not for those who moved
    is_current: bool = False  # the licence says already what the register says
    is_confirmed: bool = True  # the city has confirmed all that the item says
    is_for_kind: bool = True  # the holder is of a kind the item is for
    is_doubtful: bool = False  # a clerk looked at the register's row and set it aside


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
        return event_key(self.item, self.verdict.candidate)

    @property
    def bundle_key(self) -> str:
        """The same for all findings that make one matter."""
        return bundle_key(self.item, self.verdict.candidate)

    @property
    def reason(self) -> Reason | None:
        """None when due."""
        return self.verdict.reason if isinstance(self.verdict, SetAside) else None

    @property
    def changed(self) -> tuple[str, ...]:
        """Which fields changed; empty for an expiry."""
        fields = self.verdict.candidate.changed_field
        return tuple(fields.split(_AND)) if fields else ()


_AND = ","
_WORST_LAST = (Move.NONE, Move.UNCLEAR, Move.ELSEWHERE)


def event_key(item: ItemCode, candidate: Candidate) -> str:
    """The same for the same event on every run, so that none is found twice; holds no personal data."""
    event = candidate.change_id or candidate.event_date.isoformat()
    return f"{item}/{candidate.record_id}/{event}"


def bundle_key(item: ItemCode, candidate: Candidate) -> str:
    """The key of the matter: one for all that a change touches, or the expiry's own."""
    return change_key(candidate.change_id) if candidate.change_id else event_key(item, candidate)


def change_key(change_id: str) -> str:
    """The bundle of one change."""
    return f"change/{change_id}"


def merged(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One for each licence and event of one item: the fields of one change together, its worst move."""
    events: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        events.setdefault((one.record_id, one.change_id or one.event_date.isoformat()), []).append(one)
    return tuple(_one(rows) for rows in events.values())


def _one(rows: Sequence[Candidate]) -> Candidate:
    fields = {field for row in rows for field in row.changed_field.split(_AND)}
    worst = max((row.move for row in rows), key=_WORST_LAST.index)
    return replace(rows[0], changed_field=_AND.join(sorted(fields)), move=worst)


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
        (not now.is_confirmed, Reason.UNCONFIRMED),
        (not now.is_covered, Reason.OUT_OF_SCOPE),
        (not now.is_for_kind, Reason.NOT_FOR_KIND),
        (now.has_open_matter, Reason.OPEN_MATTER),
        (now.wants_no_notice, Reason.NEVER_AGAIN),
        (now.today > now.last_day, Reason.TOO_LATE),
        (now.has_moved, Reason.MOVED),
        (now.is_doubtful, Reason.DOUBTFUL),
        (now.is_current, Reason.ALREADY_CURRENT),
        (now.needs_clerk, Reason.NEEDS_CLERK),
        (not candidate.has_contact, Reason.NO_CONTACT),
    )
    return next((reason for holds, reason in in_order if holds), None)


def set_aside(finding: Finding, reason: Reason) -> Finding:
    """The same finding, told nothing for a reason that lies outside it."""
    verdict = finding.verdict
    return replace(finding, verdict=SetAside(verdict.candidate, verdict.why, reason))


def held_together(findings: Iterable[Finding], *, doubted: Collection[str] = ()) -> tuple[Finding, ...]:
    """While one finding of a bundle needs a clerk, nobody of the bundle is told: one change, one notice.

    `doubted`: change ids with an open doubt, whoever noted it.
    """
    findings = tuple(findings)
    waiting = {one.bundle_key for one in findings if one.reason is Reason.NEEDS_CLERK}
    waiting.update(change_key(change) for change in doubted)
    return tuple(
        set_aside(one, Reason.NEEDS_CLERK)
        if one.bundle_key in waiting and one.reason in (None, Reason.NO_CONTACT)
        else one
        for one in findings
    )


def unseen(
    findings: Iterable[Finding], *, pursued: Collection[str], told: Collection[tuple[str, Reason]] = ()
) -> tuple[Finding, ...]:
    """The findings that staff have not read yet, each event once.

    `pursued`: event keys that are somebody's pursuit. `told`: who was set aside on an earlier list, and why:
    for the same reason they are on no list again; due now, or set aside for another, they are.
    """
    kept: dict[str, Finding] = {}
    for finding in findings:
        if finding.event_key in pursued:
            continue
        if finding.reason is not None and (finding.event_key, finding.reason) in told:
            continue
        kept.setdefault(finding.event_key, finding)
    return tuple(kept.values())
