"""Thousands of byte strings looked for in one pass: which of them stand in a blob.

To ask for one after another reads the blob as often as there are strings: minutes for a town's folder. But
what stands in a blob shows a few bytes of itself at one of any three places, or five: each third is looked
at, and only a string that shows there is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

LENGTHS = ((24, 12), (12, 8), (6, 4), (4, 4))  # from this length on, so many bytes are compared
CHUNK = 1 << 20
BLANK = bytes(64)  # most of a server's files


@dataclass(frozen=True, slots=True)
class _Sieve:
    """Strings of `least` bytes or more: one of their first pieces lies at a place that `step` divides."""

    size: int
    step: int
    pieces: dict[bytes, list[bytes]]

    def shown(self, blob: bytes) -> set[bytes]:
        known, found = self.pieces.keys(), set[bytes]()
        for begin in range(0, len(blob), CHUNK * self.step):
            end = min(begin + CHUNK * self.step, len(blob))
            found |= known & {blob[at : at + self.size] for at in range(begin, end, self.step)}
        return {one for piece in found for one in self.pieces[piece]}


class Needles:
    """The strings; one shorter than any sieve is asked for by itself."""

    def __init__(self, strings: Iterable[bytes]) -> None:
        left = set(strings)
        if any(b"\0" in one for one in left):
            raise ValueError("a string with a zero byte might end in what is left out as blank")
        self._sieves = list[_Sieve]()
        for least, size in LENGTHS:
            chosen = {one for one in left if len(one) >= least}
            left -= chosen
            if chosen:
                self._sieves.append(_sieve(chosen, size, least - size + 1))
        self._short = left

    def within(self, blob: bytes) -> set[bytes]:
        """Those of the strings that stand in `blob`."""
        packed = blob.replace(BLANK, b"")
        shown = set[bytes]().union(*(one.shown(packed) for one in self._sieves))
        return {one for one in shown | self._short if one in blob}


def _sieve(strings: set[bytes], size: int, step: int) -> _Sieve:
    pieces = defaultdict[bytes, list[bytes]](list)
    for one in strings:
        for at in range(step):
            pieces[one[at : at + size]].append(one)
    return _Sieve(size, step, dict(pieces))
