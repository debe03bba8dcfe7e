"""Parts of a case's screen that stand on other screens, too: what comes next, parcels, a revocation."""

from datetime import UTC, date, datetime
from typing import Self

from bff.http.boundary import View
from bff.http.parcel_views import PieceOut
from domain.decisions.push import Remedy
from domain.kernel.ids import short
from domain.usecases.next_step import Next
from domain.usecases.parcel_view import ParcelView
from domain.usecases.revocation_view import RevocationOfCase


class NextView(View, frozen=True):
    action: str
    label: str

    @classmethod
    def of(cls, following: Next) -> Self:
        return cls(following.action, following.label)


class EventOut(View, frozen=True):
    at: datetime
    text: str
    state: str


class CourierOut(View, frozen=True):
    name: str
    phone: str | None = None


class PlaceOut(View, frozen=True):
    name: str
    address: str
    phone: str


class ParcelOut(View, frozen=True):
    shipment_id: str
    direction: str
    state: str
    state_text: str
    carrier: str
    pieces: tuple[PieceOut, ...]
    events: tuple[EventOut, ...]
    way: str
    attempt: int
    waybill: str | None = None
    courier: CourierOut | None = None
    place: PlaceOut | None = None
    carriers: tuple[str, ...] | None = None

    @classmethod
    def of(cls, parcel: ParcelView) -> Self:
        return cls(
            short("ship", parcel.shipment_id),
            parcel.direction,
            parcel.state,
            parcel.state_text,
            parcel.carrier,
            tuple(PieceOut.of(one) for one in parcel.pieces),
            tuple(EventOut(one.at.astimezone(UTC), one.text, one.state) for one in parcel.events),
            parcel.way,
            parcel.attempt,
            parcel.waybill or None,
            CourierOut(parcel.courier, parcel.courier_phone or None) if parcel.courier else None,
            PlaceOut(there.name, there.address, there.phone) if (there := parcel.place) else None,
            parcel.carriers or None,
        )


class RemedyOut(View, frozen=True):
    kind: str
    body: str
    basis: str
    days: int | None = None
    months: int | None = None

    @classmethod
    def of(cls, remedy: Remedy) -> Self:
        return cls(remedy.kind, remedy.body, remedy.basis, remedy.days, remedy.months)


class RevocationOut(View, frozen=True):
    state: str
    state_text: str
    reasons: tuple[str, ...]
    basis: str
    hear_until: date
    statement: str | None = None
    decided_at: datetime | None = None
    remedies: tuple[RemedyOut, ...] = ()

    @classmethod
    def of(cls, found: RevocationOfCase) -> Self:
        return cls(
            found.state,
            found.state_text,
            found.reasons,
            found.basis,
            found.hear_until,
            found.statement or None,
            found.decided_at,
            tuple(RemedyOut.of(one) for one in found.remedies),
        )
