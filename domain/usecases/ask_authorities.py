"""Ask the registers whom a person may act for, and remember the answer for as long as a read may use it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ids import PartyId
from domain.kernel.party import PartyKind
from domain.kernel.personal import PersonName
from domain.kernel.ports import Atomic, Clock
from domain.parties.outside import HolderRegister
from domain.parties.ports import Authorities, Authority, Parties
from domain.usecases.fall_mandates import FallMandates

STALE = timedelta(minutes=5)
PURPOSE = "核对经办人是否为单位现任负责人"


@dataclass(frozen=True, slots=True)
class AskAuthorities:
    """What the register names now, kept whole: organisations and authorities, and the fall of mandates that
    were given for whom it names them no longer; all or nothing."""

    parties: Parties
    authorities: Authorities
    register: HolderRegister
    fall_mandates: FallMandates
    atomic: Atomic
    now: Clock

    async def __call__(self, person: PartyId, *, fresh: bool = False) -> tuple[Authority, ...]:
        """At most five minutes old; `fresh` asks in any case, for steps that bind.

        Raises Refused, Unavailable.
        """
        if not fresh:
            asked_at = await self.authorities.asked_at(person)
            if asked_at is not None and self.now() - asked_at < STALE:
                return await self.authorities.of_person(person)
        party = await self.parties.by_id(person)
        if party.kind is not PartyKind.PERSON or not isinstance(party.name, PersonName):
            return ()
        if party.number_kind:  # registers know people by resident numbers: who has another stands for nobody
            return ()
        named = await self.register.represented_by(party.name, party.number, purpose=PURPOSE)
        async with self.atomic():
            found = []
            # in one order for everybody, so that two people of one organisation never wait for each other
            for organisation in sorted(named, key=lambda one: one.number.reveal()):
                known = await self.parties.remember_organisation(
                    organisation.name, organisation.number, holder_kind=organisation.kind
                )
                found.append(Authority(person, known.party_id, organisation.capacity, organisation.as_of))
            await self.authorities.replace(person, tuple(found))
            await self.fall_mandates(person, {one.party for one in found})
        return tuple(found)
