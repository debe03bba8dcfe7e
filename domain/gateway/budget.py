"""The budget of second tries (重试预算): of the calls in a window, so many may be retries.

A back-end that just came back is met by everything that waited for it; without a limit the retries alone
would put it down again. Source: Site Reliability Engineering, ch. 21 «Handling Overload» (10 % per client).
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """`percent` of the calls in `window_seconds`, and `least` in any case: where nothing but retries is left,
    they must not wait for each other for ever."""

    window_seconds: float = 60.0
    percent: int = 10
    least: int = 60


class RetryBudget:
    """`now`: seconds on a clock that never goes back."""

    def __init__(self, plan: BudgetPlan, now: Callable[[], float]) -> None:
        self._plan, self._now = plan, now
        self._calls: deque[float] = deque(maxlen=MOST_KEPT)
        self._retries: deque[float] = deque(maxlen=MOST_KEPT)

    def first(self) -> None:
        """A call nobody made before."""
        self._calls.append(self._now())

    def spend(self) -> bool:
        """Whether one more retry may go out; then it is counted."""
        start = self._now() - self._plan.window_seconds
        for kept in (self._calls, self._retries):
            while kept and kept[0] < start:
                kept.popleft()
        allowed = max(self._plan.least, len(self._calls) * self._plan.percent // 100)
        if len(self._retries) >= allowed:
            return False
        self._retries.append(self._now())
        return True
