"""One's own data (我的信息): who looked at it, and the consent to face verification taken back (撤回同意)."""

from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.access_views import Accesses, AccessOut, cursor_of, place_behind, size_of
from bff.http.boundary import reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("privacy", url_prefix="/v1/citizen")


@bp.get("/accesses", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def list_accesses(request: Ask) -> HTTPResponse:
    """GET /v1/citizen/accesses, person, phone: newest first. 200."""
    found, end = await office(request).privacy.list_accesses(
        request.ctx.acting, before=place_behind(request), size=size_of(request)
    )
    return reply(Accesses(tuple(AccessOut.of(one) for one in found), cursor_of(end)))


@bp.delete("/consents/face", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def withdraw_face_consent(request: Ask) -> HTTPResponse:
    """DELETE /v1/citizen/consents/face, person, phone: 204, also where none stood."""
    await office(request).identity.withdraw_consent(request.ctx.acting)
    return empty(headers={"Cache-Control": "no-store"})
