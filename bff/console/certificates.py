"""Queue 6 at the desk: old certificates and parcels (旧证与快递), and what a clerk can do about each."""

from typing import Annotated, Literal

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.console.certificate_views import ContactPhone, Page, Row
from bff.console.paging import page_size
from bff.console.shipments import CLERKS, PREFIX, READERS
from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.parcel_views import ParcelAtDesk, Waybill
from bff.http.request import Ask, Audience, office
from bff.http.slips import malformed
from domain.kernel.ids import ShipmentId, short
from domain.kernel.party import Level
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.privacy.access import Purpose, Shown, Sight
from domain.shipments.call import Outcome
from domain.shipments.cause import Group
from domain.usecases.note_courier_call import CallNote

bp = Blueprint("certificates", url_prefix="/v1/console")
Note = Annotated[str, Meta(min_length=2, max_length=200)]


class NoteBody(Body, frozen=True):
    note: Note


class CallBody(Body, frozen=True):
    outcome: Literal["coming", "no_answer", "no_order", "has_order", "lost", "settled"]
    waybill: Waybill | None = None
    note: Note | None = None


class ReissueBody(Body, frozen=True):
    reason: Literal["lost", "never_arrived"]
    old_number: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class HandOverBody(Body, frozen=True):
    name: Annotated[str, Meta(min_length=2, max_length=50)]
    identity_seen: bool


@bp.get(
    "/certificates",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.WORKLIST, Shown.PARCEL),
)
async def list_certificates(request: Ask) -> HTTPResponse:
    """GET /v1/console/certificates, clerk, audit: the most urgent first, one group of them or all. 200."""
    group = request.args.get("group")
    if group is not None and group not in set(Group):
        raise malformed("group", "unknown", "没有这一类")
    count, lines = await office(request).shipments.list_certificates(
        group=Group(group) if group else None, size=page_size(request), remit=request.ctx.staff.remit
    )
    return reply(Page(count, tuple(Row.of(line) for line in lines)))


@bp.get(
    "/shipments/<shipment:str>/phone",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=READERS,
    ctx_purpose=Sight(Purpose.PARCELS, Shown.PHONE),
)
async def read_contact_phone(request: Ask, shipment: str) -> HTTPResponse:
    """GET /v1/console/shipments/{shipmentId}/phone: in clear, and in the ledger who looked. 200."""
    known = id_in(shipment, PREFIX, ShipmentId)
    phone = await office(request).shipments.read_contact_phone(request.ctx.staff, known)
    return reply(ContactPhone.of(phone))


@bp.post(
    "/shipments/<shipment:str>/void", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def void_certificates(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/void, clerk: 作废登记, all pieces of the case. 200."""
    known, key = id_in(shipment, PREFIX, ShipmentId), _key(request)
    return reply(
        ParcelAtDesk.of(await office(request).shipments.void_certificates(request.ctx.staff, known, key))
    )


@bp.post(
    "/shipments/<shipment:str>/calls", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def note_courier_call(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/calls, clerk: what a call brought. 200."""
    known, key = id_in(shipment, PREFIX, ShipmentId), _key(request)
    body = decode(request, CallBody)
    note = CallNote(Outcome(body.outcome), body.note or "", body.waybill or "")
    now = await office(request).shipments.note_courier_call(request.ctx.staff, known, note, key)
    return reply(ParcelAtDesk.of(now))


@bp.post(
    "/shipments/<shipment:str>/order-again",
    ctx_audience=Audience.STAFF,
    ctx_level=Level.NONE,
    ctx_roles=CLERKS,
)
async def order_shipment_again(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/order-again, clerk: the parcel that follows it. 200."""
    known, key = id_in(shipment, PREFIX, ShipmentId), _key(request)
    return reply(
        ParcelAtDesk.of(await office(request).shipments.order_shipment_again(request.ctx.staff, known, key))
    )


@bp.post(
    "/shipments/<shipment:str>/receipt", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def confirm_receipt(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/receipt, clerk: the person has it, by their word. 200."""
    known, key, body = id_in(shipment, PREFIX, ShipmentId), _key(request), decode(request, NoteBody)
    now = await office(request).shipments.confirm_receipt(request.ctx.staff, known, body.note, key)
    return reply(ParcelAtDesk.of(now))


@bp.post(
    "/shipments/<shipment:str>/loss", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def declare_parcel_lost(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/loss, clerk: the parcel, or what it should have held. 200."""
    known, key, body = id_in(shipment, PREFIX, ShipmentId), _key(request), decode(request, NoteBody)
    now = await office(request).shipments.declare_parcel_lost(request.ctx.staff, known, body.note, key)
    return reply(ParcelAtDesk.of(now))


@bp.post(
    "/shipments/<shipment:str>/reissue", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def reissue_certificate(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/reissue, clerk: 补发, the parcel that brings it. 200."""
    known, key, body = id_in(shipment, PREFIX, ShipmentId), _key(request), decode(request, ReissueBody)
    now = await office(request).shipments.reissue_certificate(
        request.ctx.staff, known, body.old_number or "", key
    )
    return reply(ParcelAtDesk.of(now))


@bp.post(
    "/shipments/<shipment:str>/hand-over", ctx_audience=Audience.STAFF, ctx_level=Level.NONE, ctx_roles=CLERKS
)
async def hand_over_at_counter(request: Ask, shipment: str) -> HTTPResponse:
    """POST /v1/console/shipments/{shipmentId}/hand-over, clerk: 窗口发证, identity seen. 200."""
    known, key, body = id_in(shipment, PREFIX, ShipmentId), _key(request), decode(request, HandOverBody)
    if not body.identity_seen:
        raise malformed("identitySeen", "missing", "请先核对领取人的身份证件")
    now = await office(request).shipments.hand_over_at_counter(
        request.ctx.staff, known, PersonName(body.name), key
    )
    return reply(ParcelAtDesk.of(now))


def _key(request: Ask) -> RequestKey:
    return request_key(request, short("staff", request.ctx.staff.staff_id))
