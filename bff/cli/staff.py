"""`palm staff`: accounts of the office's staff (工作人员账号), as far as the command line makes them."""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from bff import settings_environment as configuration
from bff.settings import Settings, SettingsProblems

T = TypeVar("T")
staff_commands = typer.Typer(help="Accounts of the office's staff.", no_args_is_help=True)


@staff_commands.command("add")
def add_staff(
    login: str,
    name: Annotated[str, typer.Option(help="As it stands on lists.")],
    role: Annotated[list[str], typer.Option(help="clerk, chief, business, security or audit; repeatable.")],
    body: Annotated[
        list[str] | None,
        typer.Option(
            help="Works on this body's cases alone, by unified code; repeatable. Else on every body's."
        ),
    ] = None,
) -> None:
    """A first account; its activation key is shown once and good for seven days.

    The owner chooses a password at the console. Later accounts are added there, by two security
    administrators.
    """
    from bff.cli import staff_adding  # noqa: PLC0415 - each command loads what it needs

    with _clear_words():
        typer.echo(_run(staff_adding.add_staff(_settings(), login, name, role, body)))


@staff_commands.command("bodies")
def staff_bodies() -> None:
    """The issuing bodies (实施机关) whose cases a clerk or chief may be kept to, with their codes."""
    from bff.cli import staff_adding  # noqa: PLC0415 - likewise

    with _clear_words():
        for line in _run(staff_adding.staff_bodies(_settings())):
            typer.echo(line)


@staff_commands.command("code")
def staff_code(
    login: str, folder: Annotated[Path, typer.Option(help="The demonstration's.")] = Path(".palm")
) -> None:
    """The six digits an account of the demonstration shows now (sandbox only)."""
    from bff.cli import data  # noqa: PLC0415 - likewise

    with _clear_words():
        typer.echo(data.staff_code(os.environ, folder, login))


@contextmanager
def _clear_words() -> Iterator[None]:
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - likewise

    try:
        yield
    except SettingsProblems as error:
        typer.echo("The configuration has problems:", err=True)
        for line in error.problems:
            typer.echo(line, err=True)
        raise typer.Exit(2) from None
    except (EmbeddedServerError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _settings() -> Settings:
    """Raises SettingsProblems."""
    return configuration.read(os.environ)


def _run(work: Coroutine[None, None, T]) -> T:
    return asyncio.run(work)
