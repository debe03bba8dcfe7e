"""What a form (申报表单) takes on one's own phone besides its fields: a licence, and a signature by hand.

At the counter no wallet is open, and the desk has a pad of its own.
"""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.forms import FormScreen
from bff.citizen.supplements import FromWallet
from bff.http.boundary import decode, reply, request_key
from bff.http.ids import case_in, id_in
from bff.http.request import Ask, Audience, office
from bff.http.signature_bodies import SignatureBody, SignatureOut
from domain.forms.signature import Strokes
from domain.kernel.ids import LicenceId
from domain.kernel.party import Level

bp = Blueprint("citizen_form_extras", url_prefix="/v1/citizen")


@bp.put(
    "/cases/<case_id:str>/form/materials/<key:str>/licence",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.PHONE,
)
async def put_form_licence(request: Ask, case_id: str, key: str) -> HTTPResponse:
    """PUT …/form/materials/{key}/licence, person, phone: out of the wallet. 200."""
    licence = id_in(decode(request, FromWallet).licence_id, "lic", LicenceId)
    form = await office(request).forms.give_licence(request.ctx.acting, case_in(case_id), key, licence)
    return reply(FormScreen.of(form))


@bp.delete(
    "/cases/<case_id:str>/form/materials/<key:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE
)
async def remove_form_material(request: Ask, case_id: str, key: str) -> HTTPResponse:
    """DELETE …/form/materials/{key}, person, phone: 200 with the form without it."""
    take_back = office(request).cases.give_form_material.take_back
    return reply(FormScreen.of(await take_back(request.ctx.acting, case_in(case_id), key)))


@bp.post("/signatures", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def sign_own_forms(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/signatures, person, phone: 201; it counts with the same person's confirmation only."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    body = decode(request, SignatureBody)
    strokes: Strokes = body.strokes
    taken = await office(request).forms.sign_own_forms(acting, body.shown(), strokes, key)
    return reply(SignatureOut.of(taken), status=201)
