"""`palm crash`: kill -9 at every step of the journeys, start again, compare our rows with the vendors' books.

Worker, BFF, and both die at every boundary, then in the middle of every step, then in bad weather, where
vendors fail and say everything twice: nothing lost, nothing doubled.
"""

import asyncio
import json
import shutil
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from adapters.sandbox.city import City
from bff.cli.demo import asking
from bff.cli.demo.accounts import Keys
from bff.cli.demo.casting import cast, cast_of, in_mini_program, levers, meet
from bff.cli.demo.client import Client, within
from bff.cli.demo.crash_books import SOON, Books, Claim, Database
from bff.cli.demo.show import raise_curtain, sense
from bff.cli.demo.stage import Ports, Stage
from bff.cli.demo.steps import BUNDLE_STEPS, STEPS
from bff.cli.demo.walk import Walk
from bff.cli.demo.weather import Weather

TEMPO_SECONDS = 0.2
MOMENTS = (0.02, 0.15, 0.4)  # seconds into a step, for deaths in its middle
BUILDER, BUILDERS_CASES = "renamed-builder", 3
TELL_US = ("sms", "wechat", "courier", "approval")
Step: TypeAlias = Callable[[], Awaitable[object]]


class School:
    """The first journey: one certificate on paper, on the H5 pages, told by text message."""

    title, deaths, case_count = "item 15", len(STEPS), 1

    def __init__(self, stage: Stage, keys: Keys, people: City, client: Client) -> None:
        self._walk = Walk(client, cast(people, keys), levers(stage.ports), lambda *_: None)

    async def before_anything_is_due(self) -> None:
        """Nobody has to be met: the register has their phone."""

    def steps(self) -> Iterator[Step]:
        for _, step in STEPS:
            yield partial(step, self._walk)

    def claims(self, books: Books) -> Iterator[Claim]:
        return books.one_certificate(self._walk)


class Builder:
    """The enterprise's: one change, three certificates, in the mini-program, electronic only."""

    title, deaths, case_count = "bundle", len(BUNDLE_STEPS) + 1, BUILDERS_CASES

    def __init__(self, stage: Stage, keys: Keys, people: City, client: Client) -> None:
        firm, at = people.enterprise(BUILDER), levers(stage.ports)
        self._phone = in_mini_program(client, firm, cast_of(firm, keys), at, lambda *_: None)

    async def before_anything_is_due(self) -> None:
        await meet(self._phone)

    def steps(self) -> Iterator[Step]:
        yield partial(asking.sign_off, self._phone.walk)
        for _, step in BUNDLE_STEPS:
            yield partial(step, self._phone)

    def claims(self, books: Books) -> Iterator[Claim]:
        return books.bundle(self._phone)


Journey: TypeAlias = School | Builder


@dataclass(frozen=True, slots=True)
class Round:
    """Who dies on whose journey, and where."""

    title: str
    journey: type[Journey]
    victims: tuple[str, ...]
    inside: bool = False
    seed: int | None = None  # of the weather; None: fair


ROUNDS = (
    Round("the worker dies at every boundary", School, ("worker",)),
    Round("the BFF dies at every boundary", School, ("serve",)),
    Round("both die at every boundary", School, ("worker", "serve")),
    Round("both die in the middle of every step", School, ("worker", "serve"), inside=True),
    Round("both die at every boundary", Builder, ("worker", "serve")),
)
STORMS = ((School, 20261122), (Builder, 7))


def run(folder: Path | None, seeds: tuple[int, ...] = ()) -> int:
    """The exit code: 0 when every round ended with equal books. `seeds`: bad weather of these alone."""
    console, differences = Console(highlight=False), list[str]()
    struck = [(journey, seed) for seed in seeds for journey in (School, Builder)] or STORMS
    storms = tuple(Round(f"bad weather {seed}", journey, (), seed=seed) for journey, seed in struck)
    rounds = storms if seeds else (*ROUNDS, *storms)
    deaths = sum(one.journey.deaths for one in rounds)
    with _bar(console) as bar:
        total = bar.add_task("", total=deaths)
        for one in rounds:
            title = f"{one.journey.title}: {one.title}"
            bar.update(total, description=title)
            with _ground(folder) as ground:
                found = _round(ground, one, lambda: bar.advance(total))
            differences += [f"{title}: {line}" for line in found]
    for line in differences:
        console.print(f"[red]{line}[/red]")
    if not differences:
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


def _round(folder: Path, one: Round, done: Callable[[], None]) -> list[str]:
    stage = Stage(folder, Ports.free(), tempo_seconds=TEMPO_SECONDS)
    try:
        keys, people = raise_curtain(stage, lambda _: None)
        asyncio.run(_meet(stage, one, keys, people))
        sense(stage, keys)
        weather = None if one.seed is None else Weather(one.seed)
        walked = asyncio.run(_walk_and_die(stage, one, keys, people, done, weather=weather))
        books = Books(stage, walked.case_count)
        found = books.differences(walked.claims(books))
        return [*found, f"the weather was {', '.join(weather.told)}"] if found and weather else found
    finally:
        stage.close()


async def _meet(stage: Stage, one: Round, keys: Keys, people: City) -> None:
    async with Client(stage.ports.url) as client:
        await one.journey(stage, keys, people, client).before_anything_is_due()


async def _walk_and_die(
    stage: Stage,
    one: Round,
    keys: Keys,
    people: City,
    done: Callable[[], None],
    *,
    weather: Weather | None,
) -> Journey:
    async with Client(stage.ports.url) as client:
        journey = one.journey(stage, keys, people, client)
        for index, step in enumerate(journey.steps()):
            if weather is not None:
                seconds = weather.strike(stage)
                running = asyncio.ensure_future(step())
                await asyncio.sleep(seconds)
                _die_and_return(stage, weather.victims())
                await running
            elif one.inside:
                running = asyncio.ensure_future(step())
                await asyncio.sleep(MOMENTS[index % len(MOMENTS)])
                _die_and_return(stage, one.victims)
                await running
            else:
                await step()
                _die_and_return(stage, one.victims)
            done()
        if weather is not None:
            weather.clear(stage)
        await within(_settled(stage), "the last jobs")
        return journey


def _die_and_return(stage: Stage, victims: tuple[str, ...]) -> None:
    stage.kill(*victims)
    stage.start(*victims)
    for vendor in TELL_US:  # they try again; we need not wait their minutes
        _post(f"{stage.ports.vendor(vendor)}/__flush", {"all": True})


def _settled(stage: Stage) -> Callable[[], Awaitable[bool | None]]:
    async def look() -> bool | None:
        return Database(stage).count("procrastinate_jobs", SOON) == 0 or None

    return look


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
