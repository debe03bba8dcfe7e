"""docs/screens shows each screen of the table in four modes, and stays small."""

import re

from tests.browser.screens.pictures import FOLDER, expected, page

MOST_BYTES = 3_400_000


def test_there_is_a_picture_of_each_screen_in_each_mode_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == expected()


def test_the_page_that_shows_them_is_the_one_of_the_table() -> None:
    assert (FOLDER / "README.md").read_text("utf-8") == page()


def test_all_of_them_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST_BYTES


def test_the_readmes_show_six_of_them() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (FOLDER.parents[1] / name).read_text("utf-8")
        shown = re.findall(r"docs/screens/([\w.-]+\.webp)", text)

        assert len(set(shown)) == 6, name
        assert set(shown) <= expected(), name
