"""Checkpoints: leaves and signed lines, each chained to the one before, written by several in turn."""

import hashlib
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from adapters.archive.signature import _decode
from adapters.files.checkpoints import CheckpointFile, CheckpointForged, CheckpointKeys
from adapters.keys.ring import fresh_signing_key
from domain.ledger.anchor import Anchor, Pending
from domain.ledger.entry import Head, Leaf
from domain.ledger.merkle import Tree, root_by
from tests.support.first_ledger import first_checkpoint
from tests.support.house import RING, HandClock, checkpoint_file

CHAINS = [UUID(int=n << 64) for n in range(1, 4)]


def leaf(chain: int, number: int, what: str = "") -> Leaf:
    return Leaf(CHAINS[chain], number, hashlib.sha256(f"{chain} {number} {what}".encode()).digest())


def pending(*leaves: Leaf) -> Pending:
    return Pending(b"".join(one.packed() for one in leaves))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "checkpoints.jsonl"


@pytest.fixture
def kept(path: Path, clock: HandClock) -> CheckpointFile:
    """Three lines over two, one and three leaves."""
    made = checkpoint_file(path, clock)
    for some in ([leaf(0, 1), leaf(1, 1)], [leaf(0, 2)], [leaf(2, 1), leaf(1, 2), leaf(0, 3)]):
        made.extend(pending(*some), None)
        clock.go_on(timedelta(hours=1))
    return made


def held(file: CheckpointFile, after: Anchor | None = None) -> int:
    """How many leaves, each line and root checked."""
    return sum(len(chunk) for chunk in file.kept(after).leaves()) // 56


def test_before_the_first_there_is_none(path: Path, clock: HandClock) -> None:
    found = checkpoint_file(path, clock).kept(None)

    assert (found.at, found.heads, list(found.leaves())) == (None, (), [])


def test_all_that_was_written_is_held(kept: CheckpointFile, clock: HandClock) -> None:
    found = kept.kept(None)

    assert b"".join(found.leaves()) == b"".join(
        one.packed() for one in (leaf(0, 1), leaf(1, 1), leaf(0, 2), leaf(2, 1), leaf(1, 2), leaf(0, 3))
    )
    assert found.at == clock() - timedelta(hours=1)


@pytest.mark.usefixtures("kept")
def test_only_the_office_can_read_the_files(path: Path) -> None:
    for one in (path, path.with_name("checkpoints.jsonl.leaves")):
        assert one.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("kept")
def test_anybody_with_the_public_key_can_check_a_line(path: Path) -> None:
    """By the rule as docs/ledger.md has it, with nothing of ours."""
    public = load_pem_public_key(CheckpointKeys(RING.checkpoint_key).public_pem.encode())
    before = ""
    for text in path.read_bytes().splitlines():
        said = json.loads(text)
        raw = _decode(said.pop("signature"))
        stated = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        public.verify(encode_dss_signature(r, s), stated, ec.ECDSA(SHA256()))
        assert said["before"] == before
        before = hashlib.sha256(text).hexdigest()


def test_each_entry_is_proved_by_the_path_to_its_lines_root(kept: CheckpointFile) -> None:
    proofs = list(kept.prove(frozenset({CHAINS[0], CHAINS[2]})))

    assert [(one.leaf, one.line, one.index, one.count) for one in proofs] == [
        (leaf(0, 1), 1, 0, 2),
        (leaf(0, 2), 2, 0, 1),
        (leaf(2, 1), 3, 0, 3),
        (leaf(0, 3), 3, 2, 3),
    ]
    for one in proofs:
        root = json.loads(kept.lines(frozenset({one.line}))[one.line])["root"]
        found = root_by(one.path, leaf=one.leaf.packed(), index=one.index, count=one.count)
        assert found.hex() == root


def test_what_is_held_already_is_not_written_twice(kept: CheckpointFile) -> None:
    anchored = kept.extend(pending(leaf(0, 3), leaf(0, 4)), None)

    assert (anchored.anchor.line, anchored.anchor.entries, anchored.rewritten) == (4, 7, frozenset())
    assert held(kept) == 7


def test_a_chain_that_says_something_else_now_is_left_out_and_named(kept: CheckpointFile) -> None:
    changed = pending(leaf(0, 3, "changed"), leaf(0, 4), leaf(1, 2), leaf(1, 3))

    anchored = kept.extend(changed, None)

    assert anchored.rewritten == {CHAINS[0]}
    assert list(kept.kept(None).leaves())[-1] == leaf(1, 3).packed()


def _ending_otherwise(line: bytes) -> bytes:
    """Another last letter that stands for the same bytes: four of its bits are of no use."""
    at = line.index(b'","total"')
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = letters[letters.index(line[at - 1]) ^ 1]
    return line[: at - 1] + bytes([other]) + line[at:]


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a line is taken out": lambda lines: [lines[0], lines[2]],
    "the first is taken out": lambda lines: lines[1:],
    "two change places": lambda lines: [lines[0], lines[2], lines[1]],
    "one stands twice": lambda lines: [*lines, lines[2]],
    "the time is another": lambda lines: [lines[0].replace(b'"at":"2', b'"at":"3'), *lines[1:]],
    "a root is another": lambda lines: [*lines[:2], lines[2].replace(b'"root":"', b'"root":"00', 1)],
    "a count is another": lambda lines: [*lines[:2], lines[2].replace(b'"count":3', b'"count":2')],
    "something is added": lambda lines: [*lines[:2], lines[2].replace(b'"v":2', b'"v":2,"w":1')],
    "it claims to be of format 1": lambda lines: [lines[0].replace(b',"v":2', b""), *lines[1:]],
    "it is no JSON": lambda lines: [lines[0], b"{", lines[2]],
    "a line is empty": lambda lines: [lines[0], b"", *lines[1:]],
    "a blank is added": lambda lines: [*lines[:2], lines[2].replace(b'"count":3', b'"count": 3')],
    "a signature ends otherwise": lambda lines: [*lines[:2], _ending_otherwise(lines[2])],
    "a signature is cut": lambda lines: [*lines[:2], lines[2].replace(b'","total"', b'A","total"')],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_refused(kept: CheckpointFile, path: Path, change: str) -> None:
    lines = path.read_bytes().splitlines()
    changed = CHANGES[change](lines)
    assert changed != lines
    path.write_bytes(b"".join(line + b"\n" for line in changed))

    with pytest.raises(CheckpointForged):
        kept.kept(None)
    with pytest.raises(CheckpointForged):
        kept.extend(pending(leaf(0, 4)), None)


@pytest.mark.usefixtures("kept")
def test_a_file_of_another_key_is_refused(path: Path, clock: HandClock) -> None:
    with pytest.raises(CheckpointForged):
        CheckpointFile(path, CheckpointKeys(fresh_signing_key()), RING.ledger, clock).kept(None)


def test_a_newer_key_goes_on_and_the_older_one_may_not_sign_after_it(
    kept: CheckpointFile, path: Path, clock: HandClock
) -> None:
    both = CheckpointKeys(fresh_signing_key(), RING.checkpoint_key)
    newer = CheckpointFile(path, both, RING.ledger, clock)
    newer.extend(pending(leaf(0, 4)), None)
    assert held(newer) == 7
    behind = {"before": hashlib.sha256(path.read_bytes().splitlines()[-1]).hexdigest(), "from": 7, "line": 5}
    stated = json.loads(path.read_bytes().splitlines()[-1]) | behind | {"count": 0, "root": Tree().root.hex()}
    stated.pop("signature")
    old = CheckpointKeys(RING.checkpoint_key).sign(stated)
    path.write_bytes(path.read_bytes() + old + b"\n")

    with pytest.raises(CheckpointForged, match="line 5"):
        newer.kept(None)
    with pytest.raises(CheckpointForged, match="line 4"):
        kept.kept(None)


def test_changed_missing_and_exchanged_leaves_are_found_by_the_root(kept: CheckpointFile, path: Path) -> None:
    leaves = path.with_name("checkpoints.jsonl.leaves")
    whole = leaves.read_bytes()
    flipped = bytearray(whole)
    flipped[60] ^= 1
    for changed in (bytes(flipped), whole[:-56], whole[56:112] + whole[:56] + whole[112:], b""):
        leaves.write_bytes(changed)
        with pytest.raises(CheckpointForged):
            held(kept)
    leaves.unlink()
    with pytest.raises(CheckpointForged):
        held(kept)
    with pytest.raises(CheckpointForged):
        kept.extend(pending(leaf(0, 4)), None)


def test_a_line_that_the_ledger_saw_is_missed(kept: CheckpointFile, path: Path, clock: HandClock) -> None:
    seen = kept.extend(pending(leaf(0, 4)), None).anchor
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))

    with pytest.raises(CheckpointForged, match="line 4 is missing"):
        kept.kept(seen)
    with pytest.raises(CheckpointForged, match="line 4 is missing"):
        kept.extend(pending(leaf(0, 4)), seen)
    clock.go_on(timedelta(hours=1))
    kept.extend(pending(leaf(0, 4, "another")), None)
    with pytest.raises(CheckpointForged, match="line 4 is not the one"):
        kept.kept(seen)


def test_half_a_line_after_a_power_cut_says_nothing_and_is_written_over(
    kept: CheckpointFile, path: Path
) -> None:
    path.write_bytes(path.read_bytes()[:-40])
    assert held(kept) == 3

    anchored = kept.extend(pending(leaf(2, 1), leaf(1, 2), leaf(0, 3), leaf(0, 4)), None)

    assert (anchored.anchor.line, anchored.anchor.entries) == (3, 7)
    assert held(kept) == 7
    assert path.with_name("checkpoints.jsonl.leaves").stat().st_size == 7 * 56


def test_several_who_write_at_once_wait_for_each_other(path: Path, clock: HandClock) -> None:
    writers = [
        threading.Thread(
            target=checkpoint_file(path, clock).extend, args=(pending(leaf(number % 3, number)), None)
        )
        for number in range(1, 21)
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert held(checkpoint_file(path, clock)) == 20
    assert len(path.read_bytes().splitlines()) == 20


def test_lines_of_the_version_before_are_read_and_gone_on_from(path: Path, clock: HandClock) -> None:
    for number in (1, 2):
        first_checkpoint(path, RING.ledger, (Head(5, number, bytes([number]) * 32),), clock)
    file = checkpoint_file(path, clock)
    first = [Leaf(UUID(int=5), number, bytes([number]) * 32) for number in (1, 2, 3)]

    anchored = file.extend(pending(*first), None)

    assert (anchored.anchor.line, anchored.anchor.entries, anchored.rewritten) == (3, 3, frozenset())
    assert [(one.chain, one.number) for one in file.kept(None).heads] == [(UUID(int=5), 1), (UUID(int=5), 2)]
    first_checkpoint(path.with_name("other"), RING.ledger, (Head(5, 3, bytes(32)),), clock)
    path.write_bytes(path.read_bytes() + path.with_name("other").read_bytes())
    with pytest.raises(CheckpointForged, match="line 4"):
        file.kept(None)


def test_a_head_of_the_version_before_that_no_longer_stands_is_named(path: Path, clock: HandClock) -> None:
    first_checkpoint(path, RING.ledger, (Head(5, 2, bytes(32)), Head(7, 1, bytes(32))), clock)

    anchored = checkpoint_file(path, clock).extend(
        pending(Leaf(UUID(int=5), 1, bytes(32)), Leaf(UUID(int=7), 1, bytes(32))), None
    )

    assert anchored.rewritten == {UUID(int=5)}
    assert anchored.anchor.entries == 1


@pytest.mark.parametrize("pem", ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_signs_nothing(pem: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        CheckpointKeys(pem)
