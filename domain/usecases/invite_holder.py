"""Invite a holder (邀约) whose finding was signed: looked at once more in the register, then told once."""

from dataclasses import dataclass, replace
from datetime import date

from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.findings.finding import Circumstances, Finding, Reason, judge
from domain.findings.store import Findings
from domain.kernel.ids import FindingId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.outside import OrganisationRecord, SocialRegister
from domain.usecases.open_matter import OpenMatter

PURPOSE = "核实证照现状并发送办理提示"


@dataclass(frozen=True, slots=True)
class InviteHolder:
    """Party, matter, invitation, code and queued notice, or the finding set aside with its reason. A second
    run finds the matter there and changes nothing."""

    findings: Findings
    catalogue: Catalogue
    register: SocialRegister
    open_matter: OpenMatter
    ledger: Ledger
    atomic: Atomic
    now: Clock
    in_sandbox: bool = False

    async def __call__(self, finding_id: FindingId) -> None:
        """Raises NotFound; Refused, Unavailable of the register: nothing has changed then."""
        finding = await self.findings.by_id(finding_id)
        if finding.reason is not None or not await self.findings.may_be_told(finding_id):
            return
        item = self.catalogue.get(finding.item)
        record_id = finding.verdict.candidate.record_id
        record = await self.register.certificate(record_id, purpose=PURPOSE)
        async with self.atomic():
            held = await self.findings.take(finding_id)
            if held.reason is not None or not await self.findings.may_be_told(finding_id):
                return  # set aside or stopped while the register was asked
            looked = self._again(held, item, record)
            if looked.reason in (None, Reason.NO_CONTACT) and record is not None:
                is_new = await self.open_matter(looked, item, record, at=self.now())
                if not is_new:
                    return
            if looked.reason is not None:
                await self.findings.save(looked)
                facts = {"finding": str(finding_id), "item": item.code, "reason": str(looked.reason)}
                await self.ledger.append(Step("finding-set-aside", facts=facts))

    def _again(self, finding: Finding, item: Item, record: OrganisationRecord | None) -> Finding:
        """The same finding, judged by what the register says today."""
        today = beijing_date(self.now())
        candidate, why = finding.verdict.candidate, finding.verdict.why
        if record is not None:
            body = record.certificate.issuing_body_code
            has_contact = record.contact_phone is not None
            candidate = replace(candidate, issuing_body_code=body, has_contact=has_contact)
        circumstances = Circumstances(
            is_in_force=item.is_in_force(today) and (self.in_sandbox or item.may_notify_outside_sandbox),
            is_covered=item.covers(candidate.issuing_body_code),
            has_open_matter=False,
            wants_no_notice=False,
            needs_clerk=not _still_stands(record, why.event_date),
            last_day=item.last_day_to_apply(why.event_date),
            today=today,
        )
        verdict = judge(
            candidate,
            circumstances,
            rule_id=why.rule_id,
            rule_version=why.rule_version,
            as_of=why.as_of if record is None else record.as_of,
        )
        return replace(finding, verdict=verdict)


def _still_stands(record: OrganisationRecord | None, event_date: date) -> bool:
    """Whether the certificate is there, valid, and ends on the day the rule found."""
    if record is None:
        return False
    return (record.certificate.status, record.certificate.valid_until) == ("valid", event_date)
