"""`palm crash`: kill -9 at every step of the journey, start again, compare our rows with the vendors' books.

Worker, BFF, and both die at every boundary, then in the middle of every step: nothing lost, nothing doubled.
"""

import asyncio
import json
import shutil
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from adapters.sandbox.city import JOURNEY
from bff.cli.demo.client import Client, within
from bff.cli.demo.show import cast, levers, set_up
from bff.cli.demo.stage import Ports, Stage
from bff.cli.demo.steps import STEPS
from bff.cli.demo.walk import Cast, Walk
from domain.kernel.ids import short

TEMPO_SECONDS = 0.2
MOMENTS = (0.02, 0.15, 0.4)  # seconds into a step, for deaths in its middle
SOON = "status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) < now() + interval '20 seconds'"
ROUNDS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("the worker dies at every boundary", ("worker",), False),
    ("the BFF dies at every boundary", ("serve",), False),
    ("both die at every boundary", ("worker", "serve"), False),
    ("both die in the middle of every step", ("worker", "serve"), True),
)


def run(folder: Path | None) -> int:
    """The exit code: 0 when every round ended with equal books."""
    console, differences = Console(highlight=False), list[str]()
    with _bar(console) as bar:
        total = bar.add_task("", total=len(ROUNDS) * len(STEPS))
        for title, victims, inside in ROUNDS:
            bar.update(total, description=title)
            with _ground(folder) as ground:
                found = _round(ground, victims, lambda: bar.advance(total), inside=inside)
            differences += [f"{title}: {one}" for one in found]
    for one in differences:
        console.print(f"[red]{one}[/red]")
    if not differences:
        deaths = len(ROUNDS) * len(STEPS)
        console.print(f"crash: ok, {deaths} deaths survived; nothing lost, nothing doubled")
    return 1 if differences else 0


@contextmanager
def _ground(folder: Path | None) -> Iterator[Path]:
    """A fresh folder for each round; one that was named is kept for looking into."""
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        yield folder
        return
    made = Path(tempfile.mkdtemp(prefix="palm-crash-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _round(folder: Path, victims: tuple[str, ...], done: Callable[[], None], *, inside: bool) -> list[str]:
    stage = Stage(folder, Ports.free(), tempo_seconds=TEMPO_SECONDS)
    try:
        keys, people = set_up(stage, lambda _: None)
        who = cast(people, keys)
        asyncio.run(_walk_and_die(stage, who, victims, done, inside=inside))
        return Books(stage, who, people.of(JOURNEY).uscc).differences()
    finally:
        stage.close()


async def _walk_and_die(
    stage: Stage, who: Cast, victims: tuple[str, ...], done: Callable[[], None], *, inside: bool
) -> None:
    async with Client(stage.ports.url) as client:
        walk = Walk(client, who, levers(stage.ports), lambda *_: None)
        for index, (_, step) in enumerate(STEPS):
            if inside:
                running = asyncio.ensure_future(step(walk))
                await asyncio.sleep(MOMENTS[index % len(MOMENTS)])
                _die_and_return(stage, victims)
                await running
            else:
                await step(walk)
                _die_and_return(stage, victims)
            done()
        await within(_settled(stage), "the last jobs")


def _die_and_return(stage: Stage, victims: tuple[str, ...]) -> None:
    stage.kill(*victims)
    stage.start(*victims)
    for vendor in ("sms", "courier", "approval"):  # they try again; we need not wait their minutes
        _post(f"{stage.ports.vendor(vendor)}/__flush", {"all": True})


def _settled(stage: Stage) -> Callable[[], Awaitable[bool | None]]:
    async def look() -> bool | None:
        return Database(stage).count("procrastinate_jobs", SOON) == 0 or None

    return look


@dataclass(frozen=True, slots=True)
class Database:
    stage: Stage

    def rows(self, query: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.stage.runtime_url, row_factory=dict_row) as connection:
            return connection.execute(query.encode()).fetchall()

    def count(self, table: str, where: str) -> int:
        return int(self.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"])  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Books:
    """Our rows beside the emulators' books; every difference is a line."""

    stage: Stage
    who: Cast
    uscc: str

    def differences(self) -> list[str]:
        return [line for line, is_so in self._claims() if not is_so]

    def _claims(self) -> Iterator[tuple[str, bool]]:
        ours = Database(self.stage)
        [case] = ours.rows("SELECT * FROM cases")
        yield "exactly one case, delivered or closed", case["state"] in ("delivered", "closed")
        theirs = self._book("approval")["cases"]
        yield f"one 办件编号 at the back-end, not {len(theirs)}", len(theirs) == 1
        yield "the back-end's number is ours", [one["case_no"] for one in theirs] == [case["number"]]
        told = [m for m in self._book("sms")["messages"] if m["phone"].endswith(self.who.phone[-4:])]
        notices = ours.rows("SELECT * FROM notices WHERE state = 'delivered'")
        mine = [n for n in notices if n["matter_id"] == case["matter_id"]]
        yield f"one text message, not {len(told)}", len(told) == 1
        yield f"one notice delivered, not {len(mine)}", len(mine) == 1
        orders = {one["third_order_id"]: one["order_id"] for one in self._book("courier")["orders"]}
        shipments = ours.rows("SELECT * FROM shipments")
        placed = len(self._book("courier")["orders"])
        yield f"two courier orders, there and back, not {placed}", placed == len(("collect", "deliver"))
        yield "their order numbers are ours", orders == {s["order_no"]: s["order_id"] for s in shipments}
        bank = [one for one in self._book("licence_bank")["licences"] if one["case_no"] == case["number"]]
        yield f"one licence issued for the case, not {len(bank)}", len(bank) == 1
        given = self._book("rating")["evaluations"]
        ratings = ours.rows("SELECT * FROM ratings")
        yield f"one rating at the province, not {len(given)}", len(given) == 1
        yield (
            "its number is ours",
            [r["outside_number"] for r in ratings] == [g["evaluation_id"] for g in given],
        )
        yield "no job gave up", ours.count("procrastinate_jobs", "status = 'failed'") == 0
        yield "no callback lies unread", ours.count("inbox", "done_at IS NULL") == 0
        verified = self.stage.run("ledger", "verify")
        yield verified.strip(), "ok" in verified
        replayed = self.stage.run("case", "replay", short("case", case["id"]))
        yield replayed.strip(), "the row says the same" in replayed

    def _book(self, vendor: str) -> Any:
        with urllib.request.urlopen(f"{self.stage.ports.vendor(vendor)}/__books") as answer:  # noqa: S310 - loopback
            return json.load(answer)


def _post(url: str, body: object) -> None:
    request = urllib.request.Request(  # noqa: S310 - loopback
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request):  # noqa: S310 - likewise
        pass


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
