"""The sandbox kit (沙箱工具): clock, books, faults, log, callbacks and control routes of every emulator.

desk = Desk(books, now=now, throttled=..., dump=...)
desk.business("POST", "/", handler)      # under faults and in the log
return desk.app
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from aiohttp import web

from adapters.sandbox.kit_books import Books, Clock
from adapters.sandbox.kit_callbacks import Callbacks
from adapters.sandbox.kit_faults import Faults, Handler, Rule
from adapters.sandbox.kit_log import Log, flat, mask, read_fields

__all__ = ["Books", "Clock", "Desk", "Rule", "Running", "answer_json", "mask", "read_json", "serve"]

RULE = web.RequestKey("rule", Rule)
BODY_LIMIT = 16 * 1024 * 1024
CALLBACK_TIMEOUT_SECONDS = 5.0
NAMES = frozenset({"name", "certname", "sendmanname", "recmanname", "username", "contact", "couriername"})
HIDDEN = frozenset(
    {"metainfo", "templateparam", "templateparamjson", "key", "secret", "salt", "callbacktoken"}
)


def answer_json(document: object, status: int = 200) -> web.Response:
    return web.json_response(
        document, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False)
    )


async def read_json(request: web.Request) -> dict[str, object]:
    """The JSON object of a control request; HTTP 400 when it is none. An empty body is an empty object."""
    try:
        document = json.loads(await request.read() or b"{}")
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise web.HTTPBadRequest(text="a JSON object is expected")
    return document


class Desk:
    """Built inside a running event loop.

    `throttled` is the vendor's answer in mode "throttle"; `dump` fills `/__books` (it masks phones, names).
    `modes` are the vendor's own faults, found by the handler with `desk.rule(request)`; `standing_modes`
    are asked for with `desk.faults.take(fields, {"deny"})`. `retry_after`, `accepted`, `sign`: `Callbacks`.
    """

    def __init__(
        self,
        books: Books,
        *,
        now: Callable[[], datetime],
        throttled: Callable[[], web.Response],
        dump: Callable[[], Mapping[str, object]],
        modes: Collection[str] = (),
        standing_modes: Collection[str] = (),
        names: Collection[str] = NAMES,
        hidden: Collection[str] = HIDDEN,
        retry_after: Sequence[float] = (),
        accepted: Callable[[int, bytes], bool] = lambda status, _: status == 200,  # noqa: PLR2004 -- HTTP's own number
        sign: Callable[[str, str, bytes], Mapping[str, str]] | None = None,
    ) -> None:
        self.books, self.clock = books, Clock(books, now)
        self.faults = Faults(modes, standing_modes)
        self.log = Log(books, self.clock, names, hidden)
        self.callbacks = Callbacks(books, self.clock, retry_after=retry_after, accepted=accepted, sign=sign)
        self._throttled, self._dump = throttled, dump
        self._http: aiohttp.ClientSession | None = None
        self.app = web.Application(client_max_size=BODY_LIMIT)
        self._add_controls()
        self.app.cleanup_ctx.append(self._sender)
        self.app.on_shutdown.append(self._stop_waiting)

    def business(self, method: str, path: str, handler: Handler) -> None:
        """A route of the vendor's own: logged, and subject to faults."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            fields = read_fields(request, await request.read())
            rule = self.faults.take(flat(fields) | {"method": request.method, "path": request.path})
            number = self.log.add(request, fields, rule.mode)
            request[RULE] = rule
            answer = await self.faults.serve(rule, request, handler, self._throttled)
            self.log.answered(number, answer.status)
            return answer

        self.app.router.add_route(method, path, guarded)

    def control(self, path: str, handler: Callable[[dict[str, object]], Awaitable[object] | object]) -> None:
        """A lever for tests and the demo: `POST /__…`, JSON object in, JSON out. ValueError answers 400."""

        async def moved(request: web.Request) -> web.StreamResponse:
            try:
                told = handler(await read_json(request))
                document = await told if isinstance(told, Awaitable) else told
            except ValueError as error:
                return answer_json({"error": str(error)}, 400)
            return answer_json(document if document is not None else {"ok": True})

        self.app.router.add_post(path, moved)

    def rule(self, request: web.Request) -> Rule:
        """The fault this request came under; `rule.mode` is "ok" when none."""
        return request[RULE]

    def _add_controls(self) -> None:
        def showing(read: Callable[[], object]) -> Handler:
            async def show(_: web.Request) -> web.StreamResponse:
                return answer_json(read())

            return show

        self.control("/__mode", self.faults.put)
        self.control("/__advance", self._advance)
        self.control("/__callbacks", self.callbacks.behave)
        self.control("/__flush", self._flush)
        self.app.router.add_get("/__mode", showing(self.faults.listing))
        self.app.router.add_get("/__log", showing(self.log.listing))
        self.app.router.add_get("/__books", showing(self._dump))
        self.app.router.add_get("/__callbacks", showing(self.callbacks.listing))

    def _advance(self, body: dict[str, object]) -> dict[str, str]:
        seconds = body.get("seconds")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise ValueError("seconds is a number, not negative")
        self.clock.advance(seconds)
        self.callbacks.wake()
        return {"now": self.clock.now().isoformat()}

    async def _flush(self, body: dict[str, object]) -> dict[str, int]:
        if self._http is None:
            raise ValueError("not started")
        return await self.callbacks.flush(self._http, everything=bool(body.get("all", False)))

    async def _sender(self, _: web.Application) -> AsyncIterator[None]:
        timeout = aiohttp.ClientTimeout(total=CALLBACK_TIMEOUT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as http:
            self._http = http
            task = asyncio.create_task(self.callbacks.run(http))
            yield
            task.cancel()
            await asyncio.wait({task})
            self._http = None

    async def _stop_waiting(self, _: web.Application) -> None:
        self.faults.stopping.set()


@dataclass(frozen=True, slots=True)
class Running:
    port: int
    url: str
    runner: web.AppRunner

    async def stop(self) -> None:
        await self.runner.cleanup()


async def serve(app: web.Application, port: int = 0) -> Running:
    """Listen on 127.0.0.1 only; port 0 takes a free one. The caller stops it, and closes the books after."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
    except OSError:
        await runner.cleanup()
        raise
    bound = int(runner.addresses[0][1])
    return Running(bound, f"http://127.0.0.1:{bound}", runner)
