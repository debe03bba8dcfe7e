"""`palm verifier`: registered verifiers (核验方), and the one key each has."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from bff import settings_environment as configuration
from bff.settings import SettingsProblems
from domain.clock.clock import BEIJING, beijing_date
from domain.kernel.ids import VerifierId, short, unshort
from domain.kernel.refusals import NotFound

if TYPE_CHECKING:
    from bff.desks.staff import StaffDesk
    from domain.staff.verifiers import VerifierKey

T = TypeVar("T")
verifier_commands = typer.Typer(help="Registered verifiers (核验方) and their keys.", no_args_is_help=True)
UNTIL = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day (Beijing) the key is good on.")
]
MOST_OVERLAP = 30


@verifier_commands.command("add")
def add_verifier(
    organisation: str,
    operator: Annotated[str, typer.Option()],
    purpose: Annotated[list[str], typer.Option(help="A registered purpose; repeatable.")],
    until: UNTIL = None,
) -> None:
    """A new verifier; its key is shown once and never again."""
    ends_at = _after(until)
    account, key = _run(
        lambda desk: desk.add_verifier(organisation, operator, tuple(purpose), ends_at=ends_at)
    )
    typer.echo(f"{short('ver', account.verifier_id)} {account.organisation}, key shown once: {key}")


@verifier_commands.command("list")
def list_verifiers() -> None:
    """Every key there ever was: its number, whose it is, what for, until when. Never the key."""
    from bff.compose.now import now  # noqa: PLC0415 - each command loads what it needs

    for one in _run(lambda desk: desk.end_verifier.all()):
        typer.echo(_line(one, now()))


@verifier_commands.command("end")
def end_verifier(verifier: Annotated[str, typer.Argument(help="ver_…, from `palm verifier list`.")]) -> None:
    """Its key is nobody's from the next request on; what it looked at stays in the records."""
    number = _number(verifier)
    account = _run(lambda desk: desk.end_verifier(number))
    typer.echo(f"{verifier} {account.organisation}: ended")


@verifier_commands.command("rekey")
def rekey_verifier(
    verifier: Annotated[str, typer.Argument(help="ver_…, from `palm verifier list`.")],
    overlap_days: Annotated[
        int, typer.Option(min=0, max=MOST_OVERLAP, help="For so long the old key is good beside the new.")
    ] = 0,
    until: UNTIL = None,
) -> None:
    """Another key for the same operator, under a new number; the old one ends by itself."""
    number, ends_at, overlap = _number(verifier), _after(until), timedelta(days=overlap_days)
    account, key = _run(lambda desk: desk.end_verifier.rekey(number, overlap=overlap, ends_at=ends_at))
    typer.echo(f"{short('ver', account.verifier_id)} {account.organisation}, key shown once: {key}")


def _line(one: "VerifierKey", now: datetime) -> str:
    account, ends = one.account, one.ends_at
    if ends is None:
        told = "no end"
    elif ends <= now:
        told = f"ended {beijing_date(ends)}"
    else:
        told = f"ends {ends.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    purposes = "、".join(account.purposes)
    return (
        f"{short('ver', account.verifier_id)}  {account.organisation}  {account.operator}  {purposes}  {told}"
    )


def _after(until: datetime | None) -> datetime | None:
    """The first instant the key is good no more."""
    if until is None:
        return None
    last: date = until.date()
    return datetime.combine(last + timedelta(days=1), time(), BEIJING).astimezone(UTC)


def _number(text: str) -> VerifierId:
    found = unshort("ver", text)
    if found is None:
        _fail(f"{text}: not a verifier's number (ver_…)")
    return VerifierId(found)


def _run(work: Callable[["StaffDesk"], Awaitable[T]]) -> T:
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - only when servers are started
    from bff.cli.data import opened  # noqa: PLC0415 - likewise

    async def run() -> T:
        async with opened(configuration.read(os.environ)) as house:
            return await work(house.office.staff)

    try:
        return asyncio.run(run())
    except NotFound:
        _fail("no such verifier, or its key has ended; palm verifier list says which there are")
    except (EmbeddedServerError, SettingsProblems, ValueError) as error:
        _fail(str(error))


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
