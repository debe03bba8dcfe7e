"""Refusing what rules alone came to (个人信息保护法 §24)."""

from typing import Annotated

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, decode, reply, request_key
from bff.http.ids import id_in
from bff.http.instant_views import RefusalOut
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import CaseId
from domain.kernel.party import Level
from domain.kernel.personal import Free

bp = Blueprint("citizen_automatic", url_prefix="/v1/citizen")


class RefusalBody(Body, frozen=True):
    words: Annotated[str, Meta(min_length=2, max_length=500)] | None = None


@bp.post("/cases/<case:str>/instant/refusal", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def refuse_automatic(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/instant/refusal, person, phone: 200."""
    acting, found = request.ctx.acting, id_in(case, "case", CaseId)
    key, body = request_key(request, str(acting.session)), decode(request, RefusalBody)
    words = None if body.words is None else Free(body.words)
    return reply(RefusalOut.of(await office(request).instant.refuse_automatic(acting, found, words, key)))
