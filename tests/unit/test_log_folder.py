"""Logs are kept a file a day, for their owner alone, packed when nobody writes to them, then gone."""

import gzip
import io
import json
import os
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from bff.log_folder import LogFolder, tidy

MONDAY = date(2026, 11, 23)


def written(folder: Path, day: date, text: str = "{}\n", process: str = "serve") -> Path:
    file = LogFolder(folder, process, lambda: day, io.StringIO())
    file.write(text)
    file.close()
    return folder / f"{process}-{day}.log"


def test_a_line_stands_in_standard_error_and_in_the_file_of_its_day(tmp_path: Path) -> None:
    days, beside = [MONDAY, MONDAY, MONDAY + timedelta(days=1)], io.StringIO()
    file = LogFolder(tmp_path, "serve", lambda: days.pop(0), beside)

    for text in ("one\n", "two\n", "three\n"):
        file.write(text)
    file.close()

    assert beside.getvalue() == "one\ntwo\nthree\n"
    assert (tmp_path / "serve-2026-11-23.log").read_text() == "one\ntwo\n"
    assert (tmp_path / "serve-2026-11-24.log").read_text() == "three\n"


def test_only_its_owner_may_read_a_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        plain = written(tmp_path, MONDAY)
        tidy(tmp_path, MONDAY + timedelta(days=2), days=183)
    finally:
        os.umask(before)

    [packed] = tmp_path.iterdir()
    assert packed.name == f"{plain.name}.gz"
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600


def test_what_a_process_may_still_write_is_not_packed(tmp_path: Path) -> None:
    written(tmp_path, MONDAY)

    assert tidy(tmp_path, MONDAY, days=183) == (0, 0)
    assert tidy(tmp_path, MONDAY + timedelta(days=1), days=183) == (0, 0)
    assert tidy(tmp_path, MONDAY + timedelta(days=2), days=183) == (1, 0)

    with gzip.open(tmp_path / f"serve-{MONDAY}.log.gz", "rt") as file:
        assert file.read() == "{}\n"


@pytest.mark.parametrize(("age", "is_there"), [(183, True), (184, False)])
def test_a_day_before_its_time_a_file_is_there_and_a_day_after_it_is_gone(
    tmp_path: Path, age: int, is_there: bool
) -> None:
    written(tmp_path, MONDAY)

    tidy(tmp_path, MONDAY + timedelta(days=2), days=183)
    tidy(tmp_path, MONDAY + timedelta(days=age), days=183)

    assert bool(list(tmp_path.iterdir())) is is_there


def test_what_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("the operator's own")
    (tmp_path / "serve.log").write_text("a link of theirs")

    assert tidy(tmp_path, MONDAY + timedelta(days=9999), days=183) == (0, 0)


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path) -> None:
    beside = io.StringIO()
    file = LogFolder(tmp_path / "gone", "serve", lambda: MONDAY, beside)

    file.write("one\n")
    (tmp_path / "gone").mkdir()
    file.write("two\n")
    file.close()

    assert beside.getvalue() == "one\ntwo\n"
    assert (tmp_path / "gone" / f"serve-{MONDAY}.log").read_text() == "two\n"


TALK = """
import sys, logging
from datetime import date
from pathlib import Path
import structlog
from bff import logs
from bff.log_folder import LogFolder
kept = LogFolder(Path(sys.argv[1]), "serve", lambda: date(2026, 11, 23))
logs.configure("info", process="serve", kept=kept)
structlog.get_logger("ours").info("answered")
logging.getLogger("procrastinate.worker").error("Job send-notice[12] failed")
"""


def test_our_own_lines_and_those_of_libraries_are_kept(tmp_path: Path) -> None:
    said = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", TALK, str(tmp_path)], capture_output=True, text=True, check=True
    )

    kept = (tmp_path / "serve-2026-11-23.log").read_text()
    assert kept == said.stderr
    assert [json.loads(line)["event"] for line in kept.splitlines()] == [
        "answered",
        "Job send-notice[12] failed",
    ]
