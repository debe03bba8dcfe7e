"""What was promised for a case (承诺): read, brought, taken back; and a material handed in with the form."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.citizen.forms import FormScreen
from bff.http.boundary import View, reply, request_key
from bff.http.ids import case_in, id_in
from bff.http.promise_views import PREFIX, PromiseScreen
from bff.http.refusals import UnsupportedMediaType
from bff.http.request import Ask, Audience, office
from domain.identity.check import Purpose
from domain.kernel.ids import PromiseId
from domain.kernel.party import Level
from domain.supplements.supplement import LARGEST, MAGIC

bp = Blueprint("citizen_promises", url_prefix="/v1/citizen")


class PromisesScreen(View, frozen=True):
    promises: tuple[PromiseScreen, ...]


@bp.put(
    "/cases/<case_id:str>/form/materials/<key:str>",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.PHONE,
    ctx_most_bytes=LARGEST,
)
async def put_form_material(request: Ask, case_id: str, key: str) -> HTTPResponse:
    """PUT /v1/citizen/cases/{caseId}/form/materials/{key}, person, phone: the file as it is. 200."""
    content = _file(request)
    give = office(request).cases.give_form_material
    return reply(FormScreen.of(await give(request.ctx.acting, case_in(case_id), key, content)))


@bp.get("/cases/<case_id:str>/promises", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_promises(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/promises, person, phone: 200."""
    found = await office(request).promises.list_promises(request.ctx.acting, case_in(case_id))
    return reply(PromisesScreen(tuple(PromiseScreen.of(one) for one in found)))


@bp.put(
    "/cases/<case_id:str>/promises/<promise_id:str>/material",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.PHONE,
    ctx_most_bytes=LARGEST,
)
async def put_promised_material(request: Ask, case_id: str, promise_id: str) -> HTTPResponse:
    """PUT …/promises/{promiseId}/material, person, phone: the file as it is. 200."""
    content, promise = _file(request), id_in(promise_id, PREFIX, PromiseId)
    bring = office(request).promises.bring_promised
    return reply(PromiseScreen.of(await bring(request.ctx.acting, case_in(case_id), promise, content)))


@bp.post(
    "/cases/<case_id:str>/promises/<promise_id:str>/withdrawal",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.CASE,
)
async def withdraw_promise(request: Ask, case_id: str, promise_id: str) -> HTTPResponse:
    """POST …/promises/{promiseId}/withdrawal, person, face: until the decision. 200."""
    acting, promise = request.ctx.acting, id_in(promise_id, PREFIX, PromiseId)
    key = request_key(request, str(acting.session))
    withdraw = office(request).promises.withdraw_promise
    return reply(PromiseScreen.of(await withdraw(acting, case_in(case_id), promise, key)))


def _file(request: Ask) -> bytes:
    """Raises UnsupportedMediaType."""
    if request.content_type.partition(";")[0].strip().lower() not in MAGIC:
        raise UnsupportedMediaType
    return request.body
