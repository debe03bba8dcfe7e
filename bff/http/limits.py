"""Limits for all that is asked (访问限流): of one line, of one person; and what no request of ours ever has.

Counted in Redis for all processes. Away, or slow, it is left alone for some seconds and each process counts
for itself: what may be tried by guessing has limits of its own, and those stay closed.
"""

import asyncio

from bff.http.refusals import MalformedRequest
from bff.http.request import App, Ask, Audience, Traffic
from bff.http.shedding import ALWAYS, Monotonic
from domain.identity.ports import Limits
from domain.kernel.limits import LimitsUnavailable, TooManyRequests

SECONDS = 60
# in these seconds. A line may be a bureau's hall, or a carrier's address shared by thousands
OF_A_LINE, OF_A_PERSON = 6000, 1200
OF_A_MACHINE = 30_000  # what vendors push, and the page's own files: a line of its own for each
PATIENCE_SECONDS = 0.2  # everybody waits for this
LEFT_ALONE_SECONDS = 5.0
MOST_SUBJECTS = 50_000  # counted in one process
MOST_HEADERS, LONGEST_QUERY = 64, 2048


class LocalWindows:
    """Counts in this process alone, by fixed windows, and forgets rather than grows."""

    def __init__(self, monotonic: Monotonic, *, most: int = MOST_SUBJECTS) -> None:
        self._now, self._most = monotonic, most
        self._windows = dict[tuple[str, str], tuple[int, float]]()

    def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        """Raises TooManyRequests."""
        now = self._now()
        tries, ends = self._windows.get((purpose, subject), (0, 0.0))
        if ends <= now:
            if len(self._windows) >= self._most:
                self._forget(now)
            tries, ends = 0, now + seconds
        self._windows[purpose, subject] = tries + 1, ends
        if tries >= allowed:
            raise TooManyRequests(purpose, retry_after=max(int(ends - now), 1))

    def _forget(self, now: float) -> None:
        """What is over; all of it where that is nothing."""
        self._windows = {key: told for key, told in self._windows.items() if told[1] > now}
        if len(self._windows) >= self._most:
            self._windows.clear()


class SharedOrLocal:
    """Implements Limits: the shared counter while it answers in time, else this process's own."""

    def __init__(self, shared: Limits, monotonic: Monotonic) -> None:
        self._shared, self._local, self._now = shared, LocalWindows(monotonic), monotonic
        self._left_alone_until = 0.0
        self._is_away = False

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        """Raises TooManyRequests, never LimitsUnavailable."""
        if self._now() >= self._left_alone_until:
            if self._is_away:  # one asks whether it is back; the others do not wait for that
                self._leave_alone()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._shared.spend(purpose, subject, allowed=allowed, seconds=seconds)
            except (LimitsUnavailable, TimeoutError):
                self._leave_alone()
            else:
                self._is_away, self._left_alone_until = False, 0.0
                return
        self._local.spend(purpose, subject, allowed=allowed, seconds=seconds)

    def _leave_alone(self) -> None:
        self._is_away, self._left_alone_until = True, self._now() + LEFT_ALONE_SECONDS


def register(app: App) -> None:
    """Traffic is seated with the office; an application without it counts nobody."""
    app.register_middleware(refuse_excess, "request", priority=98)
    app.register_middleware(count_line, "request", priority=60)
    app.register_middleware(count_person, "request", priority=40)


async def refuse_excess(request: Ask) -> None:
    """Raises MalformedRequest for more headers, or a longer query, than any client of ours has."""
    if len(request.headers) > MOST_HEADERS or len(request.query_string) > LONGEST_QUERY:
        raise MalformedRequest


async def count_line(request: Ask) -> None:
    """Raises TooManyRequests. Whoever asks whether we live is never told to wait."""
    traffic: Traffic | None = request.app.ctx.traffic
    operation = request.route.name.rpartition(".")[2] if request.route else ""
    if traffic is None or operation in ALWAYS:
        return
    purpose, allowed = "line", OF_A_LINE
    if request.route and request.route.ctx.audience is Audience.VENDOR:
        purpose, allowed = "line-vendor", OF_A_MACHINE
    elif operation == "read_static":
        purpose, allowed = "line-files", OF_A_MACHINE
    await traffic.limits.spend(purpose, traffic.line(request.client_ip), allowed=allowed, seconds=SECONDS)


async def count_person(request: Ask) -> None:
    """Behind the guard: by who it is, wherever they ask from and however many sessions they have."""
    traffic: Traffic | None = request.app.ctx.traffic
    who = _who(request)
    if traffic is not None and who:
        await traffic.limits.spend("person", who, allowed=OF_A_PERSON, seconds=SECONDS)


def _who(request: Ask) -> str:
    """The clerk before the person they serve; ids of ours name nobody outside."""
    ctx = request.ctx
    if hasattr(ctx, "staff"):
        return f"staff:{ctx.staff.staff_id}"
    if hasattr(ctx, "verifier"):
        return f"verifier:{ctx.verifier.verifier_id}"
    if hasattr(ctx, "acting"):
        return f"person:{ctx.acting.person}"
    return f"visitor:{ctx.visitor}" if hasattr(ctx, "visitor") else ""
