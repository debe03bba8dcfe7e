"""Read the timeline (办理过程) of one's own case: the ledger of its matter, in words, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case
from domain.kernel.ids import CaseId, PartyId
from domain.kernel.party import Acting, Channel
from domain.ledger.entry import Entry
from domain.ledger.ports import Ledger
from domain.ledger.words import OUTSIDE, STAFF, Words, words_of
from domain.parties.ports import Parties
from domain.usecases.compose_shown import called
from domain.usecases.find_case import FindCase


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`who` is masked; `for_whom` empty when they acted for themselves or nobody acted."""

    at: datetime
    title: str
    detail: str
    who: str
    for_whom: str
    channel: str
    step: int


@dataclass(frozen=True, slots=True)
class ReadTimeline:
    find_case: FindCase
    ledger: Ledger
    parties: Parties

    async def __call__(self, acting: Acting, case: CaseId) -> tuple[TimelineEntry, ...]:
        """Raises NotFound, NotRepresentative, Unavailable."""
        found = await self.find_case(acting, case)
        told: list[TimelineEntry] = []
        names: dict[PartyId, str] = {}
        entries = await self.ledger.of_matter(found.matter)
        acts = [entry.step.acting for entry in entries]
        own = {one.person for one in acts if one and one.party == found.party}
        for entry in entries:
            words, acted = words_of(entry.step), entry.step.acting
            if acted is not None and acted.person not in own:
                continue  # whoever had the code, too, may have shown their face: not the holder's business
            if words is not None and entry.step.case in (None, case):
                told.append(await self._tell(entry, words, found, names))
        return tuple(told)

    async def _tell(self, entry: Entry, words: Words, case: Case, names: dict[PartyId, str]) -> TimelineEntry:
        who, for_whom, channel = words.who, "", Channel.SYSTEM
        acting = entry.step.acting
        if acting is not None:
            channel, who = acting.channel, await self._name(acting.person, names)
            if acting.party != acting.person:
                for_whom = await self._name(acting.party, names)
                who += f"（{case.capacity}）" if acting.person == case.actor else ""
        elif entry.step.staff is not None:
            channel, who = Channel.COUNTER, STAFF
        elif words.who in OUTSIDE:
            channel = Channel.OUTSIDE
        return TimelineEntry(entry.at, words.title, words.detail, who, for_whom, str(channel), words.step)

    async def _name(self, party: PartyId, names: dict[PartyId, str]) -> str:
        if party not in names:
            names[party] = called(await self.parties.by_id(party))
        return names[party]
