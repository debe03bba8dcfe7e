"""Try a version's rule (试运行研判规则) on the last snapshot, beside the rule it would take the place of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from domain.catalogue.item import Item
from domain.catalogue.store import ItemHistory
from domain.catalogue.trial import Found, RuleTrial, compare_findings
from domain.clock.clock import beijing_date
from domain.findings.doubt import has_moved
from domain.findings.finding import Circumstances, Due, event_key, judge, merged
from domain.findings.ports import AnalysisEngine, Candidate, SnapshotRef, Snapshots
from domain.kernel.ports import Clock

LISTS = 3
Advance = Callable[[int], Awaitable[None]]
"""Told how many more rows were looked at."""


@dataclass(frozen=True, slots=True)
class TryRule:
    """Nothing is found for anybody: no finding is kept, nobody is told."""

    snapshots: Snapshots
    engine: AnalysisEngine
    history: ItemHistory
    now: Clock
    in_sandbox: bool

    async def rows(self) -> int:
        """How many it will look at: each rule reads all of them. Raises Unavailable."""
        snapshot = await self.snapshots.latest()
        return 0 if snapshot is None else 2 * snapshot.rows

    async def __call__(self, item: Item, base: Item | None, advance: Advance) -> RuleTrial | None:
        """None before the first snapshot. Raises Refused (the rule is wrong), Unavailable."""
        snapshot = await self.snapshots.latest()
        if snapshot is None:
            return None
        before = [] if base is None else await self._due(base, snapshot)
        await advance(snapshot.rows)
        found = await self._due(item, snapshot)
        await advance(snapshot.rows)
        listed = await self.history.listed(item.code, lists=LISTS)
        return compare_findings(found, before, listed, as_of=snapshot.as_of, rows=snapshot.rows)

    async def _due(self, item: Item, snapshot: SnapshotRef) -> list[Found]:
        today = beijing_date(self.now())
        parameters = item.rule_parameters(today)
        found = await self.engine.candidates(item.rule.sql, snapshot=snapshot, parameters=parameters)
        return [_found(item, one) for one in merged(found) if self._is_due(item, one, snapshot, today)]

    def _is_due(self, item: Item, one: Candidate, snapshot: SnapshotRef, today: date) -> bool:
        """As far as the item says: who has a matter or waits for a clerk is the same under both."""
        rule = item.rule
        now = Circumstances(
            is_in_force=item.is_in_force(today, in_sandbox=self.in_sandbox),
            is_covered=item.covers(one.issuing_body_code),
            has_open_matter=False,
            wants_no_notice=False,
            needs_clerk=False,
            last_day=item.last_day_to_apply(one.event_date),
            today=today,
            has_moved=has_moved(one, None, not_moved_only=rule.not_moved_only),
            is_for_kind=item.is_for(one.holder_kind),
        )
        verdict = judge(one, now, rule_id=rule.id, rule_version=rule.version, as_of=snapshot.as_of)
        return isinstance(verdict, Due)


def _found(item: Item, one: Candidate) -> Found:
    body = item.issuing_body(one.issuing_body_code)
    office = body.name if body else one.issuing_body_code
    return Found(event_key(item.code, one), one.record_id, office, one.event_date, one.holder_kind)
