"""`palm conformance`: a vendor's kit against its emulator, or against the vendor's own test environment."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from adapters.conformance.kits import Kits
from adapters.conformance.picture import drawn, svg
from adapters.conformance.run import Result, Verdict, run_kit
from adapters.conformance.stage import Ground
from adapters.conformance.suite import Part
from adapters.conformance.vendor import VendorKit
from adapters.outbound.http import checked_base

MARKS = {Verdict.KEPT: "[green]✓[/green]", Verdict.BROKEN: "[red]✗[/red]", Verdict.LEFT_OUT: "[dim]–[/dim]"}


class CannotBegin(ValueError):
    """Nothing was run; the line says what to do."""


@dataclass(frozen=True)
class Asked:
    """`base_url` empty: the emulator; `pictures`: where to put them, None for nowhere."""

    kind: str
    vendor: str = "all"
    base_url: str = ""
    pictures: Path | None = None


def conformance(asked: Asked, *, kits: Kits, environment: Mapping[str, str], console: Console) -> int:
    """The command's exit code. Raises CannotBegin."""
    if asked.kind == "list":
        console.print(_listing(kits))
        return 0
    broken = False
    for kit in _chosen(asked, kits):
        ground = _ground(kit, asked.base_url, environment)
        results = asyncio.run(_results(console, kit, ground))
        console.print(_table(asked.kind, kit.name, results))
        broken |= _draw(console, kit.name, results, asked.pictures)
    return 1 if broken else 0


def _chosen(asked: Asked, kits: Kits) -> list[VendorKit[Any]]:
    if asked.kind not in kits:
        raise CannotBegin(f"{asked.kind}: no such port. There are {', '.join(sorted(kits))}.")
    vendors = kits[asked.kind]
    chosen = [kit for kit in vendors if asked.vendor in {"all", kit.name}]
    if not chosen:
        there = ", ".join(kit.name for kit in vendors)
        raise CannotBegin(f"{asked.vendor}: no vendor of {asked.kind}. There are {there}.")
    if asked.base_url and len(chosen) > 1:
        raise CannotBegin("--base-url is one vendor's: name it.")
    return chosen


def _ground(kit: VendorKit[Any], base_url: str, environment: Mapping[str, str]) -> Ground:
    if not base_url:
        return Ground(kit.account)
    try:
        checked_base(base_url, loopback=True)
    except ValueError as error:
        raise CannotBegin(f"--base-url: {error}") from None
    names = {name: f"CONFORMANCE_{name.upper()}" for name in kit.account}
    if missing := [variable for variable in names.values() if not environment.get(variable)]:
        raise CannotBegin(f"A vendor's own environment needs an account there; set {', '.join(missing)}.")
    account = {name: environment[variable] for name, variable in names.items()}
    return Ground(account, base_url, at=datetime.now(UTC))  # noqa: TID251 - the machine's, which is theirs as well


async def _results(console: Console, kit: VendorKit[Any], ground: Ground) -> list[Result]:
    columns = TextColumn("{task.completed}/{task.total} {task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(kit.checks))
        results = []
        async for result in run_kit(kit, ground):
            progress.update(task, advance=1, description=result.name)
            results.append(result)
    return results


def _table(kind: str, vendor: str, results: list[Result]) -> Table:
    counted = {verdict: sum(one.verdict is verdict for one in results) for verdict in Verdict}
    told = ", ".join(f"{number} {verdict}" for verdict, number in counted.items() if number)
    table = Table(title=f"{kind} · {vendor}: {told}", title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("part", style="cyan", no_wrap=True)
    table.add_column("check", overflow="fold")
    table.add_column("ms", justify="right", style="dim")
    for one in sorted(results, key=lambda one: list(Part).index(Part(one.part))):
        table.add_row(MARKS[one.verdict], one.part, one.name, f"{one.seconds * 1000:.0f}")
    return table


def _draw(console: Console, vendor: str, results: list[Result], pictures: Path | None) -> bool:
    failed = [one for one in results if one.verdict is Verdict.BROKEN]
    for one in failed:
        console.print(f"\n[red]✗[/red] {one.name}", highlight=False)
        for line in drawn(one, vendor):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
            path = pictures / f"{vendor}-{re.sub(r'[^a-z0-9]+', '-', one.name.lower())[:80]}.svg"
            path.write_text(svg(one, vendor), encoding="utf-8")
            console.print(f"  {path}", highlight=False)
    return bool(failed)


def _listing(kits: Kits) -> Table:
    table = Table("port", "vendors", "checks", box=None, pad_edge=False)
    for kind, vendors in sorted(kits.items()):
        checks = sum(len(kit.checks) for kit in vendors)
        table.add_row(kind, ", ".join(kit.name for kit in vendors), str(checks))
    return table
