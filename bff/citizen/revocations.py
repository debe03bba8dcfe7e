"""A revocation (撤销) as the person reads it, and what they say against it (陈述申辩)."""

from typing import Annotated

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, decode, reply, request_key
from bff.http.case_parts import RevocationOut
from bff.http.ids import id_in
from bff.http.request import Ask, Audience, office
from domain.kernel.ids import CaseId
from domain.kernel.party import Level
from domain.kernel.personal import Free

bp = Blueprint("citizen_revocations", url_prefix="/v1/citizen")


class StatementBody(Body, frozen=True):
    words: Annotated[str, Meta(min_length=2, max_length=2000)]


@bp.post("/cases/<case:str>/revocation/statement", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def give_statement(request: Ask, case: str) -> HTTPResponse:
    """POST /v1/citizen/cases/{caseId}/revocation/statement, person, phone: 200."""
    acting, found = request.ctx.acting, id_in(case, "case", CaseId)
    key = request_key(request, str(acting.session))
    words = Free(decode(request, StatementBody).words)
    heard = await office(request).instant.hear_statement.of_person(acting, found, words, key)
    return reply(RevocationOut.of(heard))
