"""`[instant_shadow]` in an item's file (影子运行): a later version beside the live rules, or refused."""

from pathlib import Path

import pytest

from adapters.catalogue.toml_items import TomlCatalogue
from tests.adapters.item_files import CODE, INSTANT, problems, with_changes

SHADOW = INSTANT.replace("instant_authorisation", "instant_shadow").replace("version = 1", "version = 2")


def test_a_later_version_may_be_tried_in_the_shadow(tmp_path: Path) -> None:
    with_changes(tmp_path, ("[rule]", f"{INSTANT}{SHADOW}[rule]"))

    item = TomlCatalogue.load(tmp_path).get(CODE)

    assert item.instant_shadow is not None
    assert item.instant_authorisation is not None
    assert (item.instant_shadow.version, item.instant_authorisation.version) == (2, 1)


@pytest.mark.parametrize(
    ("said", "key", "words"),
    [
        (SHADOW, "instant_shadow", "there is none"),
        (INSTANT + SHADOW.replace("version = 2", "version = 1"), "instant_shadow.version", "above"),
        (INSTANT + SHADOW.replace("at_most", "one_of"), "instant_shadow.rules[1]", "does not fit"),
        (INSTANT + SHADOW.partition("[[")[0] + "rules = []\n", "instant_shadow.rules", "is empty"),
    ],
)
def test_a_shadow_that_could_be_compared_with_nothing_is_named(
    tmp_path: Path, said: str, key: str, words: str
) -> None:
    with_changes(tmp_path, ("[rule]", f"{said}[rule]"))

    found = problems(tmp_path)

    assert any(where == key and words in what for where, what in found), found
