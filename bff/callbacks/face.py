"""The face vendor's doorbell (实人认证回调): nothing it says is believed, what came of it is asked by us."""

from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_face", url_prefix="/v1/callbacks/aliyun-face")


@bp.get("/<token:str>", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_face_doorbell(request: Ask, token: str) -> HTTPResponse:
    """GET /v1/callbacks/aliyun-face/{token}, vendor: 200, known or not; the vendor rings again otherwise."""
    await office(request).identity.face_doorbell(token, request.args.get("callbackToken", ""))
    return empty(status=200)
