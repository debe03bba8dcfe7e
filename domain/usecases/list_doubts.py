"""List the doubts (疑点): both addresses, or both register entries, side by side as they stand now."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.clock.clock import beijing_date
from domain.findings.doubt import Doubt, DoubtKind
from domain.findings.finding import change_key
from domain.findings.store import Doubts
from domain.kernel.ids import DoubtId
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY
from domain.matters.ports import Matters
from domain.parties.outside import HolderRegister
from domain.parties.records import ChangedField, HolderRecord, RegisteredChange
from domain.staff.account import StaffAccount
from domain.staff.ports import Accounts
from domain.usecases.compose_shown import fields_said
from domain.usecases.describe_finding import TAIL, holder_called

PURPOSE = "核实登记信息疑点"
MOST = 20  # the register is asked for each
RECENT = timedelta(days=30)
Page = tuple[tuple["DoubtLine", ...], DoubtId | None]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One row of a register, for telling two of one name apart; `updated_on` None: it does not say."""

    register: str
    party_name: str
    number_tail: str
    licence_number_tail: str
    office: str
    valid_until: date | None
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """What the clerk compares; empty where the register has nothing (any more).

    `may_correct`: whether the settled verdict is its reader's to correct, if their role settles doubts.
    """

    doubt_id: UUID
    party_name: str
    changed_on: date | None
    changed: str
    address_before: str
    address_after: str
    opened_at: datetime
    state: str
    settled_by: str | None
    settled_at: datetime | None
    reason: str | None
    kind: str = DoubtKind.ADDRESS
    entries: tuple[EntryLine, ...] = ()
    may_correct: bool = False


@dataclass(frozen=True, slots=True)
class ListDoubts:
    doubts: Doubts
    register: HolderRegister
    accounts: Accounts
    matters: Matters
    now: Clock

    async def __call__(
        self,
        *,
        open_only: bool = True,
        before: DoubtId | None = None,
        size: int = MOST,
        reader: StaffAccount | None = None,
    ) -> Page:
        """Newest first, at most `size`, never more than twenty, and where the next page begins.

        `reader`: whose they are, and who may be told that a verdict is theirs to correct.
        Raises Unavailable, Refused: nobody judges what they cannot read.
        """
        size = min(size, MOST)
        remit = EVERY_BODY if reader is None else reader.remit
        found = await self.doubts.page(open_only=open_only, before=before, size=size + 1, remit=remit)
        return await self._page(found, size, reader)

    async def settled(
        self, *, before: DoubtId | None = None, size: int = MOST, reader: StaffAccount | None = None
    ) -> Page:
        """Those of the last thirty days, the one settled last first; else as above."""
        size = min(size, MOST)
        since, remit = self.now() - RECENT, EVERY_BODY if reader is None else reader.remit
        found = await self.doubts.settled(since=since, before=before, size=size + 1, remit=remit)
        return await self._page(found, size, reader)

    async def _page(self, found: Sequence[Doubt], size: int, reader: StaffAccount | None) -> Page:
        lines = await asyncio.gather(*(self._line(doubt, reader) for doubt in found[:size]))
        return tuple(lines), found[size - 1].doubt_id if len(found) > size else None

    async def _may_correct(self, doubt: Doubt, reader: StaffAccount | None) -> bool:
        if reader is None or not doubt.is_correctable(by=reader.staff_id):
            return False
        return await self.matters.of_event(doubt.event or change_key(doubt.change_id)) is None

    async def _line(self, doubt: Doubt, reader: StaffAccount | None) -> DoubtLine:
        change, entries = None, []
        if doubt.kind is DoubtKind.ADDRESS:
            change = await self.register.change(doubt.change_id, purpose=PURPOSE)
        record = await self.register.certificate(doubt.record_id, purpose=PURPOSE)
        by = doubt.settled_by
        if doubt.kind is not DoubtKind.ADDRESS:
            other = await self.register.certificate(doubt.other, purpose=PURPOSE) if doubt.other else None
            entries = [_entry(one) for one in (record, other) if one is not None]
        return DoubtLine(
            doubt_id=doubt.doubt_id,
            party_name="" if record is None else holder_called(record),
            changed_on=None if change is None else change.changed_on,
            changed="" if change is None else fields_said([value.field for value in change.values]),
            address_before=_address(change, is_after=False),
            address_after=_address(change, is_after=True),
            opened_at=doubt.opened_at,
            state=str(doubt.state),
            settled_by=(await self.accounts.staff_by_id(by)).name if by else None,
            settled_at=doubt.settled_at,
            reason=doubt.reason,
            kind=str(doubt.kind),
            entries=tuple(entries),
            may_correct=await self._may_correct(doubt, reader),
        )


def _entry(record: HolderRecord) -> EntryLine:
    printed = record.certificate
    return EntryLine(
        register=record.licence_origin.register,
        party_name=holder_called(record),
        number_tail=printed.holder_number.reveal()[-TAIL:],
        licence_number_tail=printed.licence_number[-TAIL:],
        office=printed.issuing_body_name,
        valid_until=printed.valid_until,
        updated_on=beijing_date(printed.updated_at) if printed.updated_at else None,
    )


def _address(change: RegisteredChange | None, *, is_after: bool) -> str:
    """In clear: which road and which door is the very question. None other of the values is shown."""
    for value in change.values if change else ():
        if value.field is ChangedField.ADDRESS:
            return (value.after if is_after else value.before).reveal()
    return ""
