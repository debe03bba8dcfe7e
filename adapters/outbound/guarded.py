"""A guarded way to one back-end (隔离、熔断、重试预算): few places, a breaker, a limit on second tries.

Around the one HTTP client, so that adapters know nothing of it. The doors of the gateway stream, and keep
places in their own way (adapters/gateway/door.py); the breaker is the same.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from yarl import URL

from adapters.outbound.http import MEGABYTE, Answer
from domain.gateway.breaker import Breaker, BreakerState
from domain.gateway.budget import BudgetPlan, RetryBudget
from domain.gateway.plan import BreakerPlan
from domain.kernel.refusal import Unavailable, Unknown
from domain.kernel.retrying import running_retry

log = structlog.get_logger(__name__)

FULL, OPEN, SPENT = "bulkhead-full", "breaker-open", "retry-budget"


class Sending(Protocol):
    """What a signed window needs of the HTTP client: adapters/outbound/http.py, or the guarded way here."""

    def base(self, url: str) -> URL: ...

    async def send(
        self,
        system: str,
        method: str,
        url: URL,
        *,
        effect: bool,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline_seconds: float = 5.0,
        most_bytes: int = MEGABYTE,
    ) -> Answer:
        """Raises Unavailable, Unknown."""
        ...


@dataclass(frozen=True, slots=True)
class GuardPlan:
    """`at_once`: fewer than a worker has slots, so that a back-end that hangs leaves some to the others."""

    at_once: int = 2
    wait_seconds: float = 2.0
    breaker: BreakerPlan = field(
        default_factory=lambda: BreakerPlan(window_seconds=30.0, least_calls=10, slow_seconds=4.0)
    )
    budget: BudgetPlan = field(default_factory=BudgetPlan)


class Guarded:
    """Implements Sending. One for each back-end and process; what it turns away was certainly not sent."""

    def __init__(self, http: Sending, plan: GuardPlan, now: Callable[[], float]) -> None:
        """`now`: seconds on a clock that never goes back."""
        self._http, self._plan, self._now = http, plan, now
        self._places = asyncio.Semaphore(plan.at_once)
        self._budget = RetryBudget(plan.budget, now)
        self.breaker = Breaker(plan.breaker, now)

    def base(self, url: str) -> URL:
        return self._http.base(url)

    async def send(
        self,
        system: str,
        method: str,
        url: URL,
        *,
        effect: bool,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline_seconds: float = 5.0,
        most_bytes: int = MEGABYTE,
    ) -> Answer:
        """As Outbound.send, and Unavailable with FULL, OPEN or SPENT."""
        if self.breaker.is_resting:
            raise Unavailable(system, OPEN)
        self._pay(system)
        async with self._place(system), self._trial(system):
            return await self._http.send(
                system,
                method,
                url,
                effect=effect,
                headers=headers,
                body=body,
                deadline_seconds=deadline_seconds,
                most_bytes=most_bytes,
            )

    def _pay(self, system: str) -> None:
        """Once for each retry of a job, however many calls it makes."""
        retry = running_retry()
        if retry is None:
            self._budget.first()
        elif system not in retry.paid:
            if not self._budget.spend():
                raise Unavailable(system, SPENT)
            retry.paid.add(system)

    @asynccontextmanager
    async def _place(self, system: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._plan.wait_seconds):
                await self._places.acquire()
        except TimeoutError:
            raise Unavailable(system, FULL) from None
        try:
            yield
        finally:
            self._places.release()

    @asynccontextmanager
    async def _trial(self, system: str) -> AsyncIterator[None]:
        admitted = self.breaker.admit()
        if admitted is None:
            raise Unavailable(system, OPEN)
        before, started = self.breaker.state, self._now()
        try:
            yield
        except (Unavailable, Unknown):
            self.breaker.told(admitted, is_good=False, seconds=self._now() - started)
            raise
        except BaseException:
            self.breaker.untold(admitted)
            raise
        else:
            self.breaker.told(admitted, is_good=True, seconds=self._now() - started)
        finally:
            if self.breaker.state is not before:
                is_open = self.breaker.state is BreakerState.OPEN
                state = self.breaker.state.value
                (log.error if is_open else log.info)("back-end-breaker", back_end=system, state=state)
