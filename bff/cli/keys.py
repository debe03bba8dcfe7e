"""`palm keys`: make the key ring, rotate its keys while the office works, show what others check us with."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from domain.keys.algorithms import Indexing, Sealing

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from adapters.keys.ring import KeyRing
    from bff.settings import Settings
    from domain.keys.sweep import Sweep

T = TypeVar("T")
keys_commands = typer.Typer(help="The key ring.", no_args_is_help=True)


class Public(StrEnum):
    PROPOSALS = "proposals"
    CHECKPOINTS = "checkpoints"
    ARCHIVES = "archives"
    LICENCE_BANK = "licence-bank"


SEALS = Annotated[Sealing | None, typer.Option(help="What seals from now on; default: what seals now.")]


@keys_commands.command("new")
def new_keys(
    path: Path,
    sealing: Annotated[Sealing, typer.Option(help="What seals fields; may change later.")] = "AES-256-GCM",
    indexing: Annotated[
        Indexing, typer.Option(help="What finds by number; can never change.")
    ] = "HMAC-SHA-256",
) -> None:
    """Make a key ring (0600). An existing one is never overwritten: data depends on it."""
    from adapters.keys.ring import KeyRing  # noqa: PLC0415 - only when asked for

    try:
        KeyRing.fresh("1", sealing=sealing, indexing=indexing).write(path)
    except FileExistsError:
        _fail(f"{path} is there already; data depends on it")
    typer.echo(f"{path}: a new key ring. Keep a copy where the database's backups are not.")


@keys_commands.command("public")
def public_key(
    path: Path,
    of: Annotated[
        Public, typer.Option("--of", help="Whose: 秒批建议, 库外锚点, 归档包, or what 证照库 encrypts to.")
    ] = Public.PROPOSALS,
) -> None:
    """Print what others check our signatures with; hand it over by a safe way.

    The approval back-end checks proposals, anybody the checkpoints of the ledger, the city's archive bundles.
    Checkpoints are signed by PALM_CHECKPOINT_KEY where that is set. The licence bank encrypts what it tells
    us to the SM2 key printed for it (hex, 04 before x and y).
    """
    from adapters.approval.proposal_seal import ProposalSeal  # noqa: PLC0415 - only when asked for
    from adapters.keys.sm2 import Sm2Key  # noqa: PLC0415 - likewise

    ring = _ring(path)
    if of is Public.LICENCE_BANK:
        typer.echo(Sm2Key(ring.bank_keys[0]).public)
        return
    keys = {
        Public.PROPOSALS: ring.proposal_key,
        Public.CHECKPOINTS: _checkpoint_key() or ring.checkpoint_key,
        Public.ARCHIVES: ring.archive_key,
    }
    try:
        typer.echo(ProposalSeal(keys[of]).public_pem.strip())
    except ValueError:
        _fail("PALM_CHECKPOINT_KEY: is no private key of P-256 (PEM)")


@keys_commands.command("add")
def add_key(
    path: Path,
    sealing: SEALS = None,
    *,
    later: Annotated[bool, typer.Option("--later", help="Do not seal with it yet.")] = False,
) -> None:
    """A new key for fields. Running processes seal with it within seconds; the old keys still open.

    Where several machines hold a copy of the ring: --later, copy it to all of them, then `palm keys use`.
    """
    from bff.cli.key_rotation import added  # noqa: PLC0415 - only when asked for

    with _clear_words():
        version = added(path, sealing, is_current=not later)
    typer.echo(f"key {version} added" + ("" if later else "; it seals from now on"))


@keys_commands.command("use")
def use_key(path: Path, version: str, sealing: SEALS = None) -> None:
    """Seal with this key of the ring from now on."""
    from adapters.keys.ring_changes import with_current  # noqa: PLC0415 - only when asked for

    _changed(path, lambda ring: with_current(ring, version, sealing))
    typer.echo(f"key {version} seals from now on")


@keys_commands.command("rotate-tokens")
def rotate_tokens(
    path: Path,
    *,
    stolen: Annotated[bool, typer.Option("--stolen", help="Believe nothing the old keys signed.")] = False,
) -> None:
    """A new key for access tokens. Sessions go on: what the old key signed counts until it expires."""
    from adapters.keys.ring_changes import with_new_token_key  # noqa: PLC0415 - only when asked for

    _changed(path, lambda ring: with_new_token_key(ring, is_stolen=stolen))
    typer.echo("a new key signs access tokens" + ("; those of the old ones are refused" if stolen else ""))


@keys_commands.command("rotate-bank")
def rotate_bank(
    path: Path,
    *,
    stolen: Annotated[bool, typer.Option("--stolen", help="Open nothing sealed to the old keys.")] = False,
) -> None:
    """A new SM2 key: prints what the licence bank is given. Until it has that, the old one still opens."""
    from adapters.keys.ring_changes import with_new_bank_key  # noqa: PLC0415 - only when asked for
    from adapters.keys.sm2 import Sm2Key  # noqa: PLC0415 - likewise

    _changed(path, lambda ring: with_new_bank_key(ring, is_stolen=stolen))
    typer.echo(Sm2Key(_ring(path).bank_keys[0]).public)


@keys_commands.command("rotate")
def rotate(sealing: SEALS = None) -> None:
    """Add a key and seal every value anew under it: fields, papers, the archive. The office works on.

    Killed, or ended with Ctrl-C, it goes on where it was when it is called again. The key of before stays in
    the ring; `palm keys retire` takes it out. Exit code 1: something does not open and was left as it is.
    """
    from rich.console import Console  # noqa: PLC0415 - only when asked for
    from rich.progress import (  # noqa: PLC0415 - likewise
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    from bff.cli.key_rotation import SHOWN  # noqa: PLC0415 - likewise
    from bff.cli.key_rotation import rotate as run  # noqa: PLC0415 - likewise

    columns = (TextColumn("{task.description:28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with _clear_words(), Progress(*columns, console=Console(stderr=True)) as bar:
        done = _run(lambda at: run(at, sealing, typer.echo, _shown_by(bar)))
    typer.echo(f"{done.values} values sealed under key {done.version}; {done.left} left as they were")
    for one in done.unopened[:SHOWN]:
        typer.echo(f"{one.place} {one.row}: does not open", err=True)
    raise typer.Exit(1 if done.left else 0)


@keys_commands.command("status")
def status() -> None:
    """How many values each key has sealed, by place. Exit code 1: the key of some is not in the ring."""
    from bff.cli.key_rotation import status as told  # noqa: PLC0415 - only when asked for
    from bff.cli.key_rotation import used  # noqa: PLC0415 - likewise

    ring = _ring(_settings().keys_file)
    lines, is_whole = told(ring, _run(used))
    typer.echo("\n".join(lines))
    raise typer.Exit(0 if is_whole else 1)


@keys_commands.command("retire")
def retire_key(version: str) -> None:
    """Take a key out of the ring, unless a value still names it. Backups of before still need a copy."""
    from bff.cli.key_rotation import retire  # noqa: PLC0415 - only when asked for

    left = _run(lambda settings: retire(settings, version))
    if left:
        _fail(
            f"key {version} is still in use; run `palm keys rotate`",
            *(f"{at}: {n}" for at, n in left.items()),
        )
    typer.echo(f"key {version} is out of the ring. Keep the copy that goes with backups of before.")


def _shown_by(bar: "Progress") -> "Callable[[Sweep], None]":
    tasks: dict[str, TaskID] = {}

    def tell(sweep: "Sweep") -> None:
        if sweep.place not in tasks:
            tasks[sweep.place] = bar.add_task(sweep.place)
        bar.update(tasks[sweep.place], completed=sweep.done, total=sweep.total)

    return tell


def _changed(path: Path, change: "Callable[[KeyRing], KeyRing]") -> None:
    from adapters.keys.ring_file import alone, replaced  # noqa: PLC0415 - only when asked for

    with _clear_words(), alone(path):
        replaced(path, change(_ring(path)))


def _ring(path: Path) -> "KeyRing":
    from adapters.keys.ring import KeyRing  # noqa: PLC0415 - only when asked for

    with _clear_words():
        return KeyRing.read(path)


def _checkpoint_key() -> str:
    from bff.settings import SECRETS  # noqa: PLC0415 - only when asked for
    from bff.settings_reader import Reader  # noqa: PLC0415 - likewise

    reader = Reader(os.environ, SECRETS)
    key = reader.text("checkpoint_key", "")
    if reader.problems:
        _fail(*reader.problems)
    return key


def _settings() -> "Settings":
    from bff import settings_environment as configuration  # noqa: PLC0415 - likewise
    from bff.settings import SettingsProblems  # noqa: PLC0415 - likewise

    try:
        return configuration.read(os.environ)
    except SettingsProblems as problems:
        _fail("The configuration has problems:", *problems.problems)


def _run(work: "Callable[[Settings], Coroutine[object, object, T]]") -> T:
    settings = _settings()
    with _clear_words():
        return asyncio.run(work(settings))


@contextmanager
def _clear_words() -> Iterator[None]:
    """What stands in the way, as one line."""
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - only when servers are started

    try:
        yield
    except (EmbeddedServerError, OSError, ValueError) as error:
        _fail(str(error))


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
