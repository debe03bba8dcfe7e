"""For somebody who wonders whether a text message is ours (短信真伪查询)."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.usecases.check_message import MessageChecked

bp = Blueprint("messages", url_prefix="/v1/sms")


class Question(Body, frozen=True):
    code: Annotated[str, Meta(min_length=1, max_length=2000)]
    receiving_number: Annotated[str, Meta(min_length=11, max_length=24)]


class Answer(View, frozen=True):
    sent: bool
    note: str
    sent_at: datetime | None = None
    wording: str | None = None

    @classmethod
    def of(cls, checked: MessageChecked) -> Self:
        return cls(sent=checked.sent, note=checked.note, sent_at=checked.sent_at, wording=checked.wording)


@bp.post("/messages/check", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def check_message(request: Ask) -> HTTPResponse:
    """POST /v1/sms/messages/check: code and receiving number together. 200."""
    body = decode(request, Question)
    checked = await office(request).notices.check_message(
        body.code, body.receiving_number, origin=request.client_ip
    )
    return reply(Answer.of(checked))
