"""`palm doctor`: what is missing or weak, before somebody else finds it."""

import json
import os
from typing import Annotated

import typer

WIDTH = 7  # of «missing»


def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="One JSON array instead of lines.")] = False
) -> None:
    """Look over settings, key ring, files, PostgreSQL and Redis: one line each, ok, missing or weak.

    Judged by what production needs, also in the sandbox. No value is printed, nothing is changed, no vendor
    is called. Run it where `palm serve` and `palm worker` run, as their user and with their environment.

    Exit code: 0 nothing is missing or weak, 1 something is.
    """
    from bff.cli.doctor_visits import visit  # noqa: PLC0415 - only when asked for
    from bff.doctor import State, look_at  # noqa: PLC0415 - likewise

    settings, checks = look_at(os.environ)
    if settings is not None:
        checks += visit(settings)
    if as_json:
        told = [{"name": check.name, "state": check.state, "words": check.words} for check in checks]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for check in checks:
            typer.echo(f"{check.state:{WIDTH}}  {check.name}: {check.words}")
        if settings is None:
            typer.echo("Files and servers are looked at when these are mended.")
    raise typer.Exit(0 if all(check.state is State.OK for check in checks) else 1)
