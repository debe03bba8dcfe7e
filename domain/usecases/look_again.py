"""Look again: what the registers say today of a bundle (证照现状核实) before anybody is told of it."""

import asyncio
from dataclasses import dataclass, replace

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.findings.address_text import weigh_move
from domain.findings.doubt import Doubt, DoubtState, has_moved
from domain.findings.finding import Circumstances, Finding, judge
from domain.findings.ports import Move
from domain.findings.store import Doubts
from domain.kernel.ports import Clock
from domain.parties.outside import HolderRegister
from domain.parties.records import ChangedField, HolderRecord, RegisteredChange

PURPOSE = "核实证照现状并发送办理提示"


@dataclass(frozen=True, slots=True)
class Looked:
    """One finding, judged by today's register; `record` None when its licence is gone."""

    finding: Finding
    item: Item
    record: HolderRecord | None


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Outside atomic: it asks the registers. Decides nothing that is kept."""

    catalogue: Catalogue
    register: HolderRegister
    doubts: Doubts
    now: Clock
    in_sandbox: bool = False

    async def __call__(self, findings: tuple[Finding, ...]) -> tuple[Looked, ...]:
        """Of one bundle, in its order. Raises Refused, Unavailable, ItemUnknown."""
        change, doubt = None, None
        change_id = findings[0].verdict.candidate.change_id
        if change_id:
            change = await self.register.change(change_id, purpose=PURPOSE)
            doubt = (await self.doubts.of_changes([change_id])).get(change_id)
        records = await asyncio.gather(
            *(self.register.certificate(one.verdict.why.record_id, purpose=PURPOSE) for one in findings)
        )
        # one holder: whoever can be reached about one licence is reached about all
        has_contact = any(record is not None and record.contact_phone is not None for record in records)
        return tuple(
            self._judged(finding, record, change, doubt, has_contact=has_contact)
            for finding, record in zip(findings, records, strict=True)
        )

    def _judged(
        self,
        finding: Finding,
        record: HolderRecord | None,
        change: RegisteredChange | None,
        doubt: Doubt | None,
        *,
        has_contact: bool,
    ) -> Looked:
        today, item = beijing_date(self.now()), self.catalogue.get(finding.item)
        candidate, why = finding.verdict.candidate, finding.verdict.why
        if record is not None:
            body, kind = record.certificate.issuing_body_code, record.certificate.holder_kind
            candidate = replace(candidate, issuing_body_code=body, holder_kind=kind, has_contact=has_contact)
        is_doubted = doubt is not None and doubt.state is DoubtState.OPEN
        circumstances = Circumstances(
            is_in_force=item.is_in_force(today, in_sandbox=self.in_sandbox),
            is_covered=item.covers(candidate.issuing_body_code),
            has_open_matter=False,
            wants_no_notice=False,
            needs_clerk=is_doubted or not _still_stands(finding, record, change),
            last_day=item.last_day_to_apply(why.event_date),
            today=today,
            has_moved=has_moved(candidate, doubt, not_moved_only=item.rule.not_moved_only),
            is_current=record is not None and is_current(finding, record),
            is_confirmed=item.is_confirmed(in_sandbox=self.in_sandbox),
            is_for_kind=item.is_for(candidate.holder_kind),
        )
        verdict = judge(
            candidate,
            circumstances,
            rule_id=why.rule_id,
            rule_version=why.rule_version,
            as_of=why.as_of if record is None else record.as_of,
        )
        return Looked(replace(finding, verdict=verdict), item, record)


def _still_stands(finding: Finding, record: HolderRecord | None, change: RegisteredChange | None) -> bool:
    """Whether the licence is there and valid, and the event is what the rule found."""
    if record is None or record.certificate.status != "valid":
        return False
    event_date = finding.verdict.why.event_date
    if not finding.changed:
        return record.certificate.valid_until == event_date
    return change is not None and change.changed_on == event_date


def is_current(finding: Finding, record: HolderRecord) -> bool:
    """Whether everything that changed is printed on the licence already; not known reads as no."""
    return bool(finding.changed) and all(is_printed(field, record) for field in finding.changed)


def is_printed(field: str, record: HolderRecord) -> bool:
    printed, responsible = record.printed, record.responsible
    if printed is None:
        return False
    match field:
        case ChangedField.NAME:
            return printed.name.reveal() == record.name.value.reveal()
        case ChangedField.RESPONSIBLE:
            return responsible is not None and printed.responsible_name == responsible.name
        case ChangedField.ADDRESS:
            before, after = printed.address.reveal(), record.address.value.reveal()
            return weigh_move(before, after, "", "") is Move.NONE
    return False  # 经营范围 is printed on none of these licences
