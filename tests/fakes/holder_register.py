"""All registers of holders as one, in memory: licences with their holders, and what of them changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date

from domain.kernel.personal import DocumentNumber
from domain.parties.records import HolderRows, RegisteredChange
from tests.fakes.registers import FakeSocialRegister


@dataclass
class FakeHolderRegister(FakeSocialRegister):
    """Implements HolderRegister and RegisterFeed. `changed`: by change id."""

    changed: dict[str, RegisteredChange] = field(default_factory=dict)

    async def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        self._enter(purpose)
        yield tuple(one for one in self.changed.values() if one.changed_on >= since)

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        self._enter(purpose)
        return self.changed.get(change_id)

    async def of_holder(self, number: DocumentNumber, *, since: date, purpose: str) -> HolderRows:
        self._enter(purpose)
        rows = (record.certificate for record in self.records.values())
        changes = (one for one in self.changed.values() if one.changed_on >= since)
        return HolderRows(
            tuple(row for row in rows if row.holder_number == number),
            tuple(one for one in changes if one.holder_number == number),
        )
