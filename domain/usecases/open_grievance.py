"""Open a grievance (错证、缺证、差评、投诉): part of whatever transaction gives rise to it."""

from dataclasses import dataclass

from domain.clock.ports import Calendars
from domain.grievances.grievance import About, Grievance, GrievanceKind, GrievanceState, Utterance
from domain.grievances.ports import GrievanceBook, Grievances
from domain.kernel.ids import GrievanceId, PartyId
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.ports import Clock, NewId
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.grievance_days import place_in_queue


@dataclass(frozen=True, slots=True)
class OpenGrievance:
    grievances: Grievances
    book: GrievanceBook
    ledger: Ledger
    calendars: Calendars
    now: Clock
    new_id: NewId

    async def __call__(
        self, kind: GrievanceKind, party: PartyId, about: About, words: Free, *, acting: Acting | None
    ) -> Grievance:
        """A new one, with its ledger entry. Inside atomic."""
        at = self.now()
        made = Grievance(
            GrievanceId(self.new_id()),
            kind,
            party,
            about,
            GrievanceState.OPEN,
            at,
            at,
            (Utterance(words, at),),
        )
        await self.grievances.add(made, due=place_in_queue(made, self.calendars.current()))
        await self.ledger.append(step_of(made, "grievance-raised", acting=acting))
        return made

    async def again(
        self, kind: GrievanceKind, party: PartyId, about: About, words: Free, *, acting: Acting | None
    ) -> Grievance:
        """The same, or more words on the one that waits about the same thing."""
        known = await self.find(kind, party, about)
        if known is None:
            return await self(kind, party, about, words, acting=acting)
        held = await self.grievances.take(known.grievance_id)
        held.add(Utterance(words, self.now()))
        await self.grievances.save(held)
        return held

    async def find(self, kind: GrievanceKind, party: PartyId, about: About) -> Grievance | None:
        """The party's own that waits about the same thing."""
        for one in await self.book.standing(party):
            if one.kind is kind and _same(one.about, about):
                return one
        return None


def _same(one: About, other: About) -> bool:
    return (one.case, one.licence, one.field) == (other.case, other.licence, other.field)


def step_of(
    grievance: Grievance, kind: str, *, acting: Acting | None = None, staff: str | None = None, **more: str
) -> Step:
    """One entry about it. That of a bad rating names no case: who handled it may read there, and must not
    learn how it was rated."""
    facts = {"grievance": str(grievance.grievance_id), **more}
    if grievance.kind is GrievanceKind.BAD_RATING:
        return Step(kind, acting=acting, staff=staff, facts=facts)
    about = grievance.about
    told = facts | {"kind": str(grievance.kind)}
    return Step(kind, about.matter, about.case, acting, staff, facts=told)
