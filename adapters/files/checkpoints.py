"""Checkpoints of the ledger (库外锚点) outside the database: a leaf for each entry, signed lines over them.

Who can rewrite the whole database, even with the ledger's key, cannot rewrite what somebody else keeps: copy
both files away, or let them lie on a disk of their own. Leaves lie in `<file>.leaves`, 56 bytes each.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from adapters.files.checkpoint_lines import CheckpointForged, CheckpointKeys, Line, LineReader, statement
from domain.kernel.ports import Clock
from domain.ledger.anchor import Anchor, Anchored, Kept, Pending, Proof
from domain.ledger.entry import LEAF_BYTES as SIZE
from domain.ledger.entry import LEAF_KEY as KEY
from domain.ledger.entry import Leaf
from domain.ledger.merkle import Tree, paths_of

__all__ = ["CheckpointFile", "CheckpointForged", "CheckpointKeys"]

AT_ONCE = 4096  # leaves
STILL_NEW = timedelta(minutes=30)  # nothing new is not said again so soon


class CheckpointFile:
    """Implements domain.ledger.ports.Checkpoints. Several processes may write: each waits for the others."""

    def __init__(self, path: Path, keys: CheckpointKeys, first_key: bytes, now: Clock) -> None:
        self._path, self._keys, self._now = path, keys, now
        self._leaves = path.with_name(path.name + ".leaves")
        self._reader = LineReader(keys, first_key)

    def extend(self, pending: Pending, after: Anchor | None) -> Anchored:
        """Leaves first, then the line: after a crash between them the next run writes the leaves anew."""
        with self._alone() as descriptor:
            whole = self._whole()
            lines = self._checked(whole, after)
            new, rewritten = self._sift(pending, lines)
            if not new and lines and lines[-1].root and self._now() - lines[-1].at < STILL_NEW:
                return Anchored(_anchor(lines), rewritten)
            total = _total(lines)
            self._add(new, total)
            before = hashlib.sha256(whole.split(b"\n")[-2]).hexdigest() if lines else ""
            line = Line(self._now(), total, len(new) // SIZE, Tree(_each(new)).root)
            text = self._keys.sign(statement(line.at, (len(lines) + 1, total, before), line.count, line.root))
            os.ftruncate(descriptor, len(whole))
            os.write(descriptor, text + b"\n")
            os.fsync(descriptor)
            return Anchored(_anchor([*lines, line]), rewritten)

    def kept(self, after: Anchor | None) -> Kept:
        lines = self._checked(self._whole(), after)
        heads = tuple(head for line in lines for head in line.heads)
        signed = [line.at for line in lines if line.root]
        return Kept(
            signed[-1] if signed else None,
            heads,
            lambda: self._all(lines),
            lambda: self._all(self._checked(self._whole(), after)),
        )

    def prove(self, chains: frozenset[UUID]) -> Iterator[Proof]:
        wanted = {chain.bytes for chain in chains}
        for number, line in enumerate(self._checked(self._whole(), None), start=1):
            leaves = list(_each(b"".join(self._of_line(number, line))))
            found = [index for index, leaf in enumerate(leaves) if leaf[:16] in wanted]
            for index, path in paths_of(found, leaves).items():
                yield Proof(Leaf.unpacked(leaves[index]), number, index, line.count, path)

    def lines(self, numbers: frozenset[int]) -> Mapping[int, bytes]:
        whole = self._whole()
        self._reader.read(whole)
        return {at: text for at, text in enumerate(whole.split(b"\n")[:-1], start=1) if at in numbers}

    def _checked(self, whole: bytes, after: Anchor | None) -> list[Line]:
        """All lines; with none missing that the database has seen. Raises CheckpointForged."""
        lines = self._reader.read(whole)
        if after is not None:
            if len(lines) < after.line:
                raise CheckpointForged(f"line {after.line} is missing: the ledger saw it written")
            if lines[after.line - 1].root != after.root:
                raise CheckpointForged(f"line {after.line} is not the one that the ledger saw written")
        return lines

    def _sift(self, pending: Pending, lines: list[Line]) -> tuple[bytes, frozenset[UUID]]:
        """What is new, without the chains that say something else now than they said before."""
        heads = [leaf for line in lines[-1:] for leaf in line.heads]
        if not _total(lines) and not heads:
            return pending.leaves, pending.lost
        said = {leaf[:KEY]: leaf[KEY:] for leaf in _each(pending.leaves)}
        rewritten = {chain.bytes for chain in pending.lost}
        rewritten |= {head.chain.bytes for head in heads if said.get(head.packed()[:KEY]) != head.digest}
        for chunk in self._stored(_total(lines)):
            for leaf in _each(chunk):
                found = said.get(leaf[:KEY])
                if found is None:
                    continue
                if found == leaf[KEY:]:
                    del said[leaf[:KEY]]
                else:
                    rewritten.add(leaf[:16])
        new = b"".join(key + digest for key, digest in said.items() if key[:16] not in rewritten)
        return new, frozenset(UUID(bytes=chain) for chain in rewritten)

    def _all(self, lines: list[Line]) -> Iterator[bytes]:
        for number, line in enumerate(lines, start=1):
            yield from self._of_line(number, line)

    def _of_line(self, number: int, line: Line) -> Iterator[bytes]:
        if not line.count and not line.root:
            return
        tree = Tree()
        for chunk in self._stored(line.count, line.first):
            for leaf in _each(chunk):
                tree.add(leaf)
            yield chunk
        if tree.root != line.root:
            raise CheckpointForged(f"line {number} does not hold the leaves that lie beside it")

    def _stored(self, count: int, first: int = 0) -> Iterator[bytes]:
        if not count:
            return
        try:
            with self._leaves.open("rb") as file:
                file.seek(first * SIZE)
                for at in range(0, count, AT_ONCE):
                    wanted = min(AT_ONCE, count - at) * SIZE
                    chunk = file.read(wanted)
                    if len(chunk) < wanted:
                        raise CheckpointForged(f"{self._leaves.name}: leaves are missing")
                    yield chunk
        except FileNotFoundError:
            raise CheckpointForged(f"{self._leaves.name}: leaves are missing") from None

    def _add(self, new: bytes, total: int) -> None:
        if not new:
            return
        descriptor = os.open(self._leaves, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if os.fstat(descriptor).st_size < total * SIZE:
                raise CheckpointForged(f"{self._leaves.name}: leaves are missing")
            file.truncate(total * SIZE)
            file.seek(total * SIZE)
            file.write(new)
            file.flush()
            os.fsync(descriptor)

    def _whole(self) -> bytes:
        """Up to the last line's end: a crash while writing leaves half a line, which says nothing."""
        text = self._path.read_bytes() if self._path.exists() else b""
        return text[: text.rfind(b"\n") + 1]

    @contextmanager
    def _alone(self) -> Iterator[int]:
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)


def _each(leaves: bytes) -> Iterator[bytes]:
    return (leaves[at : at + SIZE] for at in range(0, len(leaves), SIZE))


def _total(lines: list[Line]) -> int:
    return sum(line.count for line in lines)


def _anchor(lines: list[Line]) -> Anchor:
    return Anchor(lines[-1].at, len(lines), _total(lines), lines[-1].root)
