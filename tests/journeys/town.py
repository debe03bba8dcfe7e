"""A town on real processes for the journeys: whom to walk with, which lever to move, whose books to read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from adapters.sandbox.city import City, Organisation, Person
from bff.cli.demo import asking
from bff.cli.demo.accounts import Keys
from bff.cli.demo.client import Answer, Client, within
from bff.cli.demo.show import cast_of, levers
from bff.cli.demo.stage import Stage
from bff.cli.demo.walk import Walk
from domain.kernel.ids import short, unshort

PUSHED = ("approval", "courier", "licence_bank", "sms")
CALM = {"duplicate": False, "reorder": False, "hold": False}
SOON = (
    "(status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) < now() + interval '20 seconds')"
)


@dataclass(frozen=True, slots=True)
class Theatre:
    """What stands for all journeys together; starting it is the dear part."""

    stage: Stage
    keys: Keys
    people: City

    def each(self, story: str) -> list[Organisation]:
        return [one for one in self.people.organisations if one.story == story]


@dataclass(frozen=True, slots=True)
class Town:
    theatre: Theatre
    client: Client

    def walk(self, organisation: Organisation, person: Person | None = None) -> Walk:
        """The responsible person of `organisation`, or somebody else with its papers in hand."""
        players = cast_of(organisation, self.theatre.keys)
        if person is not None:
            players = replace(players, name=person.name, id_number=person.id_number)
        return Walk(self.client, players, levers(self.theatre.stage.ports), lambda *_: None)

    async def lever(self, vendor: str, path: str, **body: object) -> Any:
        url = f"{self.theatre.stage.ports.vendor(vendor)}{path}"
        return await self.client.expect(200, "POST", url, json=body)

    async def book(self, vendor: str) -> Any:
        return await self.client.expect(200, "GET", f"{self.theatre.stage.ports.vendor(vendor)}/__books")

    async def calm(self) -> None:
        """Every vendor behaves again, and what was held back is told."""
        for vendor in PUSHED:
            await self.lever(vendor, "/__mode", mode="ok")
            await self.lever(vendor, "/__callbacks", **CALM)

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with psycopg.connect(self.theatre.stage.runtime_url, row_factory=dict_row) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def count(self, table: str, where: str, *values: object) -> int:
        return int(self.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", *values)[0]["n"])  # noqa: S608 - our own words

    def case_row(self, walk: Walk) -> dict[str, Any]:
        [row] = self.rows("SELECT * FROM cases WHERE id = %s", in_row("case", walk.case))
        return row

    async def their_case(self, walk: Walk) -> Any:
        """The back-end's own entry for the case, if it has one."""
        cases = (await self.book("approval"))["cases"]
        return next((one for one in cases if one["biz_no"] == walk.case), None)

    async def notice_of(self, organisation: Organisation) -> dict[str, Any]:
        """Our row of the one message this organisation was sent."""
        tail = (organisation.contact_phone or "")[-4:]
        [message] = [one for one in (await self.book("sms"))["messages"] if one["phone"].endswith(tail)]
        [notice] = self.rows("SELECT * FROM notices WHERE out_id = %s", message["out_id"])
        return notice

    def ledger_kinds(self, walk: Walk) -> list[str]:
        """Every entry of the case, oldest first."""
        sql = "SELECT kind FROM ledger_entries WHERE case_id = %s ORDER BY number"
        return [row["kind"] for row in self.rows(sql, in_row("case", walk.case))]

    async def quiet(self) -> None:
        """Nothing left to do for the worker."""
        await self.until(lambda: self.count("procrastinate_jobs", SOON) == 0, "the last jobs")

    async def until(self, claim: Callable[[], bool | Awaitable[bool]], what: str) -> None:
        async def look() -> bool | None:
            told = claim()
            return (told if isinstance(told, bool) else await told) or None

        await within(look, what, seconds=60)

    async def ask(self, walk: Walk, method: str, path: str, body: object = None) -> Answer:
        """Whatever is answered, refusals too."""
        return await self.client.send(method, path, json=body, token=walk.token, acting_for=walk.party)


def in_row(prefix: str, shown: str) -> UUID:
    """The id as the row has it. Raises ValueError for what is none."""
    found = unshort(prefix, shown)
    if found is None:
        raise ValueError(shown)
    return found


def shown(prefix: str, row: UUID) -> str:
    return short(prefix, row)


async def known(walk: Walk) -> None:
    """Told by text message, known by face, the first screen read."""
    await asking.notice(walk)
    await asking.identity(walk)
    await asking.arrive(walk)


async def applied(walk: Walk) -> None:
    """… and said yes, and the form confirmed."""
    await known(walk)
    await asking.say_yes(walk)
    await asking.confirm(walk)
