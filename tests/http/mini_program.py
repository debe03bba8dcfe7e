"""The mini-program's own front, alone behind its guard, on a real database: what a client of it meets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import httpx
from asgi_lifespan import LifespanManager
from sanic import Blueprint, Sanic
from sanic.response import HTTPResponse, text

from bff.callbacks import wechat
from bff.citizen import identity as citizen_identity
from bff.citizen import session as citizen_session
from bff.compose.core import Core
from bff.enterprise import identity, session, subscriptions
from bff.http import answers, guard, problems
from bff.http.mirrored import mirrored
from bff.http.request import AppCtx, Ask, Audience
from domain.kernel.party import Level
from tests.http.caller import BASE, Caller
from tests.support.house import HandClock
from tests.usecases.identity_world import JIA, JIA_NUMBER, World, identity_world
from tests.usecases.notice_world import World as NoticeWorld

HERE = "198.51.100.7"
CONSENT = "wechat-2026-11-22"


def a_resource() -> Blueprint:
    """One of the phone page's resources, as plain as can be."""
    bp = Blueprint("citizen_probe", url_prefix="/v1/citizen")

    @bp.get("/probe", ctx_audience=Audience.PERSON, ctx_level=Level.PHONE)
    async def read_probe(request: Ask) -> HTTPResponse:
        acting = request.ctx.acting
        return text(f"{acting.channel} {acting.party == acting.person}")

    @bp.post("/probe/<probe_id:str>", ctx_audience=Audience.PERSON, ctx_level=Level.FACE)
    async def change_probe(request: Ask, probe_id: str) -> HTTPResponse:
        name = request.route.name if request.route else ""
        return text(f"{name} {probe_id} {request.ctx.acting.channel}")

    @bp.get("/probe-guide", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
    async def read_probe_guide(_: Ask) -> HTTPResponse:
        return text("a guide")

    return bp


@dataclass
class Front:
    world: World
    caller: Caller
    http: httpx.AsyncClient

    async def sign_in(self, openid: str = "o-invented-jia") -> dict[str, Any]:
        code = self.world.mini_program.login(openid)
        told: dict[str, Any] = await self.caller.expect(
            200, "POST", "/v1/enterprise/session", json={"code": code}, key=""
        )
        return told

    async def open(
        self, token: str, *, name: str = JIA, number: str = JIA_NUMBER, **more: str
    ) -> dict[str, Any]:
        body = {"name": name, "idNumber": number, "consentVersion": CONSENT, "agreed": True, **more}
        told: dict[str, Any] = await self.caller.expect(
            201, "POST", "/v1/enterprise/identity-checks", json=body, token=token
        )
        face = self.world.wechat_face
        face.finish(next(reversed(face.checks)))
        return told

    async def prove(self, openid: str = "o-invented-jia") -> str:
        """The access token of somebody whose face just passed."""
        visiting = (await self.sign_in(openid))["accessToken"]
        opened = await self.open(visiting)
        told = await self.caller.expect(
            200,
            "POST",
            f"/v1/enterprise/identity-checks/{opened['identityCheckId']}/result",
            json={"resumeToken": opened["resumeToken"]},
            token=visiting,
            key="",
        )
        return str(told["session"]["accessToken"])


@asynccontextmanager
async def open_front(core: Core, clock: HandClock, notices: NoticeWorld) -> AsyncIterator[Front]:
    world, probe = identity_world(core, clock), a_resource()
    app: Any = Sanic("mini-program", ctx=AppCtx(), request_class=Ask, configure_logging=False)  # type: ignore[arg-type]  # its own generics do not meet
    app.config.TOUCHUP = app.config.AUTO_EXTEND = False
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.BODY_SECONDS = 15.0
    answers.register(app, answers.Meters(), by_https=True)
    guard.register(app)
    problems.register(app)
    for bp in (session.bp, identity.bp, subscriptions.bp, wechat.bp, citizen_identity.bp, citizen_session.bp):
        app.blueprint(bp)
    app.blueprint(probe)
    app.blueprint(mirrored(probe, prefix="/v1/enterprise"))
    app.ctx.office = SimpleNamespace(identity=world.desk, notices=notices.desk)
    try:
        transport = httpx.ASGITransport(app=app, client=(HERE, 40000))
        async with LifespanManager(app), httpx.AsyncClient(transport=transport, base_url=BASE) as http:
            yield Front(world, Caller(http), http)
    finally:
        Sanic.unregister_app(app)
