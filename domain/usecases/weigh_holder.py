"""Weigh one holder (自己办): the item's own rule over what the registers say now, judged as any finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.catalogue.rule import Event
from domain.clock.clock import beijing_date
from domain.findings.doubt import Doubt, DoubtState, has_moved, needs_clerk
from domain.findings.finding import Circumstances, Finding, Reason, held_together, judge, merged, set_aside
from domain.findings.ports import Candidate, ChangeRow, HolderAnalysis, SnapshotRow
from domain.findings.store import Doubts
from domain.kernel.ids import FindingId
from domain.kernel.party import Party
from domain.kernel.ports import Clock, NewId
from domain.parties.outside import HolderRegister
from domain.parties.records import HolderRecord
from domain.usecases.compose_rows import ComposeRows
from domain.usecases.look_again import is_current
from domain.usecases.take_snapshot import changes_since

PURPOSE = "核对本人或本单位申请办理的证照"
Rows = tuple[tuple[SnapshotRow, ...], tuple[ChangeRow, ...]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One finding with what a matter is made of."""

    finding: Finding
    item: Item
    record: HolderRecord


@dataclass(frozen=True, slots=True)
class WeighHolder:
    """What is due of the item asked for, and all that the same changes make due: they share one matter."""

    register: HolderRegister
    analysis: HolderAnalysis
    catalogue: Catalogue
    doubts: Doubts
    compose_rows: ComposeRows
    now: Clock
    new_id: NewId
    in_sandbox: bool = False

    async def __call__(self, party: Party, item: Item) -> tuple[Weighed, ...]:
        """Outside atomic. Raises Refused, Unavailable."""
        as_of = self.now()
        rows = await self._rows(party, as_of)
        found = {item.code: await self._found(item, rows, as_of)}
        changes = {one.change_id for one in found[item.code] if one.change_id}
        for other in self.catalogue.live() if changes else ():
            if other.rule.event is Event.CHANGE and other.code != item.code:
                among = await self._found(other, rows, as_of)
                found[other.code] = tuple(one for one in among if one.change_id in changes)
        pairs = [(self.catalogue.get(code), one) for code, all_ in found.items() for one in all_]
        records = await self._records(party, {one.record_id for _, one in pairs})
        doubts = await self.doubts.of_changes(changes) if changes else {}
        weighed = [
            self._weighed(one_item, one, records[one.record_id], doubts.get(one.change_id), as_of)
            for one_item, one in pairs
            if one.record_id in records
        ]
        doubted = [change for change, doubt in doubts.items() if doubt.state is DoubtState.OPEN]
        held = held_together((one.finding for one in weighed), doubted=doubted)
        return tuple(
            Weighed(finding, one.item, one.record) for finding, one in zip(held, weighed, strict=True)
        )

    async def _rows(self, party: Party, as_of: datetime) -> Rows:
        since = changes_since(self.catalogue, beijing_date(as_of))
        told = await self.register.of_holder(party.number, since=since, purpose=PURPOSE)
        licences = tuple(self.compose_rows.licence(row, as_of) for row in told.certificates)
        changes = (self.compose_rows.changes(change) for change in told.changes)
        return licences, tuple(chain.from_iterable(changes))

    async def _found(self, item: Item, rows: Rows, as_of: datetime) -> tuple[Candidate, ...]:
        licences, changes = rows
        parameters = item.rule_parameters(beijing_date(as_of))
        found = await self.analysis.candidates_among(
            item.rule.sql, licences=licences, changes=changes, as_of=as_of, parameters=parameters
        )
        return merged(found)

    async def _records(self, party: Party, wanted: Iterable[str]) -> Mapping[str, HolderRecord]:
        """Those that are still there, and still this party's."""
        records = {one: await self.register.certificate(one, purpose=PURPOSE) for one in sorted(wanted)}
        return {
            one: record
            for one, record in records.items()
            if record is not None and record.certificate.holder_number == party.number
        }

    def _weighed(
        self, item: Item, candidate: Candidate, record: HolderRecord, doubt: Doubt | None, as_of: datetime
    ) -> Weighed:
        """As the city's own run judges; but who asks may have said «never», and needs no telephone."""
        today, rule = beijing_date(as_of), item.rule
        circumstances = Circumstances(
            is_in_force=item.is_in_force(today, in_sandbox=self.in_sandbox),
            is_covered=item.covers(candidate.issuing_body_code),
            has_open_matter=False,  # then that matter is what the person gets
            wants_no_notice=False,
            needs_clerk=needs_clerk(candidate, doubt, not_moved_only=rule.not_moved_only),
            last_day=item.last_day_to_apply(candidate.event_date),
            today=today,
            has_moved=has_moved(candidate, doubt, not_moved_only=rule.not_moved_only),
            is_confirmed=item.is_confirmed(in_sandbox=self.in_sandbox),
            is_for_kind=item.is_for(candidate.holder_kind),
        )
        verdict = judge(
            replace(candidate, has_contact=True),
            circumstances,
            rule_id=rule.id,
            rule_version=rule.version,
            as_of=as_of,
        )
        finding = Finding(FindingId(self.new_id()), item.code, verdict)
        if finding.reason in (None, Reason.NEEDS_CLERK) and is_current(finding, record):
            finding = set_aside(finding, Reason.ALREADY_CURRENT)
        return Weighed(finding, item, record)
