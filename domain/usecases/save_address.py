"""Save an address in one's own book (保存到地址簿)."""

from dataclasses import dataclass

from domain.forms.address_book import MOST, AddressBookFull, SavedAddress, line_of
from domain.forms.address_ports import AddressBook
from domain.forms.edit import Place
from domain.kernel.ids import AddressId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, KeptAnswers, NewId, RequestKey
from domain.usecases.address_view import AddressView, address_view


@dataclass(frozen=True, slots=True)
class SaveAddress:
    addresses: AddressBook
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, acting: Acting, label: str, place: Place, request: RequestKey) -> AddressView:
        """The line, the one that says the same already included: none stands there twice.

        Raises AddressIncomplete, AddressBookFull.
        """
        line = line_of(label, place)
        async with self.atomic():
            if before := await self.answers.recall(request, AddressView):
                return before
            book = await self.addresses.of_person(acting.person, held=True)
            saved = next((one for one in book if one.line == line), None)
            if saved is None:
                if len(book) >= MOST:
                    raise AddressBookFull
                now = self.now()
                saved = SavedAddress(AddressId(self.new_id()), acting.person, line, now, now)
                await self.addresses.add(saved)
            view = address_view(saved)
            await self.answers.keep(request, view)
        return view
