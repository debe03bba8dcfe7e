"""List whom to call (电话联络): replies that ask for it, and people no message reaches or moves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.invitations.ports import CallEntries
from domain.kernel.remit import EVERY_BODY, Remit
from domain.usecases.describe_call import CallLine, DescribeCall

After = tuple[date, UUID]


@dataclass(frozen=True, slots=True)
class ListCalls:
    entries: CallEntries
    describe: DescribeCall

    async def __call__(
        self, *, after: After | None = None, size: int = 50, remit: Remit = EVERY_BODY
    ) -> tuple[tuple[CallLine, ...], After | None]:
        """Earliest last day first, at most `size` behind `after`; and where the next page begins, or None."""
        _, found = await self.entries.waiting(after=after, size=size + 1, remit=remit)
        lines = tuple([await self.describe(due.entry) for due in found[:size]])
        last = found[size - 1] if len(found) > size else None
        if last is None:
            return lines, None
        return lines, (last.last_day or date.max, last.entry.call_id)
