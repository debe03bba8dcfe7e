"""自己办: a person asks whether an item is due for the party they act for, and what came of it."""

import re
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import View, reply, request_key
from bff.http.request import Ask, Audience, office
from domain.catalogue.ports import ItemUnknown
from domain.kernel.ids import ItemCode, MatterId, StartId, short, unshort
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.usecases.start_by_oneself import StartView

bp = Blueprint("citizen_starts", url_prefix="/v1/citizen")
ITEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class StartScreen(View, frozen=True):
    start_id: str
    state: str
    words: str
    matter_id: str | None = None
    reason: str | None = None

    @classmethod
    def of(cls, start: StartView) -> Self:
        return cls(
            short("sta", start.start_id),
            start.state,
            start.words,
            matter_id=short("mtr", MatterId(start.matter)) if start.matter else None,
            reason=start.reason or None,
        )


@bp.post("/items/<item:str>/starts", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def start_by_oneself(request: Ask, item: str) -> HTTPResponse:
    """POST /v1/citizen/items/{itemCode}/starts, person, phone: 202."""
    acting = request.ctx.acting
    key = request_key(request, str(acting.session))
    if not ITEM.fullmatch(item):
        raise ItemUnknown
    begun = await office(request).starts.start_by_oneself(acting, ItemCode(item), key)
    return reply(StartScreen.of(begun), status=202)


@bp.get("/starts/<start:str>", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def read_start(request: Ask, start: str) -> HTTPResponse:
    """GET /v1/citizen/starts/{startId}, person, phone: 200."""
    found = unshort("sta", start)
    if found is None:
        raise NotFound
    told = await office(request).starts.read_start(request.ctx.acting, StartId(found))
    return reply(StartScreen.of(told))
