"""The app on this phone (应用绑定): told under which name to be pushed to, or to be pushed to no more."""

from datetime import datetime
from typing import Self

from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bff.http.boundary import Body, View, decode, reply
from bff.http.request import Ask, Audience, office
from domain.identity.app_device import AppDevice, Platform
from domain.kernel.party import Level

bp = Blueprint("citizen_app_devices", url_prefix="/v1/citizen")
GONE = {"Cache-Control": "no-store"}


class AppBody(Body, frozen=True):
    platform: Platform


class AppDeviceView(View, frozen=True):
    account: str
    platform: str
    bound_at: datetime

    @classmethod
    def of(cls, device: AppDevice) -> Self:
        return cls(device.account, str(device.platform), device.bound_at)


@bp.put("/app-devices/current", ctx_audience=Audience.PERSON, ctx_level=Level.FACE)
async def bind_app(request: Ask) -> HTTPResponse:
    """PUT /v1/citizen/app-devices/current, person, face: 200; the same name again on the same session."""
    platform = decode(request, AppBody).platform
    device = await office(request).sessions.bind_app(request.ctx.acting, platform)
    return reply(AppDeviceView.of(device))


@bp.delete("/app-devices/current", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
async def unbind_app(request: Ask) -> HTTPResponse:
    """DELETE /v1/citizen/app-devices/current, person, phone: 204; no push goes to this phone any more."""
    await office(request).sessions.unbind_app(request.ctx.acting)
    return empty(headers=GONE)
