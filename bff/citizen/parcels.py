"""Parcels (快递单) as people see them, and the one a person sends by themselves (自寄)."""

from typing import Literal

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.parcel_views import ParcelAtDesk, Waybill
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import CaseId
from domain.kernel.party import Level

bp = Blueprint("citizen_parcels", url_prefix="/v1/citizen")


class WaybillBody(Body, frozen=True):
    carrier: Literal["ems", "shunfeng"]
    waybill: Waybill


@bp.post("/cases/<case_id:str>/waybill", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def enter_waybill(request: Ask, case_id: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/waybill, person, phone: 自寄, by which parcel. 200."""
    acting, case = request.ctx.acting, id_in(case_id, "case", CaseId)
    key = request_key(request, str(acting.session))
    body = decode(request, WaybillBody)
    now = await office(request).shipments.enter_waybill(acting, case, body.carrier, body.waybill, key)
    return reply(ParcelAtDesk.of(now))
