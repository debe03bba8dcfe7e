"""Our side of a vendor's callbacks (回调接收端), on loopback: keeps what comes, answers as told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.outbound.watch import Exchange, Watch, unwatched
from adapters.sandbox.kit import serve

WAIT_SECONDS = 5.0


@dataclass
class Received:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Listener:
    """Answers `status` with `answer`."""

    url: str = ""
    status: int = 200
    answer: object = field(default_factory=lambda: {"code": 0, "msg": "ok", "result": True})
    got: list[Received] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    watch: Watch = unwatched

    async def hear(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        heard = Received(request.method, request.path, dict(request.query), dict(request.headers), body)
        self.watch(Exchange("callback", f"{request.method} {request.path}", str(self.status), inward=True))
        async with self.news:
            self.got.append(heard)
            self.news.notify_all()
        return web.json_response(self.answer, status=self.status)

    async def wait_for(self, count: int, path: str = "/") -> list[Received]:
        """All that came, once `count` of them came to an address that begins with `path`.

        Raises TimeoutError.
        """
        async with asyncio.timeout(WAIT_SECONDS), self.news:
            await self.news.wait_for(lambda: sum(one.path.startswith(path) for one in self.got) >= count)
        return self.got


@asynccontextmanager
async def listening(watch: Watch = unwatched) -> AsyncIterator[Listener]:
    heard = Listener(watch=watch)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", heard.hear)
    running = await serve(app)
    heard.url = running.url
    try:
        yield heard
    finally:
        await running.stop()
