"""Merkle trees over the leaves of a checkpoint, as RFC 6962 §2.1 has them: one root vouches for all."""

from collections.abc import Iterable, Sequence
from hashlib import sha256


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows leaf by leaf and keeps only the roots of its full halves."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.count = 0
        self._full: list[bytes] = []
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        node, size = leaf_hash(leaf), self.count
        while size & 1:
            node = node_hash(self._full.pop(), node)
            size >>= 1
        self._full.append(node)
        self.count += 1

    @property
    def root(self) -> bytes:
        """Of no leaves: the digest of nothing."""
        if not self._full:
            return sha256().digest()
        node = self._full[-1]
        for left in reversed(self._full[:-1]):
            node = node_hash(left, node)
        return node


def paths_of(indexes: Sequence[int], leaves: Sequence[bytes]) -> dict[int, tuple[bytes, ...]]:
    """For the leaf at each index what proves that it is under the root: neighbours, from the bottom up."""
    paths: dict[int, list[bytes]] = {index: [] for index in indexes}
    level = [leaf_hash(leaf) for leaf in leaves] if indexes else []
    height = 0
    while len(level) > 1:
        for index, path in paths.items():
            neighbour = (index >> height) ^ 1
            if neighbour < len(level):
                path.append(level[neighbour])
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
        height += 1
    return {index: tuple(path) for index, path in paths.items()}


def path_of(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    return paths_of([index], leaves)[index]


def root_by(path: Sequence[bytes], *, leaf: bytes, index: int, count: int) -> bytes:
    """The root that `path` leads to from `leaf`, the one at `index` of `count`. Raises ValueError."""
    node, rest = leaf_hash(leaf), list(path)
    if not 0 <= index < count:
        raise ValueError("no such leaf")
    last = count - 1
    while last:
        if index & 1 or index < last:
            if not rest:
                raise ValueError("the path is too short")
            neighbour = rest.pop(0)
            node = node_hash(neighbour, node) if index & 1 else node_hash(node, neighbour)
        index, last = index >> 1, last >> 1
    if rest:
        raise ValueError("the path is too long")
    return node
