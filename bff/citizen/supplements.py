"""What is to be put right in a case (补正): the screen, the files given for it, and the answer."""

from typing import Annotated

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import case_in, id_in
from bff.http.refusals import UnsupportedMediaType
from bff.http.request import Ask, Audience, office
from bff.http.supplement_views import SupplementScreen
from domain.identity.check import Purpose
from domain.kernel.ids import LicenceId
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.supplements.supplement import LARGEST, MAGIC

bp = Blueprint("citizen_supplements", url_prefix="/v1/citizen")
DIGITS = 2  # of a material's number


class FromWallet(Body, frozen=True):
    licence_id: Annotated[str, Meta(pattern=r"^lic_[0-9a-hjkmnp-tv-z]{26}\Z", max_length=30)]


class SupplementAnswer(Body, frozen=True):
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", max_length=64)]
    promise: bool


@bp.get("/cases/<case_id:str>/supplement", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_supplement(request: Ask, case_id: str) -> HTTPResponse:
    """GET /v1/citizen/cases/{caseId}/supplement, person, phone: 200."""
    supplement = await office(request).supplements.read_supplement(request.ctx.acting, case_in(case_id))
    return reply(SupplementScreen.of(supplement))


@bp.put(
    "/cases/<case_id:str>/supplement/materials/<index:str>",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.PHONE,
    ctx_most_bytes=LARGEST,
)
async def put_supplement_material(request: Ask, case_id: str, index: str) -> HTTPResponse:
    """PUT …/supplement/materials/{index}, person, phone: the file as it is. 200."""
    if request.content_type.partition(";")[0].strip().lower() not in MAGIC:
        raise UnsupportedMediaType
    supplement = await office(request).supplements.give_file(
        request.ctx.acting, case_in(case_id), _index(index), request.body
    )
    return reply(SupplementScreen.of(supplement))


@bp.put(
    "/cases/<case_id:str>/supplement/materials/<index:str>/licence",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.PHONE,
)
async def put_supplement_licence(request: Ask, case_id: str, index: str) -> HTTPResponse:
    """PUT …/supplement/materials/{index}/licence, person, phone: out of the wallet. 200."""
    licence = id_in(decode(request, FromWallet).licence_id, "lic", LicenceId)
    supplement = await office(request).supplements.give_licence(
        request.ctx.acting, case_in(case_id), _index(index), licence
    )
    return reply(SupplementScreen.of(supplement))


@bp.post(
    "/cases/<case_id:str>/supplement/answer",
    ctx_audience=Audience.PERSON,
    ctx_level=Level.FACE,
    ctx_face=Purpose.CASE,
)
async def answer_supplement(request: Ask, case_id: str) -> HTTPResponse:
    """POST …/supplement/answer, person, face: whole and once. 200."""
    body, acting = decode(request, SupplementAnswer), request.ctx.acting
    supplement = await office(request).supplements.answer_supplement(
        acting,
        case_in(case_id),
        digest=body.digest,
        promise=body.promise,
        request=request_key(request, str(acting.session)),
    )
    return reply(SupplementScreen.of(supplement))


def _index(text: str) -> int:
    """Raises NotFound."""
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise NotFound
    return int(text)
