"""One line of the address book (地址簿) as its owner reads it: who and which number is masked."""

from dataclasses import dataclass
from uuid import UUID

from domain.forms.address_book import SavedAddress


@dataclass(frozen=True, slots=True, repr=False)
class AddressView:
    address_id: UUID
    label: str
    name: str
    phone: str
    address: str


def address_view(saved: SavedAddress) -> AddressView:
    line = saved.line
    return AddressView(saved.address_id, line.label, str(line.name), str(line.phone), line.address.reveal())
