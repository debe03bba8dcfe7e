"""Checkpoints of the ledger in a file outside the database: one JSON line each, signed and chained.

Who can rewrite the whole database, even with the ledger's key, cannot rewrite a line somebody else keeps:
copy the file away, or let it lie on a disk of its own.
"""

import fcntl
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from domain.kernel.ports import Clock
from domain.ledger.entry import Head


class CheckpointForged(ValueError):
    """A line is not ours, or one is missing between two."""


class _Head(msgspec.Struct):
    chain: int
    number: int
    digest: bytes


class _Line(msgspec.Struct):
    at: datetime
    heads: list[_Head]
    before: bytes
    seal: bytes = b""


class CheckpointFile:
    """Implements domain.ledger.ports.Checkpoints. Several processes may write: each waits for the others."""

    def __init__(self, path: Path, key: bytes, now: Clock) -> None:
        self._path, self._now = path, now
        self._key = hmac.digest(key, b"palm checkpoints", "sha256")

    def write(self, heads: tuple[Head, ...]) -> None:
        with self._alone() as descriptor:
            whole = _whole(self._path.read_bytes())
            lines = self._lines(whole)
            line = _Line(
                self._now(),
                [_Head(head.chain, head.number, head.digest) for head in heads],
                lines[-1].seal if lines else b"",
            )
            line.seal = self._seal(line)
            os.ftruncate(descriptor, len(whole))
            os.write(descriptor, msgspec.json.encode(line) + b"\n")
            os.fsync(descriptor)

    def latest(self) -> tuple[Head, ...] | None:
        if not self._path.exists():
            return None
        lines = self._lines(_whole(self._path.read_bytes()))
        if not lines:
            return None
        return tuple(Head(head.chain, head.number, head.digest) for head in lines[-1].heads)

    @contextmanager
    def _alone(self) -> Iterator[int]:
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)

    def _lines(self, whole: bytes) -> list[_Line]:
        """All lines, each checked. Raises CheckpointForged."""
        lines, before = [], b""
        for number, text in enumerate(whole.splitlines(), start=1):
            try:
                line = msgspec.json.decode(text, type=_Line)
            except msgspec.MsgspecError:
                raise CheckpointForged(f"line {number} cannot be read") from None
            if line.before != before or not hmac.compare_digest(line.seal, self._seal(line)):
                raise CheckpointForged(f"line {number} is not ours")
            lines.append(line)
            before = line.seal
        return lines

    def _seal(self, line: _Line) -> bytes:
        stated = msgspec.json.encode((line.at, line.heads, line.before))
        return hmac.digest(self._key, stated, "sha256")


def _whole(text: bytes) -> bytes:
    """Up to the last line's end: a crash while writing leaves half a line, which says nothing."""
    return text[: text.rfind(b"\n") + 1]
