"""The door (后台之门) to one back-end: a few places, a breaker, one deadline, answers in small pieces."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from weakref import WeakValueDictionary

import aiohttp
import structlog
from yarl import URL

from adapters.gateway.answer import judged
from adapters.gateway.signer import Signer
from domain.gateway.breaker import Breaker, BreakerState, Pass
from domain.gateway.plan import BackEnd, Method
from domain.gateway.ports import Answering, Call
from domain.gateway.refusals import (
    GatewayBusy,
    GatewayFailed,
    GatewayRefused,
    GatewayTimeout,
    GatewayTooLarge,
    GatewayUnavailable,
)
from domain.kernel.ids import PartyId
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.kernel.work import forbid_inside_work

log = structlog.get_logger(__name__)

CHUNK = 32 * 1024
MOST_KEPT = 256 * 1024  # the answer to a POST is kept with its request key
UNAUTHORISED = 401
_TRACE = re.compile(r"[0-9A-Za-z-]{1,64}")
# the back-end lives: it said no, or too much
ALIVE = (NotFound, GatewayRefused, GatewayTooLarge)


class _Trial:
    """One call on its way: whose turn it is decides whose fault a time-out is."""

    def __init__(self, admitted: Pass, started: float) -> None:
        self.admitted, self.started = admitted, started
        self.seconds = 0.0
        self.is_theirs = True


class Door:
    def __init__(
        self,
        plan: BackEnd,
        session: aiohttp.ClientSession,
        signer: Signer,
        now: Callable[[], float],
    ) -> None:
        self.breaker = Breaker(plan.breaker, now)
        self._plan, self._session, self._signer, self._now = plan, session, signer, now
        self._base = URL(plan.base_url.rstrip("/"), encoded=True)
        self._places = asyncio.Semaphore(plan.at_once)
        # forgotten with its last call: who reads slowly on many connections shuts nobody else out
        self._shares: WeakValueDictionary[PartyId, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def call(self, call: Call) -> AsyncIterator[Answering]:
        forbid_inside_work(self._plan.name)
        if self.breaker.is_resting:
            raise GatewayUnavailable(self._plan.name, retry_after=self.breaker.retry_after)
        try:
            async with (
                asyncio.timeout(self._plan.deadline_seconds),  # over everything, the reader's pauses too
                self._place(call.who),
                self._trial() as trial,
                self._answer(call, trial) as answer,
            ):
                yield answer
        except TimeoutError:
            raise GatewayTimeout(self._plan.name) from None

    @asynccontextmanager
    async def _place(self, who: PartyId) -> AsyncIterator[None]:
        """One of the few, of which one person has half at most, or a quick no. Raises GatewayBusy."""
        share = self._shares.setdefault(who, asyncio.Semaphore(max(1, self._plan.at_once // 2)))
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self._plan.wait_seconds):
                    await held.enter_async_context(share)
                    await held.enter_async_context(self._places)
            except TimeoutError:
                raise GatewayBusy(self._plan.name, retry_after=1) from None
            yield

    @asynccontextmanager
    async def _trial(self) -> AsyncIterator[_Trial]:
        """Tell the breaker how it went. Raises GatewayUnavailable."""
        admitted = self.breaker.admit()
        if admitted is None:
            raise GatewayUnavailable(self._plan.name, retry_after=self.breaker.retry_after)
        trial = _Trial(admitted, self._now())
        try:
            yield trial
        except ALIVE:
            self._told(trial, is_good=True)
            raise
        except (GatewayBusy, GatewayFailed, GatewayUnavailable):
            self._told(trial, is_good=False)
            raise
        except asyncio.CancelledError:
            # the deadline, or the client went away; the deadline has then passed
            late = self._now() - trial.started >= self._plan.deadline_seconds - self._plan.wait_seconds
            if trial.is_theirs and late:
                self._told(trial, is_good=False)
            else:
                self.breaker.untold(trial.admitted)
            raise
        except BaseException:
            self.breaker.untold(trial.admitted)
            raise
        self._told(trial, is_good=True)

    def _told(self, trial: _Trial, *, is_good: bool) -> None:
        before = self.breaker.state
        self.breaker.told(trial.admitted, is_good=is_good, seconds=trial.seconds)
        if self.breaker.state is not before:
            is_open = self.breaker.state is BreakerState.OPEN
            (log.error if is_open else log.info)(
                "gateway-breaker", back_end=self._plan.name, state=self.breaker.state.value
            )

    @asynccontextmanager
    async def _answer(self, call: Call, trial: _Trial) -> AsyncIterator[Answering]:
        is_kept = call.route.method is Method.POST
        most = min(self._plan.most_answer_bytes, MOST_KEPT) if is_kept else self._plan.most_answer_bytes
        async with AsyncExitStack() as stack:
            response = await self._begun(call, stack)
            trial.seconds = self._now() - trial.started
            headers = judged(response, call.route, most)
            chunks = await stack.enter_async_context(aclosing(self._chunks(response, most, trial)))
            yield Answering(response.status, headers, chunks)

    async def _begun(self, call: Call, stack: AsyncExitStack) -> aiohttp.ClientResponse:
        """The head of the answer. After a 401 it is signed anew, once: it was certainly not accepted.

        Raises GatewayUnavailable, GatewayFailed.
        """
        response = await self._sent(call, stack)
        if response.status == UNAUTHORISED and self._signer.renew():
            response.close()
            response = await self._sent(call, stack)
        return response

    async def _sent(self, call: Call, stack: AsyncExitStack) -> aiohttp.ClientResponse:
        url = URL(f"{self._base}{call.target}", encoded=True)
        try:
            response = await self._session.request(
                call.route.method,
                url,
                data=call.body or None,
                headers={**call.headers, **await self._ours(call, url)},
                allow_redirects=False,
            )
        except (Unavailable, Refused, aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise GatewayUnavailable(self._plan.name, retry_after=1) from None  # nothing was sent
        except (aiohttp.ClientError, OSError) as error:
            # their words hold the address with its query
            raise GatewayFailed(f"{self._plan.name}: {type(error).__name__}") from None
        stack.callback(response.close)
        return response

    async def _ours(self, call: Call, url: URL) -> Mapping[str, str]:
        return {
            "Accept-Encoding": "identity",
            "User-Agent": "palm-office",
            "X-Request-Id": call.trace if _TRACE.fullmatch(call.trace) else "none",
            **await self._signer.sign(call.route.method, url.raw_path_qs),
        }

    async def _chunks(
        self, response: aiohttp.ClientResponse, most: int, trial: _Trial
    ) -> AsyncGenerator[bytes, None]:
        """Raises GatewayFailed, GatewayTooLarge."""
        size = 0
        try:
            async for chunk in response.content.iter_chunked(CHUNK):
                size += len(chunk)
                if size > most:
                    raise GatewayTooLarge(self._plan.name)
                trial.is_theirs = False
                yield chunk
                trial.is_theirs = True
        except (aiohttp.ClientError, OSError) as error:
            raise GatewayFailed(f"{self._plan.name}: {type(error).__name__}") from None
