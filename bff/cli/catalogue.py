"""`palm catalogue`: check the items (事项), look at one, begin a new one; and read signed versions."""

import asyncio
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import domain.catalogue
from bff import settings_environment as configuration
from bff.settings import SettingsProblems
from domain.catalogue.item import Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapters.catalogue.toml_items import TomlCatalogue
    from bff.desks.item_versions import ItemVersionDesk

catalogue_commands = typer.Typer(
    help="Items (事项): check them, look at one, begin a new one, compare versions.", no_args_is_help=True
)
ITEMS = Path(domain.catalogue.__path__[0]) / "items"
ORDER = ("live", "cancelled", "sample", "draft")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 64
Folder = Annotated[
    Path,
    typer.Option(
        help="A city's own item files, before they are shipped; the office works by the shipped ones.",
        file_okay=False,
        show_default="the shipped ones",
    ),
]


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)


def _load(folder: Path) -> "TomlCatalogue":
    from adapters.analysis.sql_lint import lint  # noqa: PLC0415 - only who checks rules pays for the SQL parser
    from adapters.catalogue.toml_items import CatalogueProblems, TomlCatalogue  # noqa: PLC0415 - likewise

    try:
        return TomlCatalogue.load(folder, lint=lint)
    except CatalogueProblems as found:
        _fail(*map(str, found.problems), f"catalogue: {len(found.problems)} problem(s)")


@catalogue_commands.command("check")
def check(folder: Folder = ITEMS) -> None:
    """Read every item and say all that is wrong at once: file, key, what.

    Run it after each change to an item's file. Exit code: 0 sound, 2 something is wrong.

    "Keys wait for the city" counts what stands in `unconfirmed`: until an item has none left, nobody
    outside the sandbox is told about it.
    """
    items = _load(folder).all()
    statuses = Counter(item.status.value for item in items)
    counted = ", ".join(f"{statuses[status]} {status}" for status in ORDER if statuses[status])
    waiting = sum(len(item.unconfirmed) for item in items)
    typer.echo(f"catalogue: {len(items)} items: {counted}; {waiting} keys wait for the city")


@catalogue_commands.command("show")
def show(
    code: Annotated[str, typer.Argument(help="The item's code, or how it begins: wg-15")],
    folder: Folder = ITEMS,
) -> None:
    """One item, key by key, in the words a clerk uses; 〔待城市确认〕 marks what the city has to confirm.

    Example: palm catalogue show wg-15
    """
    from bff.cli.item_lines import item_lines  # noqa: PLC0415 - likewise

    items = _load(folder).all()
    found = [item for item in items if item.code == code] or [i for i in items if i.code.startswith(code)]
    match found:
        case [item]:
            for line in item_lines(item):
                typer.echo(line)
        case []:
            _fail(f"{code}: no such item; palm catalogue check counts them, the files name them")
        case several:
            _fail(f"{code}: which one?", *(f"  {item.code}  {item.name}" for item in several))


@catalogue_commands.command("new")
def new(
    code: Annotated[
        str, typer.Argument(help="Lower-case words with hyphens; it never changes: wg-21-tea-shop")
    ],
    name: Annotated[str, typer.Option(help="事项名称, exactly as the list of items has it.")],
    kind: Annotated[Kind, typer.Option(help="变更 and 备案 follow a change, 延续 and 换发 an expiry.")],
    folder: Folder = ITEMS,
) -> None:
    """Begin a new item: FOLDER/CODE.toml, a draft whose comments say what goes where.

    A draft passes the check and does nothing: no rule runs, no guide is shown. Fill it in, set
    status = "live", then run: palm catalogue check. A file that is there already is never overwritten.

    Example: palm catalogue new wg-21-tea-shop --name 茶馆备案 --kind 备案 --folder items
    """
    from adapters.catalogue.draft import draft_item  # noqa: PLC0415 - likewise

    if not _CODE.fullmatch(code) or len(code) > _LONGEST:
        _fail(f"{code}: a code is lower-case words with hyphens, at most {_LONGEST} characters")
    if not name.strip():
        _fail("--name is empty: an item is called as the list of items calls it")
    file = folder / f"{code}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(draft_item(code, name.strip(), kind))
    except FileExistsError:
        _fail(f"{file}: is there already, and stays as it is")
    typer.echo(f"{file}: a draft; fill it in, then: palm catalogue check")


Code = Annotated[str, typer.Argument(help="The item's whole code: wg-15-minban-renewal")]


@catalogue_commands.command("versions")
def versions(code: Code) -> None:
    """Every version of an item in the database: shipped, drafted, signed, live from when, taken back.

    Versions are drafted and signed at the console, by two people; nothing is changed here.
    """
    from bff.cli.item_versions import version_lines  # noqa: PLC0415 - likewise

    _run(lambda desk: version_lines(desk, code))


@catalogue_commands.command("diff")
def diff(
    code: Code,
    was: Annotated[int | None, typer.Option(help="A version's number; else the one in use.")] = None,
    now: Annotated[int | None, typer.Option(help="A version's number; else the highest.")] = None,
) -> None:
    """What one version says otherwise than another: key by key, then line by line.

    Example: palm catalogue diff wg-15-minban-renewal --was 1 --now 2
    """
    from bff.cli.item_versions import diff_lines  # noqa: PLC0415 - likewise

    _run(lambda desk: diff_lines(desk, code, was, now))


def _run(work: "Callable[[ItemVersionDesk], Awaitable[list[str]]]") -> None:
    """Say what came of it, or in one line what stands in the way."""
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - likewise
    from bff.cli.item_versions import item_versions  # noqa: PLC0415 - likewise

    async def told() -> list[str]:
        async with item_versions(settings) as desk:
            return await work(desk)

    try:
        settings = configuration.read(os.environ)
        for line in asyncio.run(told()):
            typer.echo(line)
    except SettingsProblems as problems:
        _fail("The configuration has problems:", *problems.problems)
    except (EmbeddedServerError, ValueError) as error:
        _fail(str(error))
