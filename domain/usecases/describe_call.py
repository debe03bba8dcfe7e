"""Describe a call entry (电话联络) to a clerk: who, about which items, until when, and what was said."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.catalogue.ports import Catalogue
from domain.invitations.call import CallEntry, Reason
from domain.invitations.ports import Invitations
from domain.kernel.personal import Phone
from domain.matters.ports import Matters
from domain.parties.ports import Parties
from domain.usecases.compose_shown import called


@dataclass(frozen=True, slots=True)
class CallLine:
    """About no matter, when nobody wrote to that number: nobody is named then."""

    call_id: UUID
    reasons: tuple[Reason, ...]
    since: datetime
    tries: int
    again_on: date | None
    matter: UUID | None
    party_name: str
    phone: Phone | None
    item_names: tuple[str, ...]
    last_day: date | None


@dataclass(frozen=True, slots=True)
class DescribeCall:
    invitations: Invitations
    matters: Matters
    parties: Parties
    catalogue: Catalogue

    async def __call__(self, entry: CallEntry) -> CallLine:
        names, last_day, party_name = tuple[str, ...](), None, ""
        if entry.matter is not None:
            matter = await self.matters.by_id(entry.matter)
            party_name = called(await self.parties.by_id(matter.holder))
            invitation = await self.invitations.of_matter(entry.matter)
            names = tuple(dict.fromkeys(self.catalogue.get(one.item).name for one in invitation.offers))
            last_day = invitation.last_day
        return CallLine(
            entry.call_id,
            entry.reasons,
            entry.since,
            entry.tries,
            entry.again_on,
            entry.matter,
            party_name,
            next(iter(entry.phones), None),
            names,
            last_day,
        )
