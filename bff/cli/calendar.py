"""`palm calendar`: the working calendar (工作日历), checked, published to running processes, shown."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

calendar_commands = typer.Typer(help="The working calendar (工作日历).", no_args_is_help=True)
Table = Annotated[Path, typer.Argument(help="CSV: date,kind,festival,source", exists=True, dir_okay=False)]
InForce = Annotated[
    Path | None,
    typer.Option("--to", envvar="PALM_CALENDAR_FILE", help="Where running processes read it."),
]
Folder = Annotated[
    Path, typer.Option("--folder", envvar="PALM_FOLDER", help="Theirs; it is in there by default.")
]
FOLDER = Path(".palm")


@calendar_commands.command("check")
def check(table: Table) -> None:
    """Say everything that is wrong with a table, or what it covers."""
    from adapters.files.calendar_csv import CalendarUnreadable, load  # noqa: PLC0415 - only when asked for

    try:
        found = load(table)
    except CalendarUnreadable as error:
        _fail(*error.problems)
    typer.echo(f"{table}: ok, {found.notice}, through {found.published_through}")


@calendar_commands.command("publish")
def publish(table: Table, to: InForce = None, folder: Folder = FOLDER) -> None:
    """Put a table in force: every clock is counted anew within a minute, nothing is restarted."""
    from adapters.files.calendar_csv import CalendarUnreadable  # noqa: PLC0415 - likewise
    from adapters.files.calendar_csv import publish as put  # noqa: PLC0415 - likewise

    place = _place(to, folder)
    try:
        found = put(table, place)
    except CalendarUnreadable as error:
        _fail(*error.problems)
    typer.echo(f"{place}: in force within a minute, {found.notice}, through {found.published_through}")


@calendar_commands.command("show")
def show(to: InForce = None, folder: Folder = FOLDER) -> None:
    """Which arrangement is in force."""
    from adapters.files.calendar_csv import CalendarFile, CalendarUnreadable  # noqa: PLC0415 - likewise

    place = _place(to, folder)
    try:
        found = CalendarFile(place).current()
    except CalendarUnreadable as error:
        _fail(*error.problems)
    whose = place if place.exists() else "as shipped"
    typer.echo(f"{whose}: {found.notice}, through {found.published_through}")


def _place(to: Path | None, folder: Path) -> Path:
    """As bff/settings.py has it."""
    return to or folder / "calendar.csv"


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
