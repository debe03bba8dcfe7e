"""Judge the candidates (研判) of one run: who is due, who is set aside and why, and who is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.catalogue.item import Item
from domain.findings.doubt import Doubt, DoubtState, has_moved, needs_clerk
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
from domain.findings.ports import Candidate, SnapshotRef
from domain.findings.store import Doubts, Findings, Standing
from domain.kernel.ids import FindingId
from domain.kernel.ports import NewId


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

    async def __call__(self, run: Sequence[Found], today: date) -> tuple[Finding, ...]:
        """What no list told staff yet. All of one change are judged in one run, or one waits in vain."""
        changes = {one.change_id for found in run for one in found.candidates if one.change_id}
        keys = {
            event_key(found.item.code, one): bundle_key(found.item.code, one)
            for found in run
            for one in found.candidates
        }
        pursued = await self.findings.pursued([found.item.code for found in run], keys)
        doubts = await self.doubts.of_changes(changes)
        judged: list[Finding] = []
        for found in run:
            standing = await self.findings.standing(found.item.code, on=today)
            judged += [self._judged(found, one, standing, doubts, today) for one in found.candidates]
        is_open = {change for change, doubt in doubts.items() if doubt.state is DoubtState.OPEN}
        told = await self.findings.told(keys.keys())
        return unseen(held_together(judged, doubted=is_open), pursued=pursued, told=told)

    def _judged(
        self,
        found: Found,
        candidate: Candidate,
        standing: Standing,
        doubts: Mapping[str, Doubt],
        today: date,
    ) -> Finding:
        item, rule = found.item, found.item.rule
        doubt, only = doubts.get(candidate.change_id), rule.not_moved_only
        circumstances = Circumstances(
            is_in_force=item.is_in_force(today, in_sandbox=self.in_sandbox),
            is_covered=item.covers(candidate.issuing_body_code),
            has_open_matter=candidate.holder_key in standing.in_hand,
            wants_no_notice=candidate.holder_key in standing.never,
            needs_clerk=needs_clerk(candidate, doubt, not_moved_only=only),
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
