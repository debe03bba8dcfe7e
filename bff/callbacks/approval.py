"""Where the approval back-end (审批系统) tells us how far a case is."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_approval", url_prefix="/v1/callbacks")


class BackEndTaken(View, omit_defaults=False, frozen=True):
    code: str = "0"
    msg: str = "ok"


@bp.post("/approval", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_back_end_push(request: Ask) -> HTTPResponse:
    """POST /v1/callbacks/approval, vendor: 200 once the push is kept, also when it was known already."""
    target = request.raw_url.decode("ascii", "replace")
    await office(request).decisions.receive_back_end_push(
        request.method, target, dict(request.headers), request.body
    )
    return reply(BackEndTaken())
