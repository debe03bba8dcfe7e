"""The cast with a town that can be put back, and one knock of anybody at any operation."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tortoise.connection import get_connection

from adapters.postgres.rows.identity import SessionRow
from domain.kernel.ids import unshort
from domain.staff.account import Role
from tests.architecture.contract_document import Operation
from tests.fakes.limits import FakeLimits
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.opening import open_town
from tests.http.town import Town
from tests.http.wechat import FRONT
from tests.security.cast import Cast, gathered
from tests.security.matrix.agents import sent
from tests.security.matrix.rewind import END, Rewind
from tests.support.house import HandClock, house
from tests.support.server import TestServer

CACHES = {"register_answers", "authorities", "parties"}  # what a register said is kept for a while
COUNTER, ENTERPRISE = "counter_", "enterprise_"


def shared(operation: Operation) -> str:
    """Its name on the phone page, when it has one there."""
    return operation.name.removeprefix(ENTERPRISE).removeprefix(COUNTER)


@dataclass
class Way:
    """How the right one asks: what stands for which parameter, what is sent instead of the cast's."""

    paths: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    path: str = ""
    query: str = ""
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)  # by who sends it


@dataclass
class Scene:
    cast: Cast
    rewind: Rewind
    agents: dict[str, tuple[str, str]]
    knocks: int = 0

    def knocking(self) -> dict[str, tuple[str, str]]:
        """Everybody: a credential, and for whom they say they act."""
        return self.cast.tokens() | self.agents

    @property
    def town(self) -> Town:
        return self.cast.town

    @property
    def case(self) -> str:
        return self.cast.paths["caseId"]

    def hand(self, operation: Operation) -> Hand:
        """Whoever the operation is there for, on its front: 甲, or the clerk who serves 甲."""
        if operation.name.startswith(COUNTER):
            front = f"/v1/console/visits/{self.cast.paths['visitId']}"
            return Hand(self.town.caller, self.town.staff[Role.CLERK], party=self.cast.school, front=front)
        if operation.told["x-audience"] == "enterprise":
            return Hand(self.town.caller, self.cast.mini["甲"], party=self.cast.school, front=FRONT)
        return self.cast.jia

    async def knock(self, operation: Operation, who: str, way: Way | None = None) -> Answer:
        """One request, complete but for who sends it. Nobody is made to wait for what others tried."""
        self.rewind.limits.tries.clear()
        self.knocks += 1
        way = way or Way()
        token, party = self.knocking()[who]
        body = way.bodies.get(who) or way.body
        asks_for_party = any("ActingFor" in str(one) for one in operation.told.get("parameters", []))
        return await self.town.caller.send(
            operation.method.upper(),
            (way.path or self.cast.path(operation, **way.paths)) + way.query,
            token=token,
            acting_for=party if asks_for_party else "",
            key=f"matrix-{self.knocks}",
            **(self.cast.body(operation) if body is None else body),
        )


@asynccontextmanager
async def set_up(server: TestServer, folder: Path) -> AsyncIterator[Scene]:
    """The town walks its way once; every moment of it can be asked for again."""
    clock, limits = HandClock(), FakeLimits()
    with server.database() as urls:
        async with (
            await psycopg.AsyncConnection.connect(urls.owner, autocommit=True) as books,
            house(urls.runtime, clock) as core,
            open_town(core, clock, folder, limits=limits) as town,
        ):
            outside = (town.approval, town.courier, town.ratings)
            rewind = Rewind(books, limits, clock, outside)
            cast = await gathered(town, rewind.keep)
            limits.tries.clear()
            agents = await sent(cast)
            town.worked |= await _nothing_waits()
            # who once represented the school has shown their face just now: no old face is what stops them
            # and so have those it sent, for the matter
            matter = unshort("mtr", cast.paths["matterId"])
            await SessionRow.filter(face_at__not_isnull=True).update(
                face_at=clock(), face_matter_id=matter, face_purpose=None
            )
            await rewind.keep(END)
            yield Scene(cast, rewind, agents)


async def _nothing_waits() -> set[int]:
    """What comes of a knock is worked on alone; a job that waits would stand for the next of its kind."""
    for status in ("doing", "succeeded"):
        await get_connection("default").execute_query(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status"
            " WHERE status IN ('todo', 'doing')",
            [status],
        )
    rows = await get_connection("default").execute_query_dict("SELECT id FROM procrastinate_jobs")
    return {int(row["id"]) for row in rows}


Prepare = Callable[[Scene, Operation], Awaitable[Way]]


async def only(sql: str, *values: object) -> Any:
    """The one row that a question to the books has."""
    [row] = await get_connection("default").execute_query_dict(sql, list(values))
    return row
