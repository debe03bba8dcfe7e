"""The person's own word (确认收到) that a certificate arrived, where the courier could not say so."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import reply, request_key
from bff.http.ids import id_in
from bff.http.parcel_views import ParcelAtDesk
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.kernel.ids import CaseId
from domain.kernel.party import Level

bp = Blueprint("citizen_receipts", url_prefix="/v1/citizen")


@bp.post(
    "/cases/<case_id:str>/receipt",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.CASE,
)
async def say_received(request: Ask, case_id: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/receipt, person, face: I have it. 200."""
    acting, case = request.ctx.acting, id_in(case_id, "case", CaseId)
    key = request_key(request, str(acting.session))
    return reply(ParcelAtDesk.of(await office(request).shipments.say_received(acting, case, key)))
