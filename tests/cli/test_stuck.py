"""`palm stuck`: what hangs, since when and why, and what a person does about it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from adapters.keys.ring import KeyRing
from bff.cli.stuck import table
from domain.usecases.list_stuck import StuckLine
from tests.cli.palm import palm_here, production
from tests.support.server import Urls

SINCE = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
REF = "ship_00000000000000000000000007"
LINE = StuckLine("shipment", UUID(int=7), SINCE, "预约快递后没有回音", "结果不明，正在自动核实", "先问再发")


def test_each_line_says_since_when_what_why_and_what_to_do() -> None:
    first, second, last = table([LINE])

    assert first.startswith("ship_")
    assert "2026-11-22 10:30  预约快递后没有回音  结果不明，正在自动核实" in first
    assert second == "    → 先问再发"
    assert last.startswith("1 in all")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--again", REF), "say by whom: --as LOGIN"),
        (("--again", "not-an-id", "--as", "b-1"), "not-an-id: not an id of this list"),
    ],
)
def test_what_cannot_be_tried_again_is_said_before_anything_opens(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    told = palm_here(
        "stuck", *words, environment=production(tmp_path, "postgresql://nobody@127.0.0.1:1/none")
    )

    assert told.exit_code == 2
    assert said in told.output


@pytest.fixture
def environment(urls: Urls, tmp_path: Path) -> dict[str, str]:
    """One database and its key ring."""
    settings = production(tmp_path, urls.runtime)
    KeyRing.fresh("1").write(Path(settings["PALM_KEYS_FILE"]))
    return settings


def test_an_office_where_everything_goes_says_so(environment: dict[str, str]) -> None:
    told = palm_here("stuck", environment=environment)

    assert (told.exit_code, told.output.strip()) == (0, "nothing is stuck")


def test_nobody_without_the_role_tries_it_again(environment: dict[str, str]) -> None:
    added = palm_here("staff", "add", "c-1", "--name", "窗口", "--role", "clerk", environment=environment)
    assert added.exit_code == 0, added.output

    told = palm_here("stuck", "--again", REF, "--as", "c-1", environment=environment)

    assert told.exit_code == 2
    assert "only business may do this" in told.output
