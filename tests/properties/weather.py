"""What may befall a step of ours: a vendor's fault, a death, a callback twice or late, minutes that go by."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from hypothesis import strategies as st
from tortoise.connection import get_connection

from adapters.conformance.listener import Received
from adapters.conformance.stage import Stage
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.support.house import HandClock

Event: TypeAlias = tuple[Literal["fault", "die", "work", "wait", "hear"], str]
Run: TypeAlias = Callable[[Mapping[str, str]], Awaitable[object]]

FAULTS = (
    *("reset_before", "reset_after", "500", "503", "throttle"),
    *("malformed_json", "html", "wrong_content_type"),
)
EVENTS: st.SearchStrategy[list[Event]] = st.lists(
    st.one_of(
        st.tuples(st.just("fault"), st.sampled_from(FAULTS)),
        st.tuples(st.just("die"), st.sampled_from(("before", "after"))),
        st.tuples(st.just("work"), st.just("")),
        st.tuples(st.just("wait"), st.sampled_from(("1", "15", "60"))),
        st.tuples(st.just("hear"), st.sampled_from(("as sent", "twice", "backwards"))),
    ),
    max_size=12,
)


def as_heard(how: str, come: Sequence[Received]) -> Sequence[Received]:
    """What came, as a network may bring it."""
    match how:
        case "twice":
            return [one for one in come for _ in range(2)]
        case "backwards":
            return list(reversed(come))
    return come


class Killed(BaseException):
    """SIGKILL, as far as one process can play it: no code of ours sees it, and an open transaction falls."""


@dataclass
class Fate:
    """When the next call to the outside is our last: before it leaves, or after its effect."""

    death: str = ""

    def strike(self, moment: str) -> None:
        if self.death == moment:
            self.death = ""
            raise Killed(moment)


class Mortal:
    """A port whose caller may die around each of its calls."""

    def __init__(self, port: Any, fate: Fate) -> None:
        self._port, self._fate = port, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not asyncio.iscoroutinefunction(found):
            return found

        async def call(*given: Any, **more: Any) -> Any:
            self._fate.strike("before")
            answer = await found(*given, **more)
            self._fate.strike("after")
            return answer

        return call


@dataclass
class Worker:
    """Does what is due, by the clock of the test; a job that could not be done stays, as with the real one.

    `gave_up`: what a vendor refused, which is for a person.
    """

    clock: HandClock
    runs: Mapping[str, Run]
    done: set[int] = field(default_factory=set)
    gave_up: set[int] = field(default_factory=set)
    due: dict[int, datetime] = field(default_factory=dict)

    async def work(self) -> None:
        for row in await self.waiting():
            if self.due[row["id"]] > self.clock():
                continue
            try:
                await self.runs[row["task_name"]](row["args"])
            except Killed:
                return
            except (Unavailable, Unknown):
                continue
            except Refused:
                self.gave_up.add(row["id"])
            self.done.add(row["id"])

    async def waiting(self) -> Sequence[Mapping[str, Any]]:
        rows = await get_connection("default").execute_query_dict(
            "SELECT id, task_name, args, scheduled_at FROM procrastinate_jobs ORDER BY id"
        )
        for row in rows:
            at = row["scheduled_at"]
            # a schedule is told by the machine's clock, and kept here by the test's
            wait = at - datetime.now(UTC) if at else timedelta()  # noqa: TID251 - the machine's, as said
            self.due.setdefault(row["id"], self.clock() + max(wait, timedelta()))
        return [row for row in rows if row["id"] not in self.done and row["task_name"] in self.runs]


@dataclass
class Storm:
    """One example: what befalls, in its order. `hear` gives us the callbacks, in one of three ways."""

    stages: Sequence[Stage]
    clock: HandClock
    worker: Worker
    fate: Fate
    hear: Callable[[str], Awaitable[None]]

    async def befall(self, events: Sequence[Event]) -> None:
        """Of several vendors each fault meets the next."""
        for place, (kind, how) in enumerate(events):
            match kind:
                case "fault":
                    await self.stages[place % len(self.stages)].mode(how)
                case "die":
                    self.fate.death = how
                case "wait":
                    self.go_on(timedelta(minutes=int(how)))
                case "hear":
                    await self.hear(how)
                case "work":
                    await self.worker.work()

    async def clear_up(self, *, hours: int) -> None:
        """The vendor is well again, nobody dies any more, and time goes by."""
        self.fate.death = ""
        for stage in self.stages:
            await stage.control("/__mode", mode="ok")
        for _ in range(hours * 2):
            await self.worker.work()
            await self.hear("as sent")
            await self.worker.work()
            self.go_on(timedelta(minutes=30))

    def go_on(self, by: timedelta) -> None:
        self.clock.go_on(by)
        for stage in self.stages:
            stage.clock.at = self.clock()
