"""One's own address book (地址簿): whom parcels are fetched from and brought to."""

from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.forms.address_book import AddressChange
from domain.forms.edit import Place
from domain.kernel.ids import AddressId, short
from domain.kernel.party import Level
from domain.kernel.personal import Address, PersonName, Phone
from domain.usecases.address_view import AddressView

bp = Blueprint("citizen_addresses", url_prefix="/v1/citizen")
PREFIX = "adr"
Label = Annotated[str, Meta(min_length=1, max_length=10)]
LabelOrNone = Annotated[str, Meta(max_length=10)]
Name = Annotated[str, Meta(min_length=1, max_length=50)]
Number = Annotated[str, Meta(min_length=1, max_length=20)]
Where = Annotated[str, Meta(min_length=1, max_length=100)]


class AddressBody(Body, frozen=True):
    name: Name
    phone: Number
    address: Where
    label: Label | None = None

    def place(self) -> Place:
        return Place(PersonName(self.name), Phone(self.phone), Address(self.address))


class AddressChangeBody(Body, frozen=True):
    label: LabelOrNone | None = None
    name: Name | None = None
    phone: Number | None = None
    address: Where | None = None

    def change(self) -> AddressChange:
        return AddressChange(
            self.label,
            PersonName(self.name) if self.name else None,
            Phone(self.phone) if self.phone else None,
            Address(self.address) if self.address else None,
        )


class AddressOut(View, frozen=True):
    address_id: str
    name: str
    phone: str
    address: str
    label: str | None = None

    @classmethod
    def of(cls, one: AddressView) -> Self:
        return cls(short(PREFIX, one.address_id), one.name, one.phone, one.address, one.label or None)


class AddressesScreen(View, frozen=True):
    addresses: tuple[AddressOut, ...]


@bp.get("/addresses", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_addresses(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/addresses, person, phone: 200. Their own, for whomever they act."""
    found = await office(request).forms.list_addresses(request.ctx.acting)
    return reply(AddressesScreen(tuple(AddressOut.of(one) for one in found)))


@bp.post("/addresses", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def save_address(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/addresses, person, phone: 201 with the line."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    body = decode(request, AddressBody)
    saved = await office(request).forms.save_address(acting, body.label or "", body.place(), key)
    return reply(AddressOut.of(saved), status=201)


@bp.patch("/addresses/<address_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def change_address(request: Ask, address_id: str) -> HTTPResponse:
    """PATCH /v1/citizen/addresses/{addressId}, person, phone: 200. An empty label is taken away."""
    address, body = address_in(address_id), decode(request, AddressChangeBody)
    changed = await office(request).forms.change_address(request.ctx.acting, address, body.change())
    return reply(AddressOut.of(changed))


@bp.delete("/addresses/<address_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def remove_address(request: Ask, address_id: str) -> HTTPResponse:
    """DELETE /v1/citizen/addresses/{addressId}, person, phone: 204."""
    await office(request).forms.change_address.remove(request.ctx.acting, address_in(address_id))
    return empty(headers={"Cache-Control": "no-store"})


def address_in(text: str) -> AddressId:
    """Raises NotFound."""
    return id_in(text, PREFIX, AddressId)
