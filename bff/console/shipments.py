"""Old certificates (旧证) at the staff's desk: what is on its way, and taking it in piece by piece."""

from typing import Annotated, Literal, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.parcel_views import ParcelAtDesk, PieceOut
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import ShipmentId, short
from domain.kernel.party import Level
from domain.privacy.access import Purpose, Shown, Sight
from domain.shipments.piece import Absent
from domain.staff.account import Role
from domain.usecases import list_arriving as listed
from domain.usecases import scan_certificates as scanning

bp = Blueprint("shipments", url_prefix="/v1/console")
PREFIX = "ship"
CLERKS = frozenset({Role.CLERK})
READERS = CLERKS | {Role.AUDIT}
KINDS = {"original": "正本", "duplicate": "副本"}


class PieceInHand(Body, frozen=True):
    kind: Literal["original", "duplicate"]
    serial: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,20}\Z", max_length=20)]
    number: Annotated[str, Meta(min_length=1, max_length=64)]


class PieceAbsent(Body, frozen=True):
    kind: Literal["original", "duplicate"]
    serial: Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{1,20}\Z", max_length=20)]
    reason: Literal["not_handed_over", "lost_declared", "other_parcel"]


class Scan(Body, frozen=True):
    pieces: Annotated[list[PieceInHand], Meta(min_length=1, max_length=50)]
    absent: Annotated[tuple[PieceAbsent, ...], Meta(max_length=50)] = ()

    def scan(self) -> scanning.Scan:
        return scanning.Scan(
            tuple(scanning.ScannedPiece(KINDS[one.kind], one.serial, one.number) for one in self.pieces),
            {(KINDS[one.kind], one.serial): Absent(one.reason) for one in self.absent},
        )


class Arriving(View, frozen=True):
    shipment_id: str
    case_id: str
    item_name: str
    party_name: str
    carrier: str
    state: str
    state_text: str
    pieces: list[PieceOut]
    case_number: str | None = None
    waybill: str | None = None

    @classmethod
    def of(cls, arriving: listed.Arriving) -> Self:
        parcel = arriving.parcel
        return cls(
            shipment_id=short(PREFIX, parcel.shipment_id),
            case_id=short("case", arriving.case_id),
            item_name=arriving.item_name,
            party_name=arriving.party_name,
            carrier=parcel.carrier,
            state=parcel.state,
            state_text=parcel.state_text,
            pieces=[PieceOut.of(piece) for piece in parcel.pieces],
            case_number=arriving.case_number or None,
            waybill=parcel.waybill or None,
        )


class AllArriving(View, frozen=True):
    shipments: list[Arriving]


@bp.get(
    "/shipments/arriving",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.PARCEL),
)
async def list_arriving(request: Ask) -> HTTPResponse:
    """GET /v1/console/shipments/arriving, clerk, audit: nearest first. 200."""
    arriving = await office(request).shipments.list_arriving(request.ctx.staff.remit)
    return reply(AllArriving([Arriving.of(one) for one in arriving]))


@bp.post(
    "/shipments/<shipment:str>/scan", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def scan_certificates(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/scan, clerk: each piece found, or absent for a reason. 200."""
    known, staff = id_in(shipment, PREFIX, ShipmentId), request.ctx.staff
    body = decode(request, Scan)
    key = request_key(request, short("staff", staff.staff_id))
    return reply(
        ParcelAtDesk.of(await office(request).shipments.scan_certificates(staff, known, body.scan(), key))
    )
