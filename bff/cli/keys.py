"""`palm keys`: make the key ring, and show what others check our signatures with."""

from pathlib import Path
from typing import NoReturn

import typer

keys_commands = typer.Typer(help="The key ring.", no_args_is_help=True)


@keys_commands.command("new")
def new_keys(path: Path) -> None:
    """Make a key ring (0600). An existing one is never overwritten: data depends on it."""
    from adapters.keys.ring import KeyRing  # noqa: PLC0415 - only when asked for

    try:
        KeyRing.fresh("1").write(path)
    except FileExistsError:
        _fail(f"{path} is there already; data depends on it")
    typer.echo(f"{path}: a new key ring. Keep a copy where the database's backups are not.")


@keys_commands.command("public")
def public_key(path: Path) -> None:
    """Print what the approval back-end checks our proposals (秒批建议) with; hand it over by a safe way."""
    from adapters.approval.proposal_seal import ProposalSeal  # noqa: PLC0415 - likewise
    from adapters.keys.ring import KeyRing  # noqa: PLC0415 - likewise

    try:
        ring = KeyRing.read(path)
    except ValueError as error:
        _fail(str(error))
    typer.echo(ProposalSeal(ring.proposal_key).public_pem.strip())


def _fail(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)
