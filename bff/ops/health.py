"""Whether this process lives, whether it can serve, what it counted, and the contract it keeps."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Blueprint
from sanic.response import HTTPResponse, raw

from bff.http.answers import Meters
from bff.http.boundary import View, reply
from bff.http.problems import PASSING
from bff.http.refusals import MalformedRequest
from bff.http.request import Ask, Audience, office
from bff.http.statuses import STATUS
from domain.identity.ports import PublishedKey
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.usecases.require_anchor import RequireAnchor

bp = Blueprint("ops")


class Seldom:
    """Counts at most once in `seconds`, one at a time: whoever may ask may ask as often as they like."""

    def __init__(
        self,
        count: Callable[[], Awaitable[int]],
        *,
        seconds: float = 15.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._count, self._seconds, self._monotonic = count, seconds, monotonic
        self._turn = asyncio.Lock()
        self._counted, self._good_until = 0, -math.inf

    async def __call__(self) -> int:
        """Raises what `count` does."""
        async with self._turn:
            if self._monotonic() >= self._good_until:
                self._counted = await self._count()
                self._good_until = self._monotonic() + self._seconds
            return self._counted


@dataclass(frozen=True, slots=True)
class Signs:
    """How the outside does. `left_alone`: by a back-end's name, whether its breaker is open here."""

    left_alone: Callable[[], Mapping[str, bool]]
    waiting: Callable[[], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Ops:
    """`checks`: name → a quick question to a part we cannot do without; False or an error: not ready.

    `anchor`: a checkpoint that is too old stops confirmations, not the office.
    """

    meters: Meters
    contract: Path
    checks: dict[str, Callable[[], Awaitable[bool]]]
    anchor: RequireAnchor | None = None
    sms_shares: Callable[[], Awaitable[Mapping[str, int]]] | None = None
    signs: Signs | None = None


class Health(View, frozen=True):
    status: str
    failing: tuple[str, ...] = ()


class ProblemView(View, frozen=True):
    code: str
    title: str
    status: int
    advice: str = ""


def _problems() -> list[ProblemView]:
    rows = [ProblemView(kind.code, kind.title, status, kind.advice) for kind, status in STATUS.items()]
    return sorted(rows, key=lambda row: (row.status, row.code))


@bp.get("/live", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def live(_: Ask) -> HTTPResponse:
    """GET /live, public: 200 while the process turns."""
    return reply(Health("ok"))


@bp.get("/ready", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def ready(request: Ask) -> HTTPResponse:
    """GET /ready, public: 200 when every part answers, else 503 naming which does not.

    Still 200, and named, when nothing binding may be said: whoever reads on is served.
    """
    failing, ops = [], request.app.ctx.ops
    for name, check in ops.checks.items():
        try:
            if not await check():
                failing.append(name)
        except Exception:  # noqa: BLE001 - whatever it is, the part does not answer
            failing.append(name)
    if not failing and ops.anchor and not await ops.anchor.is_met():
        return reply(Health("degraded", ("anchor",)))
    return reply(Health("failing" if failing else "ok", tuple(failing)), status=503 if failing else 200)


@bp.get("/metrics", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def metrics(request: Ask) -> HTTPResponse:
    """GET /metrics, public behind the operator's network: Prometheus text."""
    ops = request.app.ctx.ops
    if ops.anchor:
        try:
            ops.meters.anchor.set((await ops.anchor.age()).total_seconds())
        except tuple(PASSING):  # the database is away, and the other counters are wanted all the more
            ops.meters.anchor.set(math.nan)
    if ops.sms_shares:
        with suppress(*PASSING):
            for vendor, share in (await ops.sms_shares()).items():
                ops.meters.sms_shares.labels(vendor).set(share)
    if ops.signs:
        for name, is_open in ops.signs.left_alone().items():
            ops.meters.left_alone.labels(name).set(is_open)
        with suppress(*PASSING):
            ops.meters.waiting.set(await ops.signs.waiting())
    return raw(generate_latest(ops.meters.registry), content_type=CONTENT_TYPE_LATEST)


class TokenKeyView(View, frozen=True):
    kid: str
    x: str
    y: str
    kty: str
    crv: str
    use: str
    alg: str

    @classmethod
    def of(cls, key: PublishedKey) -> Self:
        return cls(key.kid, key.x, key.y, kty="EC", crv="P-256", use="sig", alg="ES256")


class TokenKeysView(View, frozen=True):
    keys: tuple[TokenKeyView, ...]


@bp.get("/.well-known/jwks.json", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_token_keys(request: Ask) -> HTTPResponse:
    """GET /.well-known/jwks.json, public: 200, what proves our access tokens (RFC 7517)."""
    keys = office(request).sessions.token_keys()
    return reply(TokenKeysView(tuple(TokenKeyView.of(key) for key in keys)))


@bp.get("/openapi.yaml", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_contract(request: Ask) -> HTTPResponse:
    """GET /openapi.yaml, public."""
    return raw(request.app.ctx.ops.contract.read_bytes(), content_type="application/yaml")


@bp.get("/problems", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def list_problems(_: Ask) -> HTTPResponse:
    """GET /problems, public: every problem this office can answer."""
    return reply(_problems())


@bp.get("/problems/<code:str>", ctx_audience=Audience.PUBLIC, ctx_level=Level.NONE)
async def read_problem(_: Ask, code: str) -> HTTPResponse:
    """GET /problems/{code}, public: what a problem's `type` points to."""
    if len(code) > 64:  # noqa: PLR2004 - longer than any of ours
        raise MalformedRequest
    for row in _problems():
        if row.code == code:
            return reply(row)
    raise NotFound(code)
