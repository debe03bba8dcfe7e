"""`palm ledger`: the ledger (留痕账) verified, made fast outside the database, and proved to others."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bff import settings_environment as configuration
from bff.settings import Settings, SettingsProblems

if TYPE_CHECKING:
    from bff.cli.findings_desk import Proof
    from bff.cli.ledger_desk import Told

ledger_commands = typer.Typer(
    help="The ledger (留痕账): what was done, by whom, for whom, when. Verify it, make it fast outside the"
    " database, hand out what proves a case. docs/ledger.md has the formats.",
    no_args_is_help=True,
)
SHORTEST, LONGEST = 2, 200


@ledger_commands.command("verify")
def verify_ledger(
    case: Annotated[str, typer.Option(help="One case (case_…): its own chain and its matter's.")] = "",
    *,
    contents: Annotated[
        bool, typer.Option("--contents", help="Open all evidence too and digest it again; slow.")
    ] = False,
) -> None:
    """Recompute every chain and hold it against the checkpoints outside the database.

    Finds an entry that was edited, taken out, put in or moved; a tail cut off; a chain written anew by
    somebody who has the key; a chain taken away whole. Names the first bad entry of each chain: case_… #7.
    Reads only, and the office may go on writing meanwhile.

    Exit code: 0 whole, 1 not (stop, keep everything as it is, find out who), 2 something is in the way.
    """
    from bff.cli import ledger_desk  # noqa: PLC0415 - each command loads what it needs

    settings = _settings()
    with _clear_words(), _bar() as told:
        line, is_ok = asyncio.run(ledger_desk.verify(settings, case=case, contents=contents, told=told))
    typer.echo(line)
    raise typer.Exit(0 if is_ok else 1)


@ledger_commands.command("anchor")
def anchor_ledger() -> None:
    """Make fast now, outside the database, what is new; the worker does so every hour.

    Copy the file of checkpoints and its .leaves to somebody else's disk: whoever has every key of ours still
    cannot change what others keep.
    """
    from bff.cli import ledger_desk  # noqa: PLC0415 - likewise

    settings = _settings()
    with _clear_words():
        typer.echo(asyncio.run(ledger_desk.anchor(settings)))


@ledger_commands.command("export")
def export_ledger(
    *,
    case: Annotated[str, typer.Option(help="Whose entries: case_…")],
    out: Annotated[Path, typer.Option(help="The bundle to write, a zip; never written over another.")],
    login: Annotated[str, typer.Option("--as", help="Login of the chief or auditor who hands it out.")],
    why: Annotated[str, typer.Option(help="What for, naming nobody; it stays in the ledger.")],
    with_evidence: Annotated[
        bool, typer.Option("--with-evidence", help="Put in what was shown, in clear: personal data.")
    ] = False,
) -> None:
    """Write a bundle that proves every entry of a case to somebody without our database.

    Asks for the password and code of the login. The ledger says who handed it out and why, and that is the
    bundle's last entry; everything is made fast first, so the bundle is cut at a signed checkpoint. Whoever
    gets it runs tools/verify_bundle.py, one file: Python and the package cryptography, no database, no
    network; the public key goes to them by another way (palm keys public).

    Exit code: 0 written, 2 something is in the way.
    """
    if not SHORTEST <= len(why) <= LONGEST:
        _fail(f"--why: {SHORTEST} to {LONGEST} characters")
    if out.exists():
        _fail(f"{out} is there already")
    settings = _settings()
    proof = _asked()
    from bff.cli import ledger_desk  # noqa: PLC0415 - likewise

    asked = ledger_desk.Request(case, login, why, with_evidence)
    with _clear_words():
        made = asyncio.run(ledger_desk.export(settings, asked, proof))
        _write(out, made.content)
    typer.echo(f"{out}: {made.entries} entries, cut at checkpoint {made.line}")
    typer.echo(f"to check it: python -I tools/verify_bundle.py {out} --key checkpoint.pem")


def _asked() -> "Proof":
    """Typed, never an argument: those stay in the shell's history and in the list of processes."""
    from bff.cli.findings_desk import Proof  # noqa: PLC0415 - likewise

    password = typer.prompt("Password at the console", hide_input=True)
    return Proof(password, typer.prompt("Six digits of the authenticator"))


def _write(out: Path, content: bytes) -> None:
    """For its owner alone: who did what when is nobody else's business."""
    with os.fdopen(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)


@contextmanager
def _bar() -> Iterator["Told"]:
    """How far it is, where people look."""
    from rich.console import Console  # noqa: PLC0415 - likewise
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415 - likewise

    console = Console(stderr=True)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("entries read", total=None)
        yield lambda read, whole: progress.update(task, completed=read, total=max(read, whole))


@contextmanager
def _clear_words() -> Iterator[None]:
    """What stands in the way, as one line; a programming error keeps its traceback."""
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - only when servers are started
    from bff.cli.findings_desk import in_words  # noqa: PLC0415 - likewise
    from domain.kernel.refusal import Refusal  # noqa: PLC0415 - likewise

    try:
        yield
    except Refusal as refusal:
        _fail(in_words(refusal))
    except (EmbeddedServerError, SettingsProblems, ValueError, OSError) as error:
        _fail(str(error))


def _settings() -> Settings:
    try:
        return configuration.read(os.environ)
    except SettingsProblems as problems:
        _fail("The configuration has problems:", *problems.problems)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
