"""What people send about a form (申报表单): changes, disputes, the confirmation."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from bff.citizen.matters import Digest
from bff.http.boundary import Body
from bff.http.promise_bodies import Key, PromiseSaidBody
from domain.forms.edit import FormEdit, Place
from domain.forms.lost import Lost
from domain.kernel.personal import Address, PersonName, Phone

Value = Annotated[str, Meta(max_length=1000)]
Version = Annotated[int, Meta(ge=1, le=1_000_000)]
Time = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]


class WindowBody(Body, frozen=True):
    day: date
    start: Time
    end: Time


class DeliveryBody(Body, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=50)]
    phone: Annotated[str, Meta(min_length=1, max_length=20)]
    address: Annotated[str, Meta(min_length=1, max_length=100)]

    def place(self) -> Place:
        return Place(PersonName(self.name), Phone(self.phone), Address(self.address))


class PickupBody(DeliveryBody, frozen=True, kw_only=True):
    window: WindowBody

    def place(self) -> Place:
        window = f"{self.window.start}-{self.window.end}"
        return Place(PersonName(self.name), Phone(self.phone), Address(self.address), self.window.day, window)


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

    def edit(self) -> FormEdit:
        return FormEdit(
            self.fields or {},
            self.return_mode,
            self.delivery_mode,
            self.pickup.place() if self.pickup else None,
            self.delivery.place() if self.delivery else None,
            self.handling,
            self.lost.lost() if self.lost else None,
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
