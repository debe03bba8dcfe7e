"""Prepare the push lists (推送清单) of one run: who is due and who is set aside, told to nobody yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.catalogue.item import Item
from domain.clock.clock import beijing_date
from domain.findings.finding import Circumstances, Finding, event_key, judge, unseen
from domain.findings.ports import Candidate, SnapshotRef
from domain.findings.push_list import Counts, PushList
from domain.findings.store import Findings, PushLists, Standing
from domain.kernel.ids import FindingId, PushListId
from domain.kernel.ports import Atomic, Clock, NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.find_candidates import FindCandidates


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one item's rule led to; `push_list` None when nobody new is due."""

    item: str
    push_list: PushListId | None
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class PreparePushList:
    """For each item a list with all its findings, or neither; an event pursued already is on no new list.

    in_sandbox: nobody there is real, so items a city has yet to confirm may run.
    """

    find_candidates: FindCandidates
    findings: Findings
    push_lists: PushLists
    ledger: Ledger
    atomic: Atomic
    now: Clock
    new_id: NewId
    in_sandbox: bool = False

    async def __call__(self, staff: StaffAccount) -> tuple[Prepared, ...]:
        """`staff` answers for the lists and cannot sign them. Raises Unavailable, Refused."""
        today = beijing_date(self.now())
        return tuple(
            [
                await self._prepare(item, snapshot, found, today, staff)
                async for item, snapshot, found in self.find_candidates(today)
            ]
        )

    async def _prepare(
        self, item: Item, snapshot: SnapshotRef, found: Sequence[Candidate], today: date, staff: StaffAccount
    ) -> Prepared:
        async with self.atomic():
            keys = {event_key(item.code, one.record_id, one.event_date) for one in found}
            pursued = await self.findings.pursued(item.code, keys)
            standing = await self.findings.standing(item.code, on=today)
            judged = [self._judged(item, snapshot, one, standing, today) for one in found]
            new = unseen(judged, pursued=pursued)
            if not any(finding.reason is None for finding in new):
                return Prepared(item.code, None, None)
            made = PushList.prepare(PushListId(self.new_id()), new, by=staff.staff_id, at=self.now())
            await self.push_lists.add(made, new)
            await self.ledger.append(_prepared(made, staff))
        return Prepared(item.code, made.push_list_id, made.counts)

    def _judged(
        self, item: Item, snapshot: SnapshotRef, candidate: Candidate, standing: Standing, today: date
    ) -> Finding:
        circumstances = Circumstances(
            is_in_force=item.is_in_force(today) and (self.in_sandbox or item.may_notify_outside_sandbox),
            is_covered=item.covers(candidate.issuing_body_code),
            has_open_matter=candidate.holder_key in standing.in_hand,
            wants_no_notice=candidate.holder_key in standing.never,
            needs_clerk=False,  # a date of expiry leaves no doubt; whether it still stands is asked when told
            last_day=item.last_day_to_apply(candidate.event_date),
            today=today,
        )
        rule, as_of = item.rule, snapshot.as_of
        verdict = judge(candidate, circumstances, rule_id=rule.id, rule_version=rule.version, as_of=as_of)
        return Finding(FindingId(self.new_id()), item.code, verdict)


def _prepared(made: PushList, staff: StaffAccount) -> Step:
    facts = {"list": str(made.push_list_id), "rule": made.rule, "digest": made.digest}
    return Step("push-list-prepared", staff=staff.login, facts={**facts, "due": made.counts.due})
