"""The address book (地址簿): where a person's parcels are fetched and brought; nobody types it twice."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from domain.forms.edit import Place, handover
from domain.forms.slip import Slip
from domain.kernel.ids import AddressId, PartyId
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusal import Refusal

MOST = 20  # as the refusal says
LONGEST_LABEL = 10


class AddressBookFull(Refusal):
    code, title = "address-book-full", "地址簿最多保存20个地址"
    advice = "请先删掉一个不用的地址"


class AddressIncomplete(Refusal):
    """Names every slip in `fields`."""

    code, title = "address-incomplete", "地址还没有填对"
    advice = "请按提示改好后再保存"


@dataclass(frozen=True, slots=True)
class AddressChange:
    """What is not named stays as it is."""

    label: str | None = None
    name: PersonName | None = None
    phone: Phone | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One address, with what the person calls it (家, 单位); equal when all of it is."""

    label: str
    name: PersonName
    phone: Phone
    address: Address

    def place(self, day: date | None = None, window: str = "") -> Place:
        return Place(self.name, self.phone, self.address, day, window)


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """A line of one natural person's own book. `chosen_at`: when it last went into a form."""

    address_id: AddressId
    person: PartyId
    line: Line
    made_at: datetime
    chosen_at: datetime

    def changed(self, change: AddressChange) -> Self:
        """Raises AddressIncomplete."""
        line = self.line
        return replace(
            self,
            line=line_of(
                line.label if change.label is None else change.label,
                Place(change.name or line.name, change.phone or line.phone, change.address or line.address),
            ),
        )


def line_of(label: str, place: Place) -> Line:
    """As a form would take it: the same rules. Raises AddressIncomplete."""
    slips: list[Slip] = []
    said = handover("", place, slips)
    label = label.strip()
    if len(label) > LONGEST_LABEL:
        slips.append(Slip("label", "too-long", f"称呼最多{LONGEST_LABEL}个字"))
    if slips or said is None:
        raise AddressIncomplete(fields=[slip.as_data() for slip in slips])
    return Line(label, said.name, said.phone, said.address)
