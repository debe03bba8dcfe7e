"""Back-ends (部门后台) behind doors: one bulkhead, one breaker, one connection pool and one signer each."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Self

import aiohttp

from adapters.gateway.door import Door
from adapters.gateway.exchange_secret import ExchangeSecret
from adapters.gateway.keys import KeyPair
from adapters.gateway.signer import ExchangeSigner, HmacSigner, Signer
from adapters.outbound.http import CONNECT_SECONDS, Outbound
from domain.gateway.breaker import BreakerState
from domain.gateway.plan import BackEnd, GatewayPlan, Scheme
from domain.gateway.ports import Answering, Call
from domain.kernel.ports import Clock


class HttpBackEnds:
    """Implements domain.gateway.ports.BackEnds. One for the process: `async with HttpBackEnds(…) as them`.

    `http` fetches secrets only; calls go by each door's own connections, so that a back-end that hangs holds
    nobody else's.
    """

    def __init__(
        self,
        plan: GatewayPlan,
        keys: Mapping[str, KeyPair],
        http: Outbound,
        *,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan, self._keys, self._http = plan, keys, http
        self._clock, self._monotonic = clock, monotonic
        self._doors: dict[str, Door] = {}
        self._sessions: list[aiohttp.ClientSession] = []

    async def __aenter__(self) -> Self:
        for back_end in self._plan.back_ends:
            session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=back_end.at_once),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS
                ),
                trust_env=False,  # no proxy and no .netrc from the environment
                auto_decompress=False,
            )
            self._sessions.append(session)
            self._doors[back_end.name] = Door(back_end, session, self._signer(back_end), self._monotonic)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._sessions:
            await session.close()
        self._sessions, self._doors = [], {}

    def _signer(self, back_end: BackEnd) -> Signer:
        pair = self._keys[back_end.name]
        if back_end.scheme is Scheme.GATEWAY_HMAC:
            return HmacSigner(pair, self._clock)
        secret = ExchangeSecret(
            self._http,
            system=f"gateway-{back_end.name}",
            url=back_end.secret_url,
            sid=back_end.sid,
            pair=pair,
            clock=self._clock,
        )
        return ExchangeSigner(secret, sid=back_end.sid, rid=pair.account, clock=self._clock)

    def call(self, call: Call) -> AbstractAsyncContextManager[Answering]:
        return self._doors[call.route.back_end].call(call)

    def states(self) -> Mapping[str, BreakerState]:
        """Each back-end's breaker, for operators."""
        return {name: door.breaker.state for name, door in self._doors.items()}
