"""Checkpoints: signed lines, each chained to the one before, written by several processes in turn."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.files.checkpoints import CheckpointFile, CheckpointForged
from domain.ledger.entry import Head
from tests.support.house import RING, HandClock


def heads(number: int) -> tuple[Head, ...]:
    return tuple(Head(chain, number, bytes([number, chain]) * 16) for chain in (0, 5))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "checkpoints.jsonl"


@pytest.fixture
def kept(path: Path, clock: HandClock) -> CheckpointFile:
    made = CheckpointFile(path, RING.ledger, clock)
    for number in (1, 2, 3):
        made.write(heads(number))
        clock.go_on(timedelta(hours=1))
    return made


def test_before_the_first_there_is_none(path: Path, clock: HandClock) -> None:
    assert CheckpointFile(path, RING.ledger, clock).latest() is None


def test_the_latest_is_the_last_one_written(kept: CheckpointFile, path: Path, clock: HandClock) -> None:
    assert kept.latest() == heads(3)
    assert CheckpointFile(path, RING.ledger, clock).latest() == heads(3)


@pytest.mark.usefixtures("kept")
def test_only_the_office_can_read_the_file(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a line is taken out": lambda lines: [lines[0], lines[2]],
    "the first is taken out": lambda lines: lines[1:],
    "two change places": lambda lines: [lines[0], lines[2], lines[1]],
    "a line stands twice": lambda lines: [*lines, lines[2]],
    "a number is changed": lambda lines: [lines[0], lines[1].replace(b'"number":2', b'"number":9'), lines[2]],
    "the time is changed": lambda lines: [*lines[:2], lines[2].replace(b"2026-", b"2027-")],
    "a line is no line": lambda lines: [lines[0], b"{}", lines[2]],
    "a line is empty": lambda lines: [lines[0], b"", *lines[1:]],
    "a line is not text": lambda lines: [lines[0], b"\xff\xfe", *lines[1:]],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_refused(kept: CheckpointFile, path: Path, change: str) -> None:
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"".join(line + b"\n" for line in CHANGES[change](lines)))

    with pytest.raises(CheckpointForged):
        kept.latest()
    with pytest.raises(CheckpointForged):
        kept.write(heads(4))


@pytest.mark.usefixtures("kept")
def test_a_file_of_another_key_is_refused(path: Path, clock: HandClock) -> None:
    with pytest.raises(CheckpointForged):
        CheckpointFile(path, bytes(32), clock).latest()


def test_half_a_line_after_a_power_cut_says_nothing_and_is_written_over(
    kept: CheckpointFile, path: Path
) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])

    assert kept.latest() == heads(2)
    kept.write(heads(4))

    assert kept.latest() == heads(4)
    assert len(path.read_bytes().splitlines()) == 3


def test_several_who_write_at_once_wait_for_each_other(path: Path, clock: HandClock) -> None:
    writers = [
        threading.Thread(target=CheckpointFile(path, RING.ledger, clock).write, args=(heads(number),))
        for number in range(20)
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert CheckpointFile(path, RING.ledger, clock).latest() is not None
    assert len(path.read_bytes().splitlines()) == 20
