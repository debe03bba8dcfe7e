"""`palm archive`: an operator lists, proves and opens what was filed away; each «no» is one line."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import Result

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId, short
from domain.staff.account import Role
from tests.cli.palm import palm_here, production
from tests.support.house import RING, HandClock, house, rows
from tests.support.server import Urls
from tests.usecases.archive_world import Archive
from tests.usecases.grievance_world import colleague
from tests.usecases.wallet_world import wallet_world

NOBODYS = short("case", CaseId(UUID(int=1)))


@dataclass
class Kept:
    """One closed case in the archive, and the operator's shell beside it."""

    urls: Urls
    folder: Path
    case: str = ""
    number: str = ""
    bundle: Path = Path()

    def here(self, ask: Callable[[Core], Awaitable[object]]) -> object:
        """On the same database, between two commands."""

        async def asked() -> object:
            async with house(self.urls.runtime, HandClock()) as core:
                return await ask(core)

        return asyncio.run(asked())

    async def fill(self, core: Core) -> None:
        archive = Archive(core, await wallet_world(core, HandClock(), self.folder), self.folder / "archive")
        case, number = await archive.archived()
        await colleague(core, "audit-1", Role.AUDIT)
        self.case, self.number = short("case", case), short("arc", number)
        self.bundle = archive.store.path(number)

    def palm(self, *words: str) -> Result:
        return palm_here("archive", *words, environment=production(self.folder, self.urls.runtime))

    def looks(self) -> list[tuple[str, str, str]]:
        """Who was shown an archive, as the parties read it."""

        async def read(core: Core) -> list[tuple[str, str, str]]:
            del core
            found = await rows("data_accesses")
            return [(row["by_ref"], row["purpose"], row["operation"]) for row in found]

        told = self.here(read)
        assert isinstance(told, list)
        return told

    def openings(self) -> list[str | None]:
        """Who opened an archive, as the ledger has it."""

        async def read(core: Core) -> list[str | None]:
            del core
            found = [row for row in await rows("ledger_entries") if row["kind"] == "archive-opened"]
            return [row["staff"] for row in found]

        told = self.here(read)
        assert isinstance(told, list)
        return told


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Kept:
    RING.write(tmp_path / "keys.json")
    made = Kept(urls, tmp_path)
    made.here(made.fill)
    return made


def test_what_is_kept_is_listed_with_its_time_and_none_is_due(kept: Kept) -> None:
    listed, due = kept.palm("list"), kept.palm("due")

    line, count = listed.stdout.splitlines()
    assert (listed.exit_code, due.exit_code) == (0, 0)
    assert line.startswith(f"{kept.number} {kept.case} closed wg-15-minban-renewal ")
    assert line.endswith(" B 2036-12-31")
    assert count == "1 in the archive"
    assert due.stdout.startswith("0 past retention on ")


def test_a_whole_archive_is_proved_all_of_it_or_one_case(kept: Kept) -> None:
    every, one = kept.palm("verify"), kept.palm("verify", "--case", kept.case)

    assert (every.exit_code, one.exit_code) == (0, 0)
    assert every.stdout.startswith("archive verify: ok, 1 bundles, ")
    assert one.stdout == every.stdout


def test_a_changed_byte_is_named_with_its_bundle_and_ends_in_one(kept: Kept) -> None:
    changed = bytearray(kept.bundle.read_bytes())
    changed[len(changed) // 2] ^= 1
    kept.bundle.write_bytes(changed)

    said = kept.palm("verify")

    fault, summed_up = said.stdout.splitlines()
    assert said.exit_code == 1
    assert fault.startswith(f"{kept.number}: 归档包无法打开")
    assert summed_up == "archive verify: NOT ok, 1 faults, 1 bundles, 0 files"
    assert kept.palm("show", kept.number).exit_code == 2


def test_a_bundle_that_is_gone_is_missed_here_and_in_another_copy(kept: Kept) -> None:
    elsewhere = kept.folder / "copy"
    elsewhere.mkdir()
    from_copy = kept.palm("verify", str(elsewhere))
    kept.bundle.unlink()

    here, shown = kept.palm("verify", "--case", kept.case), kept.palm("show", kept.number)

    assert (from_copy.exit_code, here.exit_code, shown.exit_code) == (1, 1, 2)
    assert from_copy.stdout == here.stdout
    assert here.stdout.splitlines()[0] == f"{kept.number}: 归档包缺失"
    assert shown.stderr.startswith("not-found: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "--case", "15"), "15: not a number of that kind (case_…)"),
        (("show", "15"), "15: not a number of that kind (arc_…)"),
    ],
    ids=["verify", "show"],
)
def test_what_is_no_number_of_ours_is_refused_before_anything_opens(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    told = palm_here("archive", *words, environment=production(tmp_path, "postgresql://nobody@127.0.0.1:1/x"))

    assert (told.exit_code, told.stderr) == (2, f"{said}\n")


def test_a_case_nobody_knows_is_not_called_whole(kept: Kept) -> None:
    said = kept.palm("verify", "--case", NOBODYS)

    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith("not-found: ")


def test_a_case_that_goes_on_has_no_bundle_yet(kept: Kept) -> None:
    async def begun(core: Core) -> CaseId:
        world = await wallet_world(core, HandClock(), kept.folder)
        return await world.case(CaseState.DELIVERED)

    going_on = kept.here(begun)
    assert going_on is not None

    said = kept.palm("verify", "--case", short("case", going_on))  # type: ignore[arg-type] # begun's

    assert (said.exit_code, said.stdout) == (0, "archive verify: ok, 0 bundles, 0 files\n")


def test_the_manifest_is_shown_and_names_nobody(kept: Kept) -> None:
    said = kept.palm("show", kept.number)

    manifest = json.loads(said.stdout)
    assert (said.exit_code, manifest["case"], manifest["part"]) == (0, kept.case, "closed")
    assert "虚构" not in said.stdout
    assert kept.openings() == []


def test_who_opens_it_all_is_named_first_and_stands_in_the_ledger(kept: Kept) -> None:
    into = kept.folder / "revealed"
    reveal = ("show", kept.number, "--reveal", str(into))
    nobody = kept.palm(*reveal, "--as", "audit-9", "--why", "复议")
    without = kept.palm(*reveal, "--as", "audit-1")
    before = kept.openings()

    said = kept.palm(*reveal, "--as", "audit-1", "--why", "复议")

    again = kept.palm(*reveal, "--as", "audit-1", "--why", "复议")
    assert (nobody.exit_code, nobody.stderr) == (2, "audit-9: no such login\n")
    assert (without.exit_code, without.stderr) == (2, "--reveal needs --as LOGIN and --why\n")
    assert (said.exit_code, before, kept.openings()) == (0, [], ["audit-1"])
    assert set(kept.looks()) == {("audit-1", "audit", "palm archive show")}
    assert (into / "case.json").stat().st_mode & 0o777 == 0o600
    assert (again.exit_code, again.stderr) == (
        2,
        f"{into}: there is something already; name a folder of its own\n",
    )


def test_a_missing_configuration_is_said_in_one_go() -> None:
    told = palm_here("archive", "list", environment={"PALM_MODE": "nonsense"})

    assert told.exit_code == 2
    assert "The configuration has problems:" in told.stderr
