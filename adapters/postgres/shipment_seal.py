"""What lies under the seal of a shipment (快递单): both ends, pieces, events, courier and calls, as JSON."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from domain.kernel.party import PartyKind
from domain.kernel.personal import Address, OrganisationName, PersonName, Phone
from domain.shipments.call import Call, Outcome
from domain.shipments.outside import Contact, ParcelEvent, ParcelState
from domain.shipments.piece import Absent, Custody, Piece
from domain.shipments.shipment import Shipment


class _Contact(msgspec.Struct):
    kind: str  # who the name is of: person, organisation
    name: str
    phone: str
    address: str


class _Piece(msgspec.Struct):
    kind: str
    serial: str
    number: str
    custody: str
    reason: str = ""


class _Event(msgspec.Struct):
    state: str
    at: datetime
    code: str
    text: str


class _Call(msgspec.Struct):
    at: datetime
    by: str
    outcome: str
    words: str


class _Sealed(msgspec.Struct):
    sender: _Contact
    receiver: _Contact
    pieces: list[_Piece]
    events: list[_Event]
    courier_name: str
    courier_phone: str
    calls: list[_Call] = []
    handed_to: str = ""
    rung_at: datetime | None = None
    told: list[str] = []


@dataclass(frozen=True, slots=True, repr=False)
class Hidden:
    """The same, as the aggregate has it."""

    sender: Contact
    receiver: Contact
    pieces: list[Piece]
    events: list[ParcelEvent]
    courier_name: str
    courier_phone: Phone | None
    calls: list[Call]
    handed_to: PersonName | None
    rung_at: datetime | None
    told: list[str]


def written(shipment: Shipment) -> bytes:
    return msgspec.json.encode(
        _Sealed(
            _hide(shipment.sender),
            _hide(shipment.receiver),
            [
                _Piece(one.kind, one.serial, one.number, str(one.custody), str(one.reason or ""))
                for one in shipment.pieces
            ],
            [_Event(str(one.state), one.at, one.code, one.text) for one in shipment.events],
            shipment.courier_name,
            shipment.courier_phone.reveal() if shipment.courier_phone else "",
            [_Call(one.at, one.by, str(one.outcome), one.words) for one in shipment.calls],
            shipment.handed_to.reveal() if shipment.handed_to else "",
            shipment.rung_at,
            shipment.told,
        )
    )


def read(clear: bytes) -> Hidden:
    hidden = msgspec.json.decode(clear, type=_Sealed)
    return Hidden(
        _show(hidden.sender),
        _show(hidden.receiver),
        [_piece(one) for one in hidden.pieces],
        [ParcelEvent(ParcelState(one.state), one.at, one.code, one.text) for one in hidden.events],
        hidden.courier_name,
        Phone(hidden.courier_phone) if hidden.courier_phone else None,
        [Call(one.at, one.by, Outcome(one.outcome), one.words) for one in hidden.calls],
        PersonName(hidden.handed_to) if hidden.handed_to else None,
        hidden.rung_at,
        hidden.told,
    )


def _piece(hidden: _Piece) -> Piece:
    reason = Absent(hidden.reason) if hidden.reason else None
    return Piece(hidden.kind, hidden.serial, hidden.number, Custody(hidden.custody), reason)


def _hide(contact: Contact) -> _Contact:
    kind = PartyKind.PERSON if isinstance(contact.name, PersonName) else PartyKind.ORGANISATION
    return _Contact(str(kind), contact.name.reveal(), contact.phone.reveal(), contact.address.reveal())


def _show(hidden: _Contact) -> Contact:
    kind = PersonName if hidden.kind == PartyKind.PERSON else OrganisationName
    return Contact(kind(hidden.name), Phone(hidden.phone), Address(hidden.address))
