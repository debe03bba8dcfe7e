"""List whom to call (电话联络): replies that ask for it, and people no message reaches."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.catalogue.ports import Catalogue
from domain.invitations.ports import Calls, DueCall, Invitations
from domain.kernel.ids import MatterId
from domain.kernel.personal import Phone
from domain.matters.ports import Matters
from domain.parties.ports import Parties

After = tuple[date, UUID]


@dataclass(frozen=True, slots=True)
class CallEntry:
    reason: str
    since: datetime
    matter: MatterId
    party_name: str
    phone: Phone | None
    item_names: tuple[str, ...]
    last_day: date


@dataclass(frozen=True, slots=True)
class ListCalls:
    calls: Calls
    invitations: Invitations
    matters: Matters
    parties: Parties
    catalogue: Catalogue

    async def __call__(
        self, *, after: After | None = None, size: int = 50
    ) -> tuple[tuple[CallEntry, ...], After | None]:
        """Earliest last day first, at most `size` behind `after`; and where the next page begins, or None."""
        found = await self.calls.waiting(after=after, size=size + 1)
        entries = tuple([await self._entry(due) for due in found[:size]])
        last = found[size - 1] if len(found) > size else None
        return entries, None if last is None else (last.last_day, last.call.call_id)

    async def _entry(self, due: DueCall) -> CallEntry:
        matter = await self.matters.by_id(due.matter)
        party = await self.parties.by_id(matter.holder)
        invitation = await self.invitations.of_matter(due.matter)
        names = tuple(self.catalogue.get(offer.item).name for offer in invitation.offers)
        call = due.call
        name = party.name.reveal()
        return CallEntry(str(call.kind), call.received_at, due.matter, name, call.phone, names, due.last_day)
