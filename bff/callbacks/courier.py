"""Where the courier's platform (快递100) tells us of an order and of its parcel."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_courier", url_prefix="/v1/callbacks/kuaidi100")


class CourierTaken(View, rename="camel", omit_defaults=False, frozen=True):
    result: bool = True
    return_code: str = "200"
    message: str = "成功"


@bp.post("/<token:str>/orders", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_courier_order_news(request: Ask, token: str) -> HTTPResponse:
    """POST /v1/callbacks/kuaidi100/{token}/orders, vendor: 200 once kept, also when it was known already."""
    return await _receive(request, token, "kuaidi100-order")


@bp.post("/<token:str>/tracks", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_courier_track_news(request: Ask, token: str) -> HTTPResponse:
    """POST /v1/callbacks/kuaidi100/{token}/tracks, vendor: 200 once kept, also when it was known already."""
    return await _receive(request, token, "kuaidi100-track")


async def _receive(request: Ask, token: str, source: str) -> HTTPResponse:
    content_type = request.headers.get("content-type", "")
    await office(request).shipments.receive_courier_news(source, token, request.body, content_type)
    return reply(CourierTaken())
