"""Where EMS (中国邮政速递物流) tells us of our parcels: one address for all, sealed with the key we share.

Source: public integrations, read 2026-11-22 [not verified]: HTTP 200 with code 00000, else it comes again.
"""

import msgspec
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level

bp = Blueprint("callbacks_ems", url_prefix="/v1/callbacks/ems")
LONGEST = 64


class EmsTaken(View, rename="camel", omit_defaults=False, frozen=True):
    serial_no: str
    sender_no: str
    code: str = "00000"
    code_message: str = ""


class _Numbered(msgspec.Struct, rename="camel"):
    """Of no importance to us: whatever stands there, what was kept is answered as kept."""

    serial_no: object = ""
    sender_no: object = ""


@bp.post("/<secret:str>/tracks", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_ems_tracks(request: Ask, secret: str) -> HTTPResponse:
    """POST /v1/callbacks/ems/{secret}/tracks, vendor: 200 once kept, also when it was known already."""
    taken = _taken(request.body)
    content_type = request.headers.get("content-type", "")
    await office(request).shipments.receive_courier_push("ems", secret, request.body, content_type)
    return reply(taken)


def _taken(body: bytes) -> EmsTaken:
    """Read before anything is kept, never refused: what was kept and is not answered comes for ever."""
    try:
        told = msgspec.json.decode(body, type=_Numbered)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return EmsTaken("", "")
    return EmsTaken(_text(told.serial_no), _text(told.sender_no))


def _text(number: object) -> str:
    is_number = isinstance(number, str | int) and not isinstance(number, bool)
    return str(number)[:LONGEST] if is_number else ""
