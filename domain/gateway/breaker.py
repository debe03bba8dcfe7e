"""The circuit breaker (熔断): a back-end that fails or crawls is left alone, then tried by one call.

Plain state and a clock: it opens nothing and waits for nobody.
"""

from collections import deque
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from domain.gateway.plan import BreakerPlan

MOST_KEPT = 1000
HUNDRED = 100


class BreakerState(StrEnum):
    CLOSED = "closed"  # calls go through and are counted
    OPEN = "open"  # none goes through
    HALF_OPEN = "half-open"  # one goes through, and decides


NEXT: Mapping[BreakerState, frozenset[BreakerState]] = MappingProxyType(
    {
        BreakerState.CLOSED: frozenset({BreakerState.OPEN}),
        BreakerState.OPEN: frozenset({BreakerState.HALF_OPEN}),
        BreakerState.HALF_OPEN: frozenset({BreakerState.CLOSED, BreakerState.OPEN}),
    }
)


class Pass(NamedTuple):
    """One call let through; it counts only while the breaker stands as it stood then."""

    age: int


class _Call(NamedTuple):
    at: float
    is_bad: bool


class Breaker:
    """`now`: seconds on a clock that never goes back."""

    def __init__(self, plan: BreakerPlan, now: Callable[[], float]) -> None:
        self._plan, self._now = plan, now
        self.state = BreakerState.CLOSED
        self._age, self._since, self._is_probing = 0, now(), False
        self._calls: deque[_Call] = deque(maxlen=MOST_KEPT)

    def admit(self) -> Pass | None:
        """None: leave the back-end alone now."""
        if self.is_resting or self._is_probing:
            return None
        if self.state is BreakerState.OPEN:
            self._become(BreakerState.HALF_OPEN)
        self._is_probing = self.state is BreakerState.HALF_OPEN
        return Pass(self._age)

    def told(self, admitted: Pass, *, is_good: bool, seconds: float) -> None:
        """How the call ended; a slow answer is as bad as none."""
        if admitted.age != self._age:
            return  # it began under another state, which was decided without it
        is_bad = not is_good or seconds > self._plan.slow_seconds
        if self.state is BreakerState.HALF_OPEN:
            self._become(BreakerState.OPEN if is_bad else BreakerState.CLOSED)
            return
        self._calls.append(_Call(self._now(), is_bad))
        if self._is_too_bad():
            self._become(BreakerState.OPEN)

    def untold(self, admitted: Pass) -> None:
        """The call ended without telling anything, as when the client went away."""
        if admitted.age == self._age:
            self._is_probing = False

    @property
    def is_resting(self) -> bool:
        """Whether nobody may go through, whoever asks."""
        return self.state is BreakerState.OPEN and self._now() - self._since < self._plan.rest_seconds

    @property
    def retry_after(self) -> int:
        """Whole seconds until a call may be tried."""
        if self.state is not BreakerState.OPEN:
            return 1
        return max(1, round(self._since + self._plan.rest_seconds - self._now() + 0.5))

    def _is_too_bad(self) -> bool:
        start = self._now() - self._plan.window_seconds
        while self._calls and self._calls[0].at < start:
            self._calls.popleft()
        bad = sum(call.is_bad for call in self._calls)
        enough = len(self._calls) >= self._plan.least_calls
        return enough and bad * HUNDRED >= self._plan.bad_percent * len(self._calls)

    def _become(self, state: BreakerState) -> None:
        if state not in NEXT[self.state]:
            raise RuntimeError(f"a breaker does not go from {self.state} to {state}")
        self.state, self._since, self._is_probing = state, self._now(), False
        self._age += 1
        self._calls.clear()
