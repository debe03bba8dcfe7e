"""What the mini-program platform pushes to us (微信消息推送), in its secure mode alone."""

from sanic import Blueprint
from sanic.response import HTTPResponse, text

from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_wechat", url_prefix="/v1/callbacks")
TAKEN = "success"  # the vendor's word: no answer within five seconds, and it comes again, three times in all
HEADERS = {"Cache-Control": "no-store"}


@bp.get("/wechat", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def check_wechat_address(request: Ask) -> HTTPResponse:
    """GET /v1/callbacks/wechat, vendor: 200 and the echo, when the platform tries the address."""
    echo = office(request).notices.receive_wechat_events.check_url(_query(request))
    return text(echo, headers=HEADERS)


@bp.post("/wechat", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_wechat_events(request: Ask) -> HTTPResponse:
    """POST /v1/callbacks/wechat, vendor: 200 once every event is kept, also when it was known already."""
    await office(request).notices.receive_wechat_events(_query(request), request.body)
    return text(TAKEN, headers=HEADERS)


def _query(request: Ask) -> dict[str, str]:
    """Each parameter once, as first given."""
    return {name: values[0] for name, values in request.args.items()}
