"""The table of screens against the page: a screen that nobody looks at fails here."""

import re
from pathlib import Path

from tests.browser.screens.kinds import Kind
from tests.browser.screens.table import SCREENS

PAGES = re.compile(r"^  \[/\^(?P<pattern>\S+)\$/, \(\) => import", re.MULTILINE)
STARTS = {"start"}  # shown where no page is


def patterns() -> list[str]:
    app = (Path(__file__).parents[3] / "static" / "app.js").read_text("utf-8")
    return [found["pattern"].replace(r"\/", "/") for found in PAGES.finditer(app)]


def test_every_page_of_the_phone_has_a_row() -> None:
    paths = [screen.path.partition("?")[0] for screen in SCREENS]

    assert len(patterns()) > 30
    assert [one for one in patterns() if not any(re.fullmatch(one, path) for path in paths)] == []


def test_every_row_is_a_page_of_the_phone() -> None:
    rows = [screen for screen in SCREENS if screen.name not in STARTS]

    lost = [
        row.name
        for row in rows
        if not any(re.fullmatch(one, row.path.partition("?")[0]) for one in patterns())
    ]

    assert lost == []


def test_every_row_knows_each_state_or_says_why_it_cannot_be() -> None:
    unsaid = [f"{screen.name}, {kind}" for screen in SCREENS for kind in Kind if not screen.states.get(kind)]

    assert unsaid == []


def test_no_screen_is_named_twice() -> None:
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)
