"""`palm`: every command of the palm office. Each loads only what it needs."""

import asyncio
import gc
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer

from bff import settings_environment as configuration
from bff.cli.archive import archive_commands
from bff.cli.calendar import calendar_commands
from bff.cli.catalogue import catalogue_commands
from bff.cli.doctor import doctor
from bff.cli.findings import findings_commands
from bff.cli.keys import keys_commands
from bff.cli.ledger import ledger_commands
from bff.cli.staff import staff_commands
from bff.cli.verifiers import verifier_commands
from bff.settings import Settings, SettingsProblems

T = TypeVar("T")
GARBAGE = 20_000  # new things between two looks at them
palm = typer.Typer(
    help="掌上办: a city's approval office in the palm of a hand.", no_args_is_help=True, add_completion=False
)
case_commands = typer.Typer(help="Cases (办件).", no_args_is_help=True)
jobs_commands = typer.Typer(help="Deferred jobs.", no_args_is_help=True)
for name, commands in (
    ("archive", archive_commands),
    ("catalogue", catalogue_commands),
    ("findings", findings_commands),
    ("ledger", ledger_commands),
    ("case", case_commands),
    ("staff", staff_commands),
    ("verifier", verifier_commands),
    ("keys", keys_commands),
    ("calendar", calendar_commands),
    ("jobs", jobs_commands),
):
    palm.add_typer(commands, name=name)
palm.command()(doctor)


def _settings() -> Settings:
    """From PALM_*; every problem at once, then the end."""
    try:
        return configuration.read(os.environ)
    except SettingsProblems as problems:
        _fail("The configuration has problems:", *problems.problems)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)


@contextmanager
def _clear_words() -> Iterator[None]:
    """What stands in the way, as one line; a programming error keeps its traceback."""
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - only when servers are started

    try:
        yield
    except (EmbeddedServerError, SettingsProblems, ValueError) as error:
        _fail(str(error))


@palm.command()
def serve() -> None:
    """Answer HTTP. One process; several share a port with PALM_SHARE_PORT=on."""
    settings = _settings()  # before the long import: whoever mistyped is told at once
    from bff.cli.serve import serve as run  # noqa: PLC0415 - each command loads what it needs

    with _clear_words():
        run(settings)


@palm.command()
def worker() -> None:
    """Do deferred jobs: send, ask, order, file, fetch."""
    settings = _settings()  # likewise
    from bff.cli.work import work  # noqa: PLC0415 - likewise

    with _clear_words():
        work(settings)


@palm.command()
def sandbox() -> None:
    """Run the emulated vendors on 127.0.0.1 (never in production)."""
    from bff.cli.town import run_town  # noqa: PLC0415 - likewise

    with _clear_words():
        run_town()


@palm.command("conformance")
def run_conformance(
    kind: Annotated[str, typer.Argument(help="A port: sms, face, courier …; «list» tells all.")],
    vendor: Annotated[str, typer.Argument(help="One of its vendors, or «all».")] = "all",
    *,
    base_url: Annotated[
        str, typer.Option(help="A vendor's own test environment, https; without it the emulator is started.")
    ] = "",
    pictures: Annotated[
        Path | None, typer.Option(help="Folder for an SVG of each check that failed.")
    ] = None,
) -> None:
    """Run a port's whole contract against one vendor: the happy path, every refusal, repeats, lost answers.

    Against the emulator every check runs. Against a vendor's own environment those run that move nothing but
    through the port; they do send, order and file there, so use its test account: its parts are read from
    CONFORMANCE_ and their names in capitals, all that miss are named at once.

    Each check prints a line; what failed is drawn, call by call. Exit code: 0 all kept, 1 something is
    broken, 2 it could not begin.
    """
    from rich.console import Console  # noqa: PLC0415 - likewise

    from adapters.conformance.kits import KITS  # noqa: PLC0415 - likewise
    from bff.cli.conformance import Asked, conformance  # noqa: PLC0415 - likewise

    asked = Asked(kind, vendor, base_url, pictures)
    with _clear_words():
        raise typer.Exit(conformance(asked, kits=KITS, environment=os.environ, console=Console()))


@palm.command()
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the journeys.")] = False,
    port: Annotated[
        int,
        typer.Option(
            min=1024, max=65000, help="The phone page; the sandbox town takes port+101 to port+122."
        ),
    ] = 8000,
    folder: Annotated[Path, typer.Option(help="Data, vendors' books, logs, keys.")] = Path(".palm"),
) -> None:
    """Four whole 无感审批 journeys, a morning at the office, a proof, on real parts; stays up until Ctrl-C.

    Starts PostgreSQL, Valkey, the emulated vendors, the worker and the BFF on 127.0.0.1, and walks one
    organisation's certificate through the eight steps as the people in it would, over HTTP:
    研判 推送 身份认证 意向 申报确认 回收 办结 送达, then 亮证 and 评价. Then an enterprise that changed its
    name, in the WeChat mini-program: its 法定代表人 gives an agent a mandate (授权委托), who answers and
    confirms once: three licences, one of them at once; each use is told, and the mandate is revoked.
    Then a shop whose owner has a keypad phone, and a person who signs in by a code.

    Then something waits in each queue of the console (今日待办), and the ledger is proved: the first case's
    bundle is checked by tools/verify_bundle.py alone, and five forgeries are found and undone. Go on by
    yourself: at the phone page as one of the people it names, at the console with an account and `palm staff
    code LOGIN`. All are invented.
    Everything is kept in the folder: a second start walks the next organisation. Remove it to begin again.

    Exit code: 0 every step came about, 1 one did not (the logs say why), 2 something is in the way.
    """
    from bff.cli.demo.show import run  # noqa: PLC0415 - likewise

    with _clear_words():
        raise typer.Exit(run(folder, port, once=once))


@palm.command()
def crash(
    folder: Annotated[Path | None, typer.Option(help="Default: a fresh one, removed at the end.")] = None,
    seed: Annotated[
        list[int] | None, typer.Option(help="Bad weather of this seed alone; repeatable.")
    ] = None,
) -> None:
    """kill -9 worker, BFF and both at every step of the journeys; compare our rows with the vendors'.

    Then in bad weather: vendors fail before and after the effect, callbacks come twice and backwards.
    """
    from bff.cli.demo.crash import run  # noqa: PLC0415 - likewise

    with _clear_words():
        raise typer.Exit(run(folder, tuple(seed or ())))


@palm.command()
def migrate(
    direction: Annotated[str, typer.Argument(help="up, down (one step) or status")] = "up",
) -> None:
    """Bring the schema up to date, one step back, or say what is pending."""
    from bff.cli import schema  # noqa: PLC0415 - likewise

    with _clear_words():
        for line in schema.migrate(_settings(), direction):
            typer.echo(line)


@palm.command()
def sense(
    prepared_by: Annotated[str, typer.Option("--as", help="Login of who prepares the list.")],
) -> None:
    """Take a snapshot of the register, run every live rule, prepare a list for another person to sign."""
    from bff.cli import data  # noqa: PLC0415 - likewise

    with _clear_words():
        typer.echo(_run(data.sense(_settings(), prepared_by)))


@case_commands.command("replay")
def replay_case(case: str) -> None:
    """Fold the ledger's moves of a case and compare with its row."""
    from bff.cli import data  # noqa: PLC0415 - likewise

    with _clear_words():
        typer.echo(_run(data.replay_case(_settings(), case)))


@palm.command()
def stuck(
    *,
    again: Annotated[str, typer.Option("--again", help="Try this one again, by its id in the list.")] = "",
    staff: Annotated[str, typer.Option("--as", help="Login of the business administrator who says so.")] = "",
) -> None:
    """Everything that hangs: jobs, unknown fates, held parcels; since when, why, what to do."""
    from bff.cli import stuck as hanging  # noqa: PLC0415 - likewise

    with _clear_words():
        if again and not staff:
            _fail("say by whom: --as LOGIN")
        told = _run(hanging.again(_settings(), again, staff)) if again else None
        for line in [told] if told else _run(hanging.list_stuck(_settings())):
            typer.echo(line)


@jobs_commands.command("stuck")
def stuck_jobs(*, again: Annotated[bool, typer.Option("--again", help="Put them back.")] = False) -> None:
    """Jobs that gave up: which, and how often they were tried."""
    from bff.cli import data  # noqa: PLC0415 - likewise

    with _clear_words():
        for line in _run(data.stuck_jobs(_settings(), again=again)):
            typer.echo(line)


def _run(work: Coroutine[None, None, T]) -> T:
    return asyncio.run(work)


def main() -> None:
    """The console script.

    What is imported stays; by Python's own threshold the collector looks at it some hundred times meanwhile,
    which took a seventh of a start. Who serves and who works keeps it: each request is many small things.
    """
    gc.set_threshold(GARBAGE)
    palm(prog_name="palm", args=sys.argv[1:])
