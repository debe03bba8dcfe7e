"""Where the regulators' platform (审管衔接平台) asks for results it lacks."""

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_regulator", url_prefix="/v1/callbacks")


class GapTaken(View, omit_defaults=False, frozen=True):
    count: int
    code: str = "0"
    msg: str = "ok"


@bp.post("/regulator/gaps", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_regulator_gap(request: Ask) -> HTTPResponse:
    """POST /v1/callbacks/regulator/gaps, vendor: 200 once the numbers are on their way again."""
    target = request.raw_url.decode("ascii", "replace")
    replayed = await office(request).supervision.replay_results.hear(
        request.method, target, dict(request.headers), request.body
    )
    return reply(GapTaken(replayed.count))
