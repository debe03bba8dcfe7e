"""Judge the candidates (研判) of one run: who is due, who is set aside and why, and who is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.catalogue.item import Item
from domain.findings.doubt import Doubt, DoubtKind, DoubtState, has_moved, needs_clerk, question_key
from domain.findings.finding import (
    Circumstances,
    Finding,
    bundle_key,
    event_key,
    held_together,
    judge,
    merged,
    unseen,
)
from domain.findings.ports import Candidate, Questionable, SnapshotRef
from domain.findings.store import Doubts, Findings, Standing
from domain.kernel.ids import FindingId
from domain.kernel.ports import NewId

NO_QUESTIONS: Mapping[str, Questionable] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Found:
    """What one item's rule found, each licence and event once."""

    item: Item
    snapshot: SnapshotRef
    candidates: tuple[Candidate, ...]

    @classmethod
    def of(cls, item: Item, snapshot: SnapshotRef, candidates: Sequence[Candidate]) -> "Found":
        return cls(item, snapshot, merged(candidates))


@dataclass(frozen=True, slots=True)
class JudgeCandidates:
    """Part of a transaction: until it ends no other run may judge these items.

    in_sandbox: nobody there is real, so items a city has yet to confirm may run.
    """

    findings: Findings
    doubts: Doubts
    new_id: NewId
    in_sandbox: bool = False

    async def __call__(
        self, run: Sequence[Found], today: date, questions: Mapping[str, Questionable] = NO_QUESTIONS
    ) -> tuple[Finding, ...]:
        """What no list told staff yet. All of one change are judged in one run, or one waits in vain."""
        changes = {one.change_id for found in run for one in found.candidates if one.change_id}
        asked = {
            question_key(DoubtKind(questions[one.record_id].question), event_key(found.item.code, one))
            for found in run
            for one in found.candidates
            if one.record_id in questions
        }
        keys = {
            event_key(found.item.code, one): bundle_key(found.item.code, one)
            for found in run
            for one in found.candidates
        }
        pursued = await self.findings.pursued([found.item.code for found in run], keys)
        doubts = await self.doubts.of_changes(changes | asked)
        answers = _Answers(doubts, questions)
        judged: list[Finding] = []
        for found in run:
            standing = await self.findings.standing(found.item.code, on=today)
            judged += [self._judged(found, one, standing, answers, today) for one in found.candidates]
        is_open = {change for change, doubt in doubts.items() if doubt.state is DoubtState.OPEN}
        told = await self.findings.told(keys.keys())
        return unseen(held_together(judged, doubted=is_open), pursued=pursued, told=told)

    def _judged(
        self,
        found: Found,
        candidate: Candidate,
        standing: Standing,
        answers: "_Answers",
        today: date,
    ) -> Finding:
        item, rule = found.item, found.item.rule
        doubt, only = answers.doubts.get(candidate.change_id), rule.not_moved_only
        answer = answers.about(item, candidate)
        circumstances = Circumstances(
            is_in_force=item.is_in_force(today, in_sandbox=self.in_sandbox),
            is_covered=item.covers(candidate.issuing_body_code),
            has_open_matter=candidate.holder_key in standing.in_hand,
            wants_no_notice=candidate.holder_key in standing.never,
            needs_clerk=answer is DoubtState.OPEN or needs_clerk(candidate, doubt, not_moved_only=only),
            is_doubtful=answer is DoubtState.SET_ASIDE,
            last_day=item.last_day_to_apply(candidate.event_date),
            today=today,
            has_moved=has_moved(candidate, doubt, not_moved_only=only),
            is_confirmed=item.is_confirmed(in_sandbox=self.in_sandbox),
            is_for_kind=item.is_for(candidate.holder_kind),
        )
        verdict = judge(
            candidate, circumstances, rule_id=rule.id, rule_version=rule.version, as_of=found.snapshot.as_of
        )
        return Finding(FindingId(self.new_id()), item.code, verdict)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was asked of clerks, and what they said."""

    doubts: Mapping[str, Doubt]
    questions: Mapping[str, Questionable]

    def about(self, item: Item, candidate: Candidate) -> DoubtState | None:
        """Of the register's row; OPEN while nobody has said, None where nothing is asked."""
        question = self.questions.get(candidate.record_id)
        if question is None:
            return None
        key = question_key(DoubtKind(question.question), event_key(item.code, candidate))
        return self.doubts[key].state if key in self.doubts else DoubtState.OPEN
