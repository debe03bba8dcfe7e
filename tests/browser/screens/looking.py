"""What is wrong with the screen that is open, in four modes and in English."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.phone import NARROWEST, TWICE, UNNAMED, Phone

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")
SPEAK = "async (language) => (await import('/static/lib/language.js')).setLanguage(language)"
TWO_FRAMES = (
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
)
OF_COLOUR = ["color-contrast", "link-in-text-block"]  # axe's rules for which dark is another screen
TARGET, TARGET_IN_CARE = 44, 60  # CSS pixels; MIIT 移动互联网应用适老化通用设计规范, 2021-04-07
TYPE_IN_CARE, LINE_IN_CARE = 18, 1.3
# the browser's own line about an answer, or about none: the page says it in words
ANSWERED = re.compile(r"status of [45]|net::ERR_INTERNET_DISCONNECTED")


def turn_mode(page: Page) -> None:
    """To care mode or back, as the button in the header does."""
    page.evaluate("document.querySelector('[data-test=care-switch]').click()")
    settle(page)


def settle(page: Page) -> None:
    """What follows from the last change is on the screen."""
    page.evaluate(TWO_FRAMES)


class Eyes:
    """Looks at the phone; what it finds are sentences that begin with the mode."""

    def __init__(self, phone: Phone) -> None:
        self._page, self._phone = phone.page, phone

    def look(self, *, just_opened: bool) -> list[str]:
        """In light, dark, care and care with dark; left as it was met."""
        if not self._page.evaluate("Boolean(window.palmLook)"):
            self._page.evaluate(AXE)
            self._page.evaluate(LOOK)
        found = [f"light: {fault}" for fault in self._first(just_opened=just_opened)]
        found += [f"dark: {fault}" for fault in self._in_the_dark()]
        turn_mode(self._page)
        found += [f"care: {fault}" for fault in self._in_care()]
        found += [f"care+dark: {fault}" for fault in self._in_the_dark()]
        turn_mode(self._page)
        return found

    def chinese(self) -> list[str]:
        """What is said in Chinese, and not marked as such, with English chosen."""
        self._page.evaluate(SPEAK, "en")
        settle(self._page)
        found: list[str] = self._ask("chinese()")
        self._page.evaluate(SPEAK, "zh")
        return [f"English: {text}" for text in found]

    def _first(self, *, just_opened: bool) -> list[str]:
        found = self._everywhere(TARGET)
        if (headings := self._ask("headings()")) != 1:
            found.append(f"{headings} headings of the first level")
        if just_opened and not self._is_heading_focused():
            found.append(
                f"the focus is on {self._page.evaluate('document.activeElement.outerHTML.slice(0, 80)')}"
            )
        if not self._page.title().strip():
            found.append("no title")
        if (reached := self._ask("reachDoubled()")) > NARROWEST:
            found.append(f"{reached} px wide at 200 %")
        return found

    def _is_heading_focused(self) -> bool:
        """Once what was shown while the page itself came is gone."""
        try:
            expect(self._page.locator("h1")).to_be_focused()
        except AssertionError:
            return False
        return True

    def _in_care(self) -> list[str]:
        found = self._everywhere(TARGET_IN_CARE)
        found += [f"small type: {one}" for one in self._ask(f"inSmallType({TYPE_IN_CARE})")]
        found += [f"tight lines: {one}" for one in self._ask(f"tight({LINE_IN_CARE})")]
        found += [f"not read aloud: {one}" for one in self._ask("unread()")]
        return found

    def _everywhere(self, target: int) -> list[str]:
        found = [f"axe {one}" for one in self._ask("axed()")]
        found += [f"small target: {one}" for one in self._ask(f"small({target}, {TARGET})")]
        found += [f"no name: {one}" for one in self._page.evaluate(UNNAMED)]
        found += [f"id twice: {one}" for one in self._page.evaluate(TWICE)]
        if (reached := self._ask("reach()")) > NARROWEST:
            found.append(f"{reached} px wide")
        return found

    def _in_the_dark(self) -> list[str]:
        """The same elements in other colours."""
        self._page.emulate_media(color_scheme="dark")
        found = [f"axe {one}" for one in self._ask(f"axed({OF_COLOUR})")]
        self._page.emulate_media(color_scheme="light")
        return found

    def _ask(self, what: str) -> Any:
        return self._page.evaluate(f"window.palmLook.{what}")

    def heard(self) -> list[str]:
        """What the browser complained about since it was asked last, and what was asked of another host."""
        said = [one for one in self._phone.complaints if not ANSWERED.search(one)]
        away = [
            one for one in self._phone.addresses if not one.startswith((self._phone.url, "data:", "blob:"))
        ]
        self._phone.complaints.clear()
        self._phone.addresses.clear()
        return [f"console: {one}" for one in said] + [f"another host: {one}" for one in away]
