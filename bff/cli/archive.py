"""`palm archive`: what was filed away (归档包): list it, prove it, read it, say what is past its time."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar
from uuid import UUID, uuid4

import typer

from bff import settings_environment as configuration
from bff.settings import SettingsProblems
from domain.archives.archive import Archive
from domain.kernel.ids import ArchiveId, CaseId, short, unshort
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import NotFound
from domain.privacy.access import About, Look, Purpose, Shown, Sight, Thing

if TYPE_CHECKING:
    from bff.office import Office

T = TypeVar("T")
archive_commands = typer.Typer(help="Archives of ended cases (归档包).", no_args_is_help=True)


@archive_commands.command("list")
def list_archives() -> None:
    """Every bundle: its id, case, item, size, and until when it must be kept."""
    rows = _run(lambda office: office.archives.read_archive.all())
    for row in rows:
        typer.echo(_line(row))
    typer.echo(f"{len(rows)} in the archive")


@archive_commands.command("due")
def due_archives() -> None:
    """What is past its retention. Nothing is ever deleted: that takes a list signed by two (销毁清册)."""
    today, rows = _run(lambda office: office.archives.read_archive.due())
    for row in rows:
        typer.echo(_line(row))
    typer.echo(f"{len(rows)} past retention on {today}; none is deleted by this program")


@archive_commands.command("verify")
def verify_archives(
    folder: Annotated[Path | None, typer.Argument(help="Another copy of the archive's folder.")] = None,
    case: Annotated[str, typer.Option(help="One case (case_…) only.")] = "",
) -> None:
    """Open every bundle; check seal, signature, each digest, and the ledger's slice against the chain."""
    only = CaseId(_number("case", case)) if case else None
    report = _run(lambda office: office.archives.verify_archive(only), folder)
    for fault in report.faults:
        typer.echo(f"{fault.archive}: {fault.what}")
    said = "ok" if not report.faults else f"NOT ok, {len(report.faults)} faults"
    typer.echo(f"archive verify: {said}, {report.bundles} bundles, {report.files} files")
    raise typer.Exit(1 if report.faults else 0)


@archive_commands.command("show")
def show_archive(
    archive: str,
    reveal: Annotated[Path | None, typer.Option(help="Write every file, in clear, into this folder.")] = None,
    login: Annotated[str, typer.Option("--as", help="Whose login stands in the ledger.")] = "",
    why: Annotated[str, typer.Option(help="What for; it stands in the ledger and names nobody.")] = "",
) -> None:
    """Print the manifest, which names nobody. `--reveal` opens it all, and the ledger remembers who did."""
    number = ArchiveId(_number("arc", archive))
    if reveal is None:
        typer.echo(_run(lambda office: office.archives.read_archive.manifest(number)))
        return
    if not (login and why):
        _fail("--reveal needs --as LOGIN and --why")
    if reveal.exists() and (not reveal.is_dir() or any(reveal.iterdir())):
        _fail(f"{reveal}: there is something already; name a folder of its own")
    files = _run(lambda office: _revealed(office, number, login, why))
    for path, content in files.items():
        target = reveal / path
        if not target.resolve().is_relative_to(reveal.resolve()):
            _fail(f"{archive}: a path leads out of the folder")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    typer.echo(f"{len(files)} files in {reveal}")


async def _revealed(office: "Office", archive: ArchiveId, login: str, why: str) -> Mapping[str, bytes]:
    """Raises ValueError for a login of nobody's: the ledger names people; AccessNotNoted."""
    from adapters.postgres.staff import PostgresAccounts  # noqa: PLC0415 - each command loads what it needs

    try:
        staff = await PostgresAccounts().staff_by_login(login)
    except NotFound:
        raise ValueError(f"{login}: no such login") from None
    reading = office.archives.read_archive
    files = await reading.reveal(archive, staff=staff.login, why=why)
    [case] = [one.case for one in await reading.all() if one.archive_id == archive]
    sight = Sight(Purpose.ARCHIVE, Shown.ARCHIVE)
    look = Look(staff.login, sight, "palm archive show", f"terminal-{uuid4().hex}")
    await office.privacy.note_access(staff, look, [About(Thing.CASE, case)])
    return files


def _line(row: Archive) -> str:
    until = row.until.isoformat() if row.until else "permanent"
    return (
        f"{short('arc', row.archive_id)} {short('case', row.case)} {row.part} {row.item} {row.size} B {until}"
    )


def _run(ask: "Callable[[Office], Coroutine[object, object, T]]", folder: Path | None = None) -> T:
    """With the office open around it; every problem as one line, then the end."""
    from adapters.embedded.errors import EmbeddedServerError  # noqa: PLC0415 - only when servers are started
    from bff.cli.data import opened  # noqa: PLC0415 - each command loads what it needs

    async def run() -> T:
        settings = configuration.read(os.environ)
        if folder is not None:
            settings = replace(settings, archive_folder=folder)
        async with opened(settings) as house:
            return await ask(house.office)

    try:
        return asyncio.run(run())
    except SettingsProblems as problems:
        _fail("The configuration has problems:", *problems.problems)
    except (EmbeddedServerError, ValueError) as error:
        _fail(str(error))
    except Refusal as refused:
        _fail(f"{refused.code}: {refused}")


def _number(prefix: str, text: str) -> UUID:
    found = unshort(prefix, text)
    if found is None:
        _fail(f"{text}: not a number of that kind ({prefix}_…)")
    return found


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)
