"""Merkle trees as RFC 6962 defines them: root and paths of trees of every shape."""

from hashlib import sha256

import pytest

from domain.ledger.merkle import Tree, leaf_hash, node_hash, path_of, root_by

SIZES = range(1, 34)


def leaves(count: int) -> list[bytes]:
    return [bytes([number]) * 56 for number in range(count)]


def root_of(some: list[bytes]) -> bytes:
    """By the letter of RFC 6962 §2.1: split at the largest power of two below the count."""
    if len(some) == 1:
        return leaf_hash(some[0])
    split = 1 << (len(some) - 1).bit_length() - 1
    return node_hash(root_of(some[:split]), root_of(some[split:]))


def test_the_root_of_nothing_is_the_digest_of_nothing() -> None:
    assert Tree().root == sha256(b"").digest()


def test_the_root_of_the_rfcs_own_vector_is_the_known_one() -> None:
    """The eight inputs of the reference implementation of Certificate Transparency."""
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]

    found = Tree(bytes.fromhex(one) for one in inputs).root

    assert found.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("count", SIZES)
def test_a_tree_that_grows_leaf_by_leaf_has_the_root_of_the_whole(count: int) -> None:
    assert Tree(leaves(count)).root == root_of(leaves(count))


@pytest.mark.parametrize("count", SIZES)
def test_every_leafs_path_leads_to_the_root(count: int) -> None:
    some = leaves(count)

    for index, leaf in enumerate(some):
        assert root_by(path_of(index, some), leaf=leaf, index=index, count=count) == root_of(some)


@pytest.mark.parametrize("count", SIZES)
def test_a_path_proves_neither_another_leaf_nor_another_place(count: int) -> None:
    some = leaves(count)
    path, root = path_of(count - 1, some), root_of(some)

    assert root_by(path, leaf=b"another", index=count - 1, count=count) != root
    for index in range(count - 1):
        try:
            found = root_by(path, leaf=some[-1], index=index, count=count)
        except ValueError:
            continue
        assert found != root


@pytest.mark.parametrize(("index", "more"), [(-1, 0), (5, 0), (2, 1), (2, -1)])
def test_a_place_that_is_not_there_and_a_path_of_another_length_are_refused(index: int, more: int) -> None:
    path = [*path_of(2, leaves(5)), b""] if more > 0 else list(path_of(2, leaves(5)))[: 3 + more]

    with pytest.raises(ValueError, match=r"path|leaf"):
        root_by(path, leaf=leaves(5)[2], index=index, count=5)
