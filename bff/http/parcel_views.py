"""What every front says of a parcel (快递单): its pieces, and where it is after somebody acted on it."""

from typing import Annotated, Self

from msgspec import Meta

from bff.http.boundary import View
from domain.kernel.ids import short
from domain.usecases.parcel_view import ParcelNow, PieceView

Waybill = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{6,32}\Z", max_length=32)]


class PieceOut(View, frozen=True):
    kind: str
    serial: str
    custody: str
    reason: str | None = None
    reason_text: str | None = None

    @classmethod
    def of(cls, piece: PieceView) -> Self:
        return cls(piece.kind, piece.serial, piece.custody, piece.reason or None, piece.reason_text or None)


class ParcelAtDesk(View, frozen=True):
    shipment_id: str
    state: str
    state_text: str
    pieces: tuple[PieceOut, ...]

    @classmethod
    def of(cls, now: ParcelNow) -> Self:
        pieces = tuple(PieceOut.of(piece) for piece in now.pieces)
        return cls(short("ship", now.shipment_id), now.state, now.state_text, pieces)
