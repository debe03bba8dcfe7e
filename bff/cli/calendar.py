"""`palm calendar`: the working calendar (工作日历), checked, published to running processes, shown."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

calendar_commands = typer.Typer(help="The working calendar (工作日历).", no_args_is_help=True)
Table = Annotated[Path, typer.Argument(help="CSV: date,kind,festival,source", exists=True, dir_okay=False)]
InForce = Annotated[
    Path, typer.Option("--to", envvar="PALM_CALENDAR_FILE", help="Where running processes read it.")
]
USUAL = Path(".palm/calendar.csv")


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
def publish(table: Table, to: InForce = USUAL) -> None:
    """Put a table in force: every clock is counted anew within a minute, nothing is restarted."""
    from adapters.files.calendar_csv import CalendarUnreadable  # noqa: PLC0415 - likewise
    from adapters.files.calendar_csv import publish as put  # noqa: PLC0415 - likewise

    try:
        found = put(table, to)
    except CalendarUnreadable as error:
        _fail(*error.problems)
    typer.echo(f"{to}: in force within a minute, {found.notice}, through {found.published_through}")


@calendar_commands.command("show")
def show(to: InForce = USUAL) -> None:
    """Which arrangement is in force."""
    from adapters.files.calendar_csv import CalendarFile, CalendarUnreadable  # noqa: PLC0415 - likewise

    try:
        found = CalendarFile(to).current()
    except CalendarUnreadable as error:
        _fail(*error.problems)
    whose = to if to.exists() else "as shipped"
    typer.echo(f"{whose}: {found.notice}, through {found.published_through}")


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
