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


def page_of(path: str) -> str:
    """The first pattern that fits, as app.js takes it; empty where none does."""
    return next((one for one in patterns() if re.fullmatch(one, path.partition("?")[0])), "")


def test_every_page_of_the_phone_has_a_row() -> None:
    shown = {page_of(screen.path) for screen in SCREENS}

    assert len(patterns()) > 30
    assert [one for one in patterns() if one not in shown] == []


def test_a_row_stands_for_the_page_that_is_opened_and_for_no_other() -> None:
    assert page_of("/mandates/new?as=agent") == "/mandates/new"
    assert page_of("/mandates/mdt_1") == page_of("/mandates/mdt_2") == "/mandates/([^/]+)"


def test_every_row_is_a_page_of_the_phone() -> None:
    rows = [screen for screen in SCREENS if screen.name not in STARTS]

    assert [row.name for row in rows if not page_of(row.path)] == []


def test_every_row_knows_each_state_or_says_why_it_cannot_be() -> None:
    unsaid = [f"{screen.name}, {kind}" for screen in SCREENS for kind in Kind if not screen.states.get(kind)]

    assert unsaid == []


def test_no_screen_is_named_twice() -> None:
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)


def test_a_face_of_its_own_is_named_like_no_state() -> None:
    assert [one for screen in SCREENS for one in screen.faces if one in set(Kind)] == []
