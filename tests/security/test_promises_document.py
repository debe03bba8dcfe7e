"""docs/security.md promises nothing that cannot be tried: each test, command and file it names is there."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from bff.cli.main import palm

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "security.md").read_text()
QUOTED = re.findall(r"`([^`]+)`", DOCUMENT)
TESTS = sorted({one for one in QUOTED if one.startswith("tests/") and one != "tests/"})
COMMANDS = sorted({one for one in QUOTED if one.startswith("palm ")})
FILES = sorted(
    {one for one in QUOTED if re.fullmatch(r"(bff|adapters|domain|tools|docs|static)/[\w./-]+", one)}
)
LINKS = sorted({link for link in re.findall(r"\]\(([^)#]+)\)", DOCUMENT) if "://" not in link})


@pytest.mark.parametrize("named", TESTS)
def test_each_test_is_there_and_is_one(named: str) -> None:
    path, _, name = named.partition("::")
    text = (ROOT / path).read_text()

    assert re.search(rf"^(async )?def {name or 'test_'}", text, re.MULTILINE)
    assert not name or re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)


@pytest.mark.parametrize("named", COMMANDS)
def test_each_command_is_one(named: str) -> None:
    command = typer.main.get_command(palm)

    for word in named.split()[1:]:
        assert isinstance(command, TyperGroup)
        assert word in command.commands
        command = command.commands[word]


@pytest.mark.parametrize("named", FILES)
def test_each_file_is_there(named: str) -> None:
    assert (ROOT / named).exists()


@pytest.mark.parametrize("named", LINKS)
def test_each_link_leads_somewhere(named: str) -> None:
    assert (ROOT / "docs" / named).exists()


def test_every_promise_has_a_check() -> None:
    promised = DOCUMENT.partition("## What is promised")[2].partition("## What stands in clear")[0]
    rows = [line.strip("|").split("|") for line in promised.splitlines() if line.startswith("| ")]
    promises = [row for row in rows if row[0].strip() != "promise"]

    unchecked = [row[0] for row in promises if not re.search(r"`(tests/|palm |make )", row[-1])]

    assert unchecked == []
    assert len(promises) > 20


def test_the_front_page_leads_there() -> None:
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text()
