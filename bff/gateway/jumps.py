"""Exact jumps (精准跳转): the address of a department's own page, with a one-use ticket in it."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta, field
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply, request_key
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.usecases.issue_jump import Jump

bp = Blueprint("citizen_jumps", url_prefix="/v1/citizen")

Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+\Z")]
Value = Annotated[str, Meta(min_length=1, max_length=200)]


class JumpBody(Body, frozen=True):
    page: Name
    parameters: Annotated[dict[Name, Value], Meta(max_length=16)] = field(default_factory=dict)


class JumpView(View, frozen=True):
    url: str
    expires_at: datetime

    @classmethod
    def of(cls, jump: Jump) -> Self:
        return cls(jump.url, jump.expires_at)


@bp.post("/jumps", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def issue_jump(request: Ask) -> HTTPResponse:
    """POST /v1/citizen/jumps, person, phone or what the page says: 201."""
    acting = request.ctx.acting
    key = request_key(request, f"{acting.session}/{acting.party}")
    body = decode(request, JumpBody)
    jump = await office(request).gateway.issue_jump(acting, body.page, body.parameters, key)
    return reply(JumpView.of(jump), status=201)
