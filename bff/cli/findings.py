"""`palm findings`: push lists and doubts (研判结果) at the command line, for a clerk named with --as."""

import asyncio
import os
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bff import settings_environment as configuration
from bff.settings import SettingsProblems

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bff.cli.findings_desk import Clerk, Proof
    from domain.staff.account import Role

findings_commands = typer.Typer(
    help="Findings (研判结果): read the lists, settle doubts, sign. Every command names its clerk with --as;"
    " what changes anything asks for their password and code.",
    no_args_is_help=True,
)
Login = Annotated[str, typer.Option("--as", help="Login of the member of staff who does this.")]
Why = Annotated[str, typer.Option("--why", help="The reason, 2 to 200 characters; it stays on record.")]
Doubt = Annotated[str, typer.Argument(help="dbt_…, from palm findings doubts.")]
SHORTEST, LONGEST = 2, 200


@findings_commands.command("list")
def list_findings(
    login: Login,
    push_list: Annotated[str | None, typer.Argument(help="list_…; without it, the lists.")] = None,
    reason: Annotated[str | None, typer.Option(help="Only due, out-of-scope, needs-clerk, moved …")] = None,
) -> None:
    """Show the push lists, or everybody on one of them with the reason and what signing it takes."""
    from bff.cli.findings_desk import READERS  # noqa: PLC0415 - each command loads what it needs

    async def work(clerk: "Clerk") -> list[str]:
        return await (clerk.one_list(push_list, reason) if push_list else clerk.lists())

    _run(login, READERS, work)


@findings_commands.command("doubts")
def list_doubts(
    *, login: Login, settled_too: Annotated[bool, typer.Option("--all", help="The settled ones too.")] = False
) -> None:
    """Show each changed address nobody could read by rule, before and after side by side."""
    from bff.cli.findings_desk import READERS  # noqa: PLC0415 - likewise

    _run(login, READERS, lambda clerk: clerk.doubts(settled_too=settled_too))


@findings_commands.command("clear")
def clear_doubt(doubt: Doubt, login: Login, why: Why) -> None:
    """Say it did not move (非迁移): a road renamed. The next palm sense lists the holder.

    Also corrects a verdict that was a mistake: another clerk, once, until the change has led to a matter.
    """
    _settle(doubt, login, why, "cleared")


@findings_commands.command("moved")
def settle_as_moved(doubt: Doubt, login: Login, why: Why) -> None:
    """Say it moved (实为迁移): items for those who did not move are closed to it, and staff see why.

    Also corrects a verdict that was a mistake: another clerk, once, until the change has led to a matter.
    """
    _settle(doubt, login, why, "moved")


@findings_commands.command("sign")
def sign(
    push_list: Annotated[str, typer.Argument(help="list_…, from palm findings list.")],
    login: Login,
    digest: Annotated[str, typer.Option(help="Of the list as it was read: palm findings list LIST says it.")],
) -> None:
    """Sign a list (签发), so that everybody due on it is told. Not by whoever prepared it."""
    from bff.cli.findings_desk import SIGNERS  # noqa: PLC0415 - likewise

    _run(login, SIGNERS, lambda clerk: clerk.sign(push_list, digest), proof=_asked())


def _settle(doubt: str, login: str, why: str, verdict: str) -> None:
    from bff.cli.findings_desk import SETTLERS  # noqa: PLC0415 - likewise
    from domain.findings.doubt import DoubtState  # noqa: PLC0415 - likewise

    if not SHORTEST <= len(why) <= LONGEST:
        _fail(f"--why: {SHORTEST} to {LONGEST} characters")
    _run(login, SETTLERS, lambda clerk: clerk.settle(doubt, DoubtState(verdict), why), proof=_asked())


def _asked() -> "Proof":
    """Typed, never an argument: those stay in the shell's history and in the list of processes."""
    from bff.cli.findings_desk import Proof  # noqa: PLC0415 - likewise

    password = typer.prompt("Password at the console", hide_input=True)
    return Proof(password, typer.prompt("Six digits of the authenticator"))


def _run(
    login: str,
    roles: "frozenset[Role]",
    work: "Callable[[Clerk], Awaitable[list[str]]]",
    *,
    proof: "Proof | None" = None,
) -> None:
    try:
        settings = configuration.read(os.environ)
    except SettingsProblems as problems:
        _fail("The configuration has problems:", *problems.problems)
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - only when servers are started
    from bff.cli.findings_desk import in_words, seated  # noqa: PLC0415 - likewise
    from domain.kernel.refusal import Refusal  # noqa: PLC0415 - likewise

    async def told() -> list[str]:
        async with seated(settings, login, roles, proof) as clerk:
            return await work(clerk)

    try:
        lines = asyncio.run(told())
    except Refusal as refusal:
        _fail(in_words(refusal))
    except (EmbeddedServerError, ValueError) as error:
        _fail(str(error))
    for line in lines:
        typer.echo(line)


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
