"""Counts tries in memory; its windows never end."""

from collections import Counter
from dataclasses import dataclass, field

from domain.kernel.limits import TooManyRequests
from domain.kernel.work import forbid_inside_work


@dataclass
class FakeLimits:
    tries: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        forbid_inside_work("limits")
        self.tries[purpose, subject] += 1
        if self.tries[purpose, subject] > allowed:
            raise TooManyRequests(retry_after=seconds)
