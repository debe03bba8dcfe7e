"""The enterprise register and its feed in memory, with the hands their suite needs."""

from datetime import datetime

from adapters.conformance.stage import Stage
from adapters.sandbox.city import Change, Enterprise, city
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Unavailable
from domain.parties.records import (
    ChangedField,
    ChangedValue,
    EnterpriseRecord,
    RegisteredChange,
    ResponsiblePerson,
    Sourced,
)
from tests.fakes.registers import FakeChangeFeed, FakeEnterpriseRegister

KINDS = {"name": OrganisationName, "responsible": PersonName, "address": Address, "business_scope": Free}


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        now = stage.clock.now()
        self.town = city(now.date())
        firms = self.town.enterprises
        self.register = FakeEnterpriseRegister(
            {DocumentNumber(firm.uscc): _record(firm, now) for firm in firms}
        )
        self.feed = FakeChangeFeed(
            [_change(firm, one, now) for firm in firms for one in firm.changes], page_size=4
        )

    async def be_down(self) -> None:
        for one in (self.register, self.feed):
            one.trouble.before.append(Unavailable("enterprise-register", "http-503"))


def _record(firm: Enterprise, now: datetime) -> EnterpriseRecord:
    return EnterpriseRecord(
        number=DocumentNumber(firm.uscc),
        holder_kind=firm.kind,
        name=Sourced(OrganisationName(firm.name), now),
        address=Sourced(Address(firm.address), now),
        business_scope=Sourced(Free(firm.scope), now),
        responsible=ResponsiblePerson(
            PersonName(firm.responsible.name), DocumentNumber(firm.responsible.id_number), firm.capacity, now
        ),
        contact_phone=Phone(firm.contact_phone) if firm.contact_phone else None,
        capital_fen=firm.capital_fen,
        standing="active",
        as_of=now,
    )


def _change(firm: Enterprise, change: Change, now: datetime) -> RegisteredChange:
    return RegisteredChange(
        change_id=change.change_id,
        holder_number=DocumentNumber(firm.uscc),
        changed_on=change.changed_on,
        values=tuple(
            ChangedValue(
                ChangedField(text.field),
                KINDS[text.field](text.before),
                KINDS[text.field](text.after),
                text.before_division,
                text.after_division,
            )
            for text in change.values
        ),
        recorded_at=now,
    )


WORLD = FakeWorld
