"""What the platform pushes to us about our official account (公众号消息推送), in its secure mode alone."""

from sanic import Blueprint
from sanic.response import HTTPResponse, text

from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_official_account", url_prefix="/v1/callbacks")
TAKEN = "success"  # the vendor's word: no answer within five seconds, and it comes again, three times in all
HEADERS = {"Cache-Control": "no-store"}


@bp.get("/official-account", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def check_official_account_address(request: Ask) -> HTTPResponse:
    """GET /v1/callbacks/official-account, vendor: 200 and the echo; 404 where there is no such account."""
    return text(office(request).wechat.receive_account_event.check_url(_query(request)), headers=HEADERS)


@bp.post("/official-account", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_official_account_event(request: Ask) -> HTTPResponse:
    """POST /v1/callbacks/official-account, vendor: 200 once the event is kept, also when it was known."""
    await office(request).wechat.receive_account_event(_query(request), request.body)
    return text(TAKEN, headers=HEADERS)


def _query(request: Ask) -> dict[str, str]:
    """Each parameter once, as first given."""
    return {name: values[0] for name, values in request.args.items()}
