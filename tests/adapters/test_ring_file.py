"""A new key is learned while the process runs; a file that became worse is not believed."""

import fcntl
import os
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from adapters.keys.cipher import FieldCipher
from adapters.keys.ring import KeyRing, KeyRingProblem
from adapters.keys.ring_changes import with_new_key, without
from adapters.keys.ring_file import LOOK_SECONDS, RingFile, alone, replaced
from domain.kernel.refusals import KeyLost

ROW = UUID(int=7)


class Seconds:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    KeyRing.fresh("1").write(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def add(path: Path) -> KeyRing:
    ring, _ = with_new_key(KeyRing.read(path), None, is_current=True)
    replaced(path, ring)
    return ring


def test_a_new_key_seals_within_seconds(path: Path) -> None:
    seconds = Seconds()
    file = RingFile(path, seconds)
    add(path)

    assert file.now().current == "1"
    seconds.at += LOOK_SECONDS

    assert file.now().current == "2"


def test_a_value_under_a_key_not_known_yet_opens_at_once(path: Path) -> None:
    reader = FieldCipher(RingFile(path, Seconds()))
    sealed = FieldCipher(add(path)).seal("calls.phone", ROW, b"13800000000")

    assert reader.open("calls.phone", ROW, sealed) == b"13800000000"


def test_a_retired_key_is_lost_in_running_processes_too(path: Path) -> None:
    seconds = Seconds()
    reader = FieldCipher(RingFile(path, seconds))
    sealed = reader.seal("calls.phone", ROW, b"13800000000")
    replaced(path, without(add(path), "1"))
    seconds.at += LOOK_SECONDS

    with pytest.raises(KeyLost):
        reader.open("calls.phone", ROW, sealed)


@pytest.mark.parametrize(
    "worse", ["gone", "open to others", "no ring", "of another house", "a key exchanged"]
)
def test_a_file_that_became_worse_is_not_believed(path: Path, worse: str) -> None:
    known = KeyRing.read(path)
    file = RingFile(path, Seconds())
    stranger = KeyRing.fresh("1")
    match worse:
        case "gone":
            path.unlink()
        case "open to others":
            path.chmod(0o644)
        case "no ring":
            path.write_text("{}")
        case "of another house":
            path.write_bytes(msgspec.json.encode(stranger))
        case "a key exchanged":
            path.write_bytes(msgspec.json.encode(msgspec.structs.replace(known, keys=stranger.keys)))

    assert file.anew() == known


def test_a_file_that_is_well_again_is_read_again(path: Path) -> None:
    file = RingFile(path, Seconds())
    path.chmod(0o644)
    file.anew()
    path.chmod(0o600)
    ring = add(path)

    assert file.anew() == ring


def test_a_ring_that_loses_what_data_depends_on_is_never_written(path: Path) -> None:
    known = KeyRing.read(path)

    with pytest.raises(KeyRingProblem, match="not a successor"):
        replaced(path, msgspec.structs.replace(known, index=KeyRing.fresh("1").index))

    assert KeyRing.read(path) == known
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_the_ring_stays_its_owners_alone(path: Path) -> None:
    add(path)

    assert path.stat().st_mode & 0o777 == 0o600


def test_one_command_at_a_time_changes_a_ring(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        with alone(path), pytest.raises(BlockingIOError):
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(folder)
