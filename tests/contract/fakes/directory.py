"""The licence bank's directory in memory, with the hands its suite needs."""

from datetime import datetime

from adapters.conformance.stage import Stage
from adapters.sandbox.city import HeldLicence, city
from domain.kernel.personal import Address, DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Unavailable
from domain.parties.records import CertificateRow, DirectoryEntry, Printed
from tests.fakes.registers import FakeLicenceDirectory


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        now = stage.clock.now()
        self.town = city(now.date())
        self.directory = FakeLicenceDirectory([_entry(held, now) for held in self.town.held], page_size=7)

    async def be_down(self) -> None:
        self.directory.trouble.before.append(Unavailable("licences", "http-503"))


def _entry(held: HeldLicence, now: datetime) -> DirectoryEntry:
    one, is_person = held.certificate, held.holder_type == "111"
    name = PersonName(held.holder) if is_person else OrganisationName(held.holder)
    row = CertificateRow(
        record_id=held.record_id,
        holder_number=DocumentNumber(held.holder_code),
        holder_name=name,
        holder_kind=held.holder_kind,
        issuing_body_code=one.issuing_body.uscc,
        issuing_body_name=one.issuing_body.name,
        licence_number=one.number,
        licence_type=one.name,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        status="valid",
        originals=one.originals,
        duplicates=one.duplicates,
        updated_at=now,
    )
    printed = Printed(name, PersonName(held.responsible), Address(held.address))
    return DirectoryEntry(row, f"1.2.156.3005.2.{held.record_id}", printed)


WORLD = FakeWorld
