"""Types, lint and component tests of the mini-program, by npm packages; `make miniprogram` knows how."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def npm() -> None:
    """Without npm the shell is not looked at, except on CI, where it must be."""
    if shutil.which("npm"):
        return
    if os.environ.get("CI") == "true":
        pytest.fail("CI has no npm: the mini-program was not looked at")
    pytest.skip("no npm on this machine (Debian: nodejs npm)")


@pytest.mark.usefixtures("npm")
def test_types_lint_and_every_page_of_the_mini_program_hold() -> None:
    ended = subprocess.run(
        ["make", "--no-print-directory", "miniprogram"],  # noqa: S607 - make, wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout[-10_000:] + ended.stderr[-10_000:]
