"""What people send about a form (申报表单): changes, disputes, the confirmation."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from bff.citizen.matters import Digest
from bff.http.boundary import Body
from bff.http.ids import id_in
from bff.http.promise_bodies import Key, PromiseSaidBody
from bff.http.slips import malformed
from domain.forms.edit import Chosen, FormEdit, Place
from domain.forms.lost import Lost
from domain.kernel.ids import AddressId
from domain.kernel.personal import Address, PersonName, Phone

Value = Annotated[str, Meta(max_length=1000)]
Version = Annotated[int, Meta(ge=1, le=1_000_000)]
Time = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]


class WindowBody(Body, frozen=True):
    day: date
    start: Time
    end: Time


class DeliveryBody(Body, frozen=True):
    """Typed whole, or a line of one's own address book."""

    name: Annotated[str, Meta(min_length=1, max_length=50)] | None = None
    phone: Annotated[str, Meta(min_length=1, max_length=20)] | None = None
    address: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    address_id: Annotated[str, Meta(min_length=1, max_length=40)] | None = None

    def taken(self, path: str, day: date | None = None, window: str = "") -> Place | Chosen:
        """Raises MalformedBody for neither or both, NotFound."""
        typed = {"name": self.name, "phone": self.phone, "address": self.address}
        if self.address_id is not None:
            for part in (name for name, said in typed.items() if said is not None):
                raise malformed(f"{path}.{part}", "unknown", "已从地址簿选择，不用再填")
            return Chosen(id_in(self.address_id, "adr", AddressId), day, window)
        for part in (name for name, said in typed.items() if said is None):
            raise malformed(f"{path}.{part}", "missing", "缺少这一项")
        name, phone, address = (said or "" for said in typed.values())
        return Place(PersonName(name), Phone(phone), Address(address), day, window)


class PickupBody(DeliveryBody, frozen=True, kw_only=True):
    window: WindowBody

    def taken_at(self, path: str) -> Place | Chosen:
        """Raises as above."""
        return self.taken(path, self.window.day, f"{self.window.start}-{self.window.end}")


class PublicationBody(Body, frozen=True):
    medium: Annotated[str, Meta(min_length=2, max_length=100)]
    day: date


class LostBody(Body, frozen=True):
    day: date
    place: Annotated[str, Meta(min_length=2, max_length=100)]
    publication: PublicationBody | None = None

    def lost(self) -> Lost:
        told = self.publication
        return Lost(self.day, self.place, told.medium if told else "", told.day if told else None)


class EditBody(Body, frozen=True):
    version: Version
    fields: Annotated[dict[Key, Value], Meta(min_length=1, max_length=200)] | None = None
    return_mode: Key | None = None
    delivery_mode: Key | None = None
    pickup: PickupBody | None = None
    delivery: DeliveryBody | None = None
    handling: Key | None = None
    lost: LostBody | None = None

    def edit(self) -> tuple[FormEdit, Chosen | None, Chosen | None]:
        """What was typed, and what was chosen for pickup and for delivery. Raises MalformedBody, NotFound."""
        pickup = self.pickup.taken_at("pickup") if self.pickup else None
        delivery = self.delivery.taken("delivery") if self.delivery else None
        typed = FormEdit(
            self.fields or {},
            self.return_mode,
            self.delivery_mode,
            pickup if isinstance(pickup, Place) else None,
            delivery if isinstance(delivery, Place) else None,
            self.handling,
            self.lost.lost() if self.lost else None,
        )
        return (
            typed,
            pickup if isinstance(pickup, Chosen) else None,
            delivery if isinstance(delivery, Chosen) else None,
        )


class DisputeBody(Body, frozen=True):
    field: Key
    says: Annotated[str, Meta(min_length=1, max_length=500)]


class ConfirmationBody(Body, frozen=True):
    version: Version
    digest: Digest
    materials_confirmed: Annotated[tuple[Key, ...], Meta(max_length=50)]
    promise: bool
    promises: Annotated[tuple[PromiseSaidBody, ...], Meta(max_length=50)] = ()
    signature: Digest | None = None
