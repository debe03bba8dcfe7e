"""The command line: it explains itself, says all that is wrong, and never destroys what data depends on."""

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

import bff.cli.main
from tests.cli.palm import ROOT, palm, palm_here, production
from tests.support.server import TestServer, Urls

ITEM = "domain/catalogue/items/15-minban-certificate-renewal.toml"


def _commands(commands: object, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(commands, TyperGroup):
        for name, part in commands.commands.items():
            yield from _commands(part, *path, name)


@pytest.fixture
def empty(server: TestServer) -> Iterator[Urls]:
    with server.database(empty=True) as urls:
        yield urls


def _on(urls: Urls, folder: Path) -> dict[str, str]:
    return {**production(folder, urls.runtime), "PALM_OWNER_URL": urls.owner}


@pytest.mark.parametrize(
    "path",
    list(_commands(typer.main.get_command(bff.cli.main.palm))),
    ids=lambda path: " ".join(("palm", *path)),
)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    said = palm_here(*path, "--help", environment={})

    assert said.exit_code == 0
    assert f"Usage: {' '.join(('palm', *path))} " in said.output


def test_help_comes_from_the_process_itself() -> None:
    said = palm("--help", environment={})

    assert said.returncode == 0
    assert {"serve", "worker", "demo", "crash", "migrate", "keys"} <= set(said.stdout.split())


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_broken_configuration_is_told_whole_and_at_once(command: str, tmp_path: Path) -> None:
    broken = production(tmp_path, "")
    broken |= {"PALM_PORT": "eighty", "PALM_SMS_URL": "http://sms.example", "PALM_DATABSE_URL": "x"}
    began = resource.getrusage(resource.RUSAGE_CHILDREN)

    said = palm(command, environment=broken)

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert said.returncode == 2
    assert [line.partition(":")[0] for line in said.stderr.splitlines()[1:]] == [
        "PALM_DATABASE_URL",
        "PALM_PORT",
        "PALM_DATABSE_URL",
        "PALM_SMS_URL",
    ]
    # the processor's time, which does not depend on who else works on this machine
    assert ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime < 2


def test_a_schema_goes_up_and_down_and_says_where_it_stands(empty: Urls, tmp_path: Path) -> None:
    environment = _on(empty, tmp_path)

    said = [
        palm_here("migrate", direction, environment=environment)
        for direction in ("status", "up", "up", "status", "down", "status")
    ]

    assert [one.exit_code for one in said] == [0] * 6
    before, up, again, whole, down, after = [one.stdout.splitlines() for one in said]
    assert [line.replace("pending", "up") for line in before] == up
    assert (again, whole) == (["nothing to do"], ["up to date"])
    assert down == [up[-1].replace("up", "down")]
    assert after == [before[-1]]


def test_a_schema_goes_in_known_directions_only(urls: Urls, tmp_path: Path) -> None:
    said = palm_here("migrate", "sideways", environment=_on(urls, tmp_path))

    assert (said.exit_code, said.stderr) == (2, "sideways: say up, down or status\n")


def test_new_keys_are_private_and_are_never_written_over_old_ones(tmp_path: Path) -> None:
    ring = tmp_path / "keys.json"
    first = palm("keys", "new", str(ring), environment={})
    made = ring.read_bytes()

    second = palm("keys", "new", str(ring), environment={})

    assert (first.returncode, ring.stat().st_mode & 0o777) == (0, 0o600)
    assert (second.returncode, second.stderr) == (2, f"{ring} is there already; data depends on it\n")
    assert ring.read_bytes() == made


def test_a_catalogue_without_fault_says_how_many_items_it_has() -> None:
    said = palm_here("catalogue", "check", environment={})

    items = len(list((ROOT / "domain/catalogue/items").glob("*.toml")))
    assert said.exit_code == 0
    assert said.stdout.startswith(f"catalogue: {items} items: ")


def _with_two_broken_items(folder: Path) -> None:
    """A program of its own, with something wrong in a rule's SQL here and in a name there."""
    shutil.copytree(ROOT / "domain", folder / "domain")
    for stem, old, new in (
        ("15-minban-certificate-renewal", "FROM licences", "FROM read_csv('/etc/passwd')"),
        ("20-publication-responsible-change", 'promise_text = "truthfulness-1"', 'promise_text = "truth-1"'),
    ):
        item = folder / "domain/catalogue/items" / f"{stem}.toml"
        text = item.read_text(encoding="utf-8")
        assert old in text
        item.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    "command", [("worker",), ("sense", "--as", "business-1")], ids=lambda words: words[0]
)
def test_who_runs_rules_does_not_start_with_a_broken_catalogue(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    _with_two_broken_items(tmp_path)

    said = palm(*command, environment=production(tmp_path, "postgresql://127.0.0.1:1/x"), cwd=tmp_path)

    assert said.returncode == 2
    assert "15-minban-certificate-renewal.toml: rule.sql: line " in said.stderr
    assert "20-publication-responsible-change.toml: promise_text: truth-1 is not known here" in said.stderr
    assert "Traceback" not in said.stderr


def test_who_serves_does_not_start_either_and_leaves_the_sql_to_who_runs_it(tmp_path: Path) -> None:
    _with_two_broken_items(tmp_path)

    said = palm("serve", environment=production(tmp_path, "postgresql://127.0.0.1:1/x"), cwd=tmp_path)

    assert (said.returncode, said.stderr.count("\n")) == (2, 1)
    assert "promise_text: truth-1 is not known here" in said.stderr


def test_a_broken_item_is_named_with_its_file_and_its_key(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "domain", tmp_path / "domain")
    item = tmp_path / ITEM
    lines = item.read_text().splitlines()
    broken = ["days = -1" if line.startswith("name ") else line for line in lines]
    item.write_text("\n".join(["flavour = 3", *broken]))

    said = palm("catalogue", "check", environment={}, cwd=tmp_path)

    assert said.returncode == 2
    *told, summed_up = said.stderr.splitlines()
    assert summed_up == f"catalogue: {len(told)} problem(s)"
    assert len(told) >= 2
    assert {line.partition(":")[0] for line in told} == {item.name}
    assert any("flavour" in line for line in told)
    assert any("name" in line for line in told)
