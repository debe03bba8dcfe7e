"""Where the couriers' platforms (快递100, 顺丰) tell us of an order and of its parcel."""

from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_courier", url_prefix="/v1/callbacks")
SF_TAKEN = {"return_code": "0000", "return_msg": "成功"}
SF_TAKEN_XML = "<Response><Head>OK</Head></Response>"  # where the console (丰桥) is set so
HEADERS = {"Cache-Control": "no-store"}


class CourierTaken(View, rename="camel", omit_defaults=False, frozen=True):
    result: bool = True
    return_code: str = "200"
    message: str = "成功"


@bp.post("/kuaidi100/<token:str>/orders", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_courier_order_news(request: Ask, token: str) -> HTTPResponse:
    """POST /v1/callbacks/kuaidi100/{token}/orders, vendor: 200 once kept, also when it was known already."""
    return await _receive(request, token, "kuaidi100-order")


@bp.post("/kuaidi100/<token:str>/tracks", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_courier_track_news(request: Ask, token: str) -> HTTPResponse:
    """POST /v1/callbacks/kuaidi100/{token}/tracks, vendor: 200 once kept, also when it was known already."""
    return await _receive(request, token, "kuaidi100-track")


@bp.post("/sf/<secret:str>/routes", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_sf_routes(request: Ask, secret: str) -> HTTPResponse:
    """POST /v1/callbacks/sf/{secret}/routes, vendor: 200 once every line is kept, in the form it came in."""
    content_type = request.headers.get("content-type", "")
    await office(request).shipments.receive_courier_push("sf", secret, request.body, content_type)
    if content_type.startswith("application/x-www-form-urlencoded"):
        return raw(SF_TAKEN_XML, content_type="text/xml", headers=HEADERS)
    return reply(SF_TAKEN)


async def _receive(request: Ask, token: str, source: str) -> HTTPResponse:
    content_type = request.headers.get("content-type", "")
    await office(request).shipments.receive_courier_news(source, token, request.body, content_type)
    return reply(CourierTaken())
