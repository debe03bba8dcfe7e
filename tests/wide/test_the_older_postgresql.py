"""Whatever touches the database, once more on the oldest PostgreSQL we promise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.embedded.binaries import OLDEST_MAJOR, find_postgres
from adapters.embedded.errors import BinariesMissing

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[2]
# our SQL and who runs it; the fronts run the same again and say nothing new about a server
FOLDERS = ("tests/adapters", "tests/usecases")
# where Debian and its kin keep one folder a major
PROGRAMS = Path(f"/usr/lib/postgresql/{OLDEST_MAJOR}/bin")


@pytest.fixture
def programs() -> Path:
    try:
        found = find_postgres(PROGRAMS)
    except BinariesMissing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has no PostgreSQL {OLDEST_MAJOR}: half of our promise was not looked at")
        pytest.skip(f"no PostgreSQL {OLDEST_MAJOR} on this machine (Debian: postgresql-{OLDEST_MAJOR})")
    assert found.major == OLDEST_MAJOR
    return found.folder


def test_what_holds_on_the_newest_holds_on_the_oldest(programs: Path) -> None:
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", "-q", "-m", "not wide", "-p", "no:cacheprovider", *FOLDERS],
        cwd=ROOT,
        env={**os.environ, "TEST_PG_BIN": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout[-10_000:] + ended.stderr[-10_000:]
    assert f"on PostgreSQL {OLDEST_MAJOR}." in ended.stdout
