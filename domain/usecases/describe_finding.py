"""Describe a finding (研判结果) to staff: who by name, which licence, why, and what keeps it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.catalogue.holder_kind import HolderKind
from domain.catalogue.item import Item
from domain.catalogue.ports import Catalogue
from domain.findings.finding import Finding
from domain.kernel.personal import PersonName
from domain.parties.outside import HolderRegister
from domain.parties.records import HolderRecord
from domain.usecases.compose_shown import fields_said, said
from domain.usecases.describe_push_list import body_name

TAIL = 5


@dataclass(frozen=True, slots=True)
class FindingLine:
    """`reason` None for who is due; party and licence empty when the register has neither any more."""

    finding_id: UUID
    party_name: str
    licence_number_tail: str
    item_name: str
    office: str
    last_day: date
    why: str
    reason: str | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class DescribeFinding:
    catalogue: Catalogue
    register: HolderRegister

    async def __call__(self, finding: Finding, *, purpose: str) -> FindingLine:
        """Asks the register, so never inside atomic. Raises Refused, Unavailable, ItemUnknown."""
        item, why = self.catalogue.get(finding.item), finding.verdict.why
        record = await self.register.certificate(why.record_id, purpose=purpose)
        return FindingLine(
            finding_id=finding.finding_id,
            party_name="" if record is None else holder_called(record),
            licence_number_tail="" if record is None else record.certificate.licence_number[-TAIL:],
            item_name=item.name,
            office=_office(item, finding.verdict.candidate.issuing_body_code, record),
            last_day=why.last_day,
            why=_sentence(finding),
            reason=finding.reason.words if finding.reason else None,
            is_known=record is not None,
        )


def _office(item: Item, code: str, record: HolderRecord | None) -> str:
    """Of a body outside the item's scope only the licence tells the name; else its code has to do."""
    if item.issuing_body(code) is None and record is not None:
        printed = record.certificate
        return printed.issuing_body_name if printed.issuing_body_code == code else code
    return body_name((item,), code)


def holder_called(record: HolderRecord) -> str:
    """An organisation's name is public, a person's is masked, to staff as well: the tail tells which."""
    certificate = record.certificate
    name = record.name.value.reveal() or certificate.holder_name.reveal()
    return str(PersonName(name)) if certificate.holder_kind == HolderKind.PERSON else name


def _sentence(finding: Finding) -> str:
    day = said(finding.verdict.why.event_date)
    return f"{fields_said(finding.changed)}于{day}变更" if finding.changed else f"证书有效期至{day}"
