"""Choose how a holder is reached (联系方式): the mini-program where they asked, else a number of theirs."""

from dataclasses import dataclass

from domain.identity.visitor import Visitor
from domain.invitations.ports import BadNumbers
from domain.kernel.personal import Phone
from domain.parties.records import HolderRecord
from domain.usecases.choose_reader import ChooseReader


@dataclass(frozen=True, slots=True)
class Contact:
    """`to`: for a text, or for the text that follows when the mini-program's message does not arrive."""

    reader: Visitor | None
    to: Phone | None


@dataclass(frozen=True, slots=True)
class ChooseContact:
    """Reads our own rows only, so it may stand inside atomic."""

    choose_reader: ChooseReader
    bad_numbers: BadNumbers

    async def __call__(
        self, records: tuple[HolderRecord, ...], template: str, *, before: Phone | None = None
    ) -> Contact:
        """The register's number first, then those they gave the mini-program, then `before`: what an earlier
        notice of the matter went to. Numbers a clerk heard to be somebody else's are none."""
        numbers, reader = [one.contact_phone for one in records if one.contact_phone], None
        for record in records:
            reader = reader or await self.choose_reader(record, template)
            numbers += await self.choose_reader.numbers(record)
        if before is not None:
            numbers.append(before)
        bad = await self.bad_numbers.among(numbers)
        return Contact(reader, next((one for one in numbers if one not in bad), None))
