"""What the mini-program may write to somebody (订阅消息): which questions to show, and what was allowed."""

from typing import Annotated, Self

from msgspec import Meta
from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import Body, View, decode, reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.usecases.list_subscriptions import SubscriptionView

bp = Blueprint("enterprise_subscriptions", url_prefix="/v1/enterprise")


class TemplateView(View, omit_defaults=False, frozen=True):
    template_id: str
    kinds: list[str]
    credits: int
    ask: bool

    @classmethod
    def of(cls, told: SubscriptionView) -> Self:
        return cls(told.template_id, list(told.kinds), told.credits, told.ask)


class TemplatesView(View, omit_defaults=False, frozen=True):
    templates: list[TemplateView]


class TapBody(Body, frozen=True):
    template_id: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+\Z")]
    accepted: bool


@bp.get("/subscriptions", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def list_subscriptions(request: Ask) -> HTTPResponse:
    """GET /v1/enterprise/subscriptions, enterprise, none: 200."""
    return await _listed(request)


@bp.post("/subscriptions", ctx_audience=Audience.ENTERPRISE, ctx_level=Level.NONE)
async def note_subscription(request: Ask) -> HTTPResponse:
    """POST /v1/enterprise/subscriptions, enterprise, none: 200. A hint: credits come from the platform."""
    body = decode(request, TapBody)
    await office(request).notices.note_subscription(
        request.ctx.visitor, body.template_id, accepted=body.accepted
    )
    return await _listed(request)


async def _listed(request: Ask) -> HTTPResponse:
    found = await office(request).notices.list_subscriptions(request.ctx.visitor)
    return reply(TemplatesView([TemplateView.of(one) for one in found]))
