"""A town on real processes for the journeys: whom to walk with, which lever to move, whose books to read."""

import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from adapters.keys.cipher import HmacDigests
from adapters.keys.ring import KeyRing
from adapters.sandbox.city import City, Enterprise, Organisation, Person
from bff.cli.demo import asking
from bff.cli.demo.accounts import Keys
from bff.cli.demo.casting import cast_of, in_mini_program, levers
from bff.cli.demo.client import Answer, Client, StepFailed, within
from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.stage import Stage
from bff.cli.demo.walk import Walk
from domain.kernel.ids import short, unshort

PUSHED = ("approval", "courier", "licence_bank", "sms")
CALM = {"duplicate": False, "reorder": False, "hold": False}
SOON = (
    "(status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) < now() + interval '20 seconds'"
    " AND (task_name <> 'forget-face' OR attempts > 0))"  # due minutes later, amid other walks
)
LINES = itertools.count(1)


def another_line() -> str:
    """A network address of one's own, from a range for tests (RFC 2544): what one line may try is bounded."""
    return f"198.18.{next(LINES)}.7"


@dataclass(frozen=True, slots=True)
class Theatre:
    """What stands for all journeys together; starting it is the dear part.

    `sensed`: what each of the two runs of the rules said; `before_signing`: what had left by then.
    """

    stage: Stage
    keys: Keys
    people: City
    sensed: tuple[str, ...] = ()
    before_signing: Mapping[str, int] = field(default_factory=dict)

    def each(self, story: str) -> list[Organisation]:
        return [one for one in self.people.organisations if one.story == story]


@dataclass(frozen=True, slots=True)
class Town:
    theatre: Theatre
    client: Client

    def walk(self, organisation: Organisation | Enterprise, person: Person | None = None) -> Walk:
        """The responsible person of `organisation`, or somebody else with its papers in hand."""
        players = cast_of(organisation, self.theatre.keys)
        if person is not None:
            players = replace(players, name=person.name, id_number=person.id_number)
        return Walk(self.client, players, levers(self.theatre.stage.ports), lambda *_: None)

    def enterprise_walk(self, story: str, person: Person | None = None) -> Walk:
        """Likewise for an enterprise, on the H5 pages, with the phone the register has on file."""
        return self.walk(self.theatre.people.enterprise(story), person)

    def mini_program(self, story: str, person: Person | None = None) -> MiniProgram:
        """The same in WeChat, on a phone of this person's own."""
        firm = self.theatre.people.enterprise(story)
        who = person or firm.responsible
        players = replace(cast_of(firm, self.theatre.keys), name=who.name, id_number=who.id_number)
        at = levers(self.theatre.stage.ports)
        phone = in_mini_program(self.client, firm, players, at, lambda *_: None)
        return phone if person is None else replace(phone, openid=f"{phone.openid}-{who.id_number[-6:]}")

    async def lever(self, vendor: str, path: str, **body: object) -> Any:
        url = f"{self.theatre.stage.ports.vendor(vendor)}{path}"
        return await self.client.expect(200, "POST", url, json=body)

    async def book(self, vendor: str) -> Any:
        return await self.client.expect(200, "GET", f"{self.theatre.stage.ports.vendor(vendor)}/__books")

    def die_and_return(self, *victims: str) -> None:
        """kill -9, as a fault would, and started again."""
        self.theatre.stage.kill(*victims)
        self.theatre.stage.start(*victims)

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

    def digest(self, table: str, where: str = "true", *values: object) -> str:
        """The rows whole, as one digest."""
        whole = (
            "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS all FROM {} t WHERE {}"
        )
        digest: str = self.rows(whole.format(table, where), *values)[0]["all"]
        return digest

    def case_row(self, walk: Walk) -> dict[str, Any]:
        [row] = self.rows("SELECT * FROM cases WHERE id = %s", in_row("case", walk.case))
        return row

    async def their_case(self, walk: Walk) -> Any:
        """The back-end's own entry for the case, if it has one."""
        cases = (await self.book("approval"))["cases"]
        return next((one for one in cases if one["biz_no"] == walk.case), None)

    async def their_cases(self, matter: str) -> list[dict[str, Any]]:
        """All that the back-end has of one matter, by its number."""
        cases = (await self.book("approval"))["cases"]
        return [one for one in cases if one["matter_no"] == matter]

    async def licences_of(self, holder: str) -> list[dict[str, Any]]:
        """Every version of every licence that the bank has of this holder."""
        books = (await self.book("licence_bank"))["licences"]
        return [one for one in books if one["holder_code"] == holder]

    def is_card_of(self, licence: str, identifier: str) -> bool:
        """Whether the card with our number (lic_…) is the bank's licence of this identifier (证照标识)."""
        sql = "SELECT identifier_index FROM licences WHERE id = %s"
        [ours] = self.rows(sql, in_row("lic", licence))
        digests = HmacDigests(KeyRing.read(self.theatre.stage.folder / "keys.json"))
        return bytes(ours["identifier_index"]) == digests.keyed("licence-identifier", identifier)

    def findings_of(self, story: str) -> list[dict[str, Any]]:
        """What the rules said of a story's licences, in the order it was found."""
        held = {one.record_id for one in self.theatre.people.licences(story)}
        records = {f"bank:{record}" for record in held}
        records |= {one.certificate.record_id for one in self.theatre.each(story)}
        sql = "SELECT * FROM findings WHERE record_id = ANY(%s) ORDER BY id"
        return self.rows(sql, sorted(records))

    async def notice_of(self, organisation: Organisation | Enterprise) -> dict[str, Any]:
        """Our row of the one message this organisation was sent."""
        tail = (organisation.contact_phone or "")[-4:]
        [message] = [one for one in (await self.book("sms"))["messages"] if one["phone"].endswith(tail)]
        [notice] = self.rows("SELECT * FROM notices WHERE out_id = %s", message["out_id"])
        return notice

    def ledger_kinds(self, walk: Walk) -> list[str]:
        """Every entry of the case, oldest first."""
        sql = "SELECT kind FROM ledger_entries WHERE case_id = %s ORDER BY seq"
        return [row["kind"] for row in self.rows(sql, in_row("case", walk.case))]

    async def quiet(self) -> None:
        """Nothing left to do for the worker. Raises StepFailed, naming what it is still at."""
        try:
            await self.until(lambda: self.count("procrastinate_jobs", SOON) == 0, "the last jobs")
        except StepFailed as failure:
            jobs = self.rows(f"SELECT task_name, args, attempts FROM procrastinate_jobs WHERE {SOON}")  # noqa: S608 - likewise
            raise StepFailed(f"{failure}: {jobs}") from None

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
