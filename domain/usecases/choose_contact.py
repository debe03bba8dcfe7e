"""Choose how a holder is reached (联系方式): by the first of the city's ways that leads to them."""

from dataclasses import dataclass

from domain.catalogue.holder_kind import HolderKind
from domain.identity.visitor import Visitors
from domain.invitations.ports import BadNumbers
from domain.kernel.personal import DocumentNumber, Phone
from domain.parties.records import HolderRecord
from domain.usecases.hand_over_notice import Place, Wanted, Ways
from domain.usecases.hear_wishes import HearWishes


@dataclass(frozen=True, slots=True)
class Contact:
    """`place` None: there is no way. `to`: for a text, or for the one that follows what did not arrive."""

    place: Place | None
    to: Phone | None


@dataclass(frozen=True, slots=True)
class ChooseContact:
    """Reads our own rows only, so it may stand inside atomic."""

    ways: Ways
    visitors: Visitors
    bad_numbers: BadNumbers
    hear: HearWishes

    async def __call__(
        self, records: tuple[HolderRecord, ...], template: str, *, before: Phone | None = None
    ) -> Contact:
        """The register's number first, then those they gave the mini-program, then `before`: what an earlier
        notice of the matter went to. Numbers a clerk heard to be somebody else's are none, and ways that
        whoever the register names does not want are not tried."""
        numbers = [one.contact_phone for one in records if one.contact_phone]
        people = tuple(number for record in records if (number := _named(record)) is not None)
        for number in people:
            numbers += [visitor.phone for visitor in await self.visitors.linked(number) if visitor.phone]
        if before is not None:
            numbers.append(before)
        bad = await self.bad_numbers.among(numbers)
        to = next((one for one in numbers if one not in bad), None)
        heard = await self.hear.of(people, template)
        return Contact(await self.ways.find(Wanted(people, to, heard), template), to)


def _named(record: HolderRecord) -> DocumentNumber | None:
    """Who is responsible as the register says now; a natural person is so for themselves."""
    if record.responsible is not None:
        return record.responsible.number
    certificate = record.certificate
    return certificate.holder_number if certificate.holder_kind == HolderKind.PERSON else None
