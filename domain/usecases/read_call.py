"""Read one call entry (电话联络) with its history; its numbers only by asking for them, in the ledger."""

from dataclasses import dataclass
from datetime import datetime

from domain.invitations.call import Attempt, CallEntry, CallOutcome
from domain.invitations.ports import BadNumbers, CallEntries
from domain.kernel.ids import CallId, EvidenceId
from domain.kernel.personal import Free, Phone
from domain.kernel.ports import Atomic
from domain.ledger.entry import Step
from domain.ledger.ports import Evidence, Ledger
from domain.staff.account import StaffAccount
from domain.staff.ports import StaffNames
from domain.usecases.describe_call import CallLine, DescribeCall


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that was said or done; `words`: the person's or the clerk's; `by`: the clerk's name."""

    at: datetime
    what: str
    words: Free | None
    by: str


@dataclass(frozen=True, slots=True)
class WholeCall:
    line: CallLine
    is_open: bool
    outcome: CallOutcome | None
    history: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class ReadCall:
    entries: CallEntries
    describe: DescribeCall
    evidence: Evidence
    names: StaffNames

    async def __call__(self, call: CallId) -> WholeCall:
        """Oldest first. Raises NotFound."""
        entry = await self.entries.by_id(call)
        said = [
            Past(one.received_at, str(one.kind), await self._words(one.evidence), "") for one in entry.calls
        ]
        done = [await self._done(one) for one in entry.attempts]
        history = sorted([*said, *done], key=lambda past: past.at)
        line = await self.describe(entry)
        return WholeCall(line, entry.closed_at is None, entry.outcome, tuple(history))

    async def _done(self, one: Attempt) -> Past:
        return Past(one.at, str(one.outcome), one.note, await self.names.called(one.by))

    async def _words(self, evidence: EvidenceId | None) -> Free | None:
        content = None if evidence is None else await self.evidence.read(evidence)
        return None if content is None else Free(content.decode())


@dataclass(frozen=True, slots=True)
class KnownPhone:
    phone: Phone
    is_bad: bool


@dataclass(frozen=True, slots=True)
class ReadCallPhone:
    entries: CallEntries
    bad_numbers: BadNumbers
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, staff: StaffAccount, call: CallId) -> tuple[KnownPhone, ...]:
        """The newest first; who looked is written down with it. Raises NotFound."""
        async with self.atomic():
            entry = await self.entries.by_id(call)
            bad = await self.bad_numbers.among(entry.phones)
            step = Step("call-number-shown", entry.matter, staff=staff.login, facts={"call": str(call)})
            await self.ledger.append(step)
        return tuple(KnownPhone(phone, phone in bad) for phone in entry.phones)


def phone_of(entry: CallEntry) -> Phone | None:
    """The one to ring."""
    return next(iter(entry.phones), None)
