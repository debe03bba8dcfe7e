"""A client of the emulated public bodies: signs by the notes in docs/vendors, shares no code with them."""

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from aiohttp import web

from adapters.sandbox.city import City, city
from adapters.sandbox.kit import serve
from adapters.sandbox.kit_public import Credentials

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
SECRET = "invented-secret-of-the-palm-office"
CALLER = Credentials("palm-office", SECRET.encode())
PURPOSE = {"X-Purpose": quote("民办非企业单位登记证书到期换发")}
BASIS = {"X-Basis": quote("国务院关于在线政务服务的若干规定（国令第716号）第七条")}


def the_city() -> City:
    return city(TODAY)


def now() -> datetime:
    return NOW


def headers_for(
    method: str,
    path: str,
    query: dict[str, str],
    body: bytes,
    *,
    secret: str = SECRET,
    algorithm: str = "HMAC-SM3",
    stamp: int = int(NOW.timestamp()),
    nonce: str = "",
    app_id: str = "palm-office",
) -> dict[str, str]:
    nonce, name = nonce or secrets.token_hex(10), algorithm.removeprefix("HMAC-").lower()
    pairs = [f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in sorted(query.items())]
    digest = hashlib.new(name, body).hexdigest()
    text = f"{method}\n{path}\n{'&'.join(pairs)}\n{app_id}\n{stamp}\n{nonce}\n{digest}\n"
    return {
        "X-App-Id": app_id,
        "X-Timestamp": str(stamp),
        "X-Nonce": nonce,
        "X-Sign-Alg": algorithm,
        "X-Signature": hmac.new(secret.encode(), text.encode(), name).hexdigest(),
    }


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def data(self) -> Any:
        return self.json["data"]


class Caller:
    def __init__(self, http: aiohttp.ClientSession, url: str, beside: dict[str, str] | None = None) -> None:
        self.http, self.url, self.beside = http, url, beside or {}

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        **signing: Any,
    ) -> Answer:
        """JSON or bytes; `headers` in place of good ones or beside them, as `beside` with every call."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        signed = headers_for(method, path, query or {}, content, **signing) | self.beside | (headers or {})
        return await self.send(method, path, content, query or {}, signed)

    async def send(
        self, method: str, path: str, content: bytes, query: dict[str, str], headers: dict[str, str]
    ) -> Answer:
        target = f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")
        async with self.http.request(method, target, data=content or None, headers=headers) as answer:
            return Answer(answer.status, await answer.read(), dict(answer.headers))

    async def control(self, path: str, body: dict[str, Any] | None = None) -> Answer:
        async with self.http.post(f"{self.url}{path}", json=body or {}) as answer:
            return Answer(answer.status, await answer.read(), dict(answer.headers))

    async def look(self, path: str) -> Any:
        async with self.http.get(f"{self.url}{path}") as answer:
            return await answer.json()


@asynccontextmanager
async def open_body(app: web.Application, *, catalogue: str = "") -> AsyncIterator[Caller]:
    """`catalogue`: 目录编号 that each call names, with its 依据."""
    running = await serve(app)
    async with aiohttp.ClientSession(trust_env=False) as http:
        yield Caller(http, running.url, {"X-Catalogue-Id": catalogue, **BASIS} if catalogue else {})
    await running.stop()


@dataclass
class Listener:
    """Stands where the palm office listens; `refuse` answers that many pushes with code 1."""

    refuse: int = 0
    got: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    def app(self) -> web.Application:
        async def listen(request: web.Request) -> web.Response:
            self.raw.append(await request.read())
            self.got.append(json.loads(self.raw[-1]))
            self.heads.append(dict(request.headers))
            if self.refuse > 0:
                self.refuse -= 1
                return web.json_response({"code": "1"})
            return web.json_response({"code": "0"})

        app = web.Application()
        app.router.add_post("/push", listen)
        return app


async def until(claim: Callable[[], bool], seconds: float = 5.0) -> None:
    """Poll a real server's effect."""
    async with asyncio.timeout(seconds):
        while not claim():  # noqa: ASYNC110 -- the effect is a server's, it sets no event of ours
            await asyncio.sleep(0.02)
