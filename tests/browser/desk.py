"""A desk in the office: what a clerk can do with the page, by mouse or by keys, and what the browser said."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from bff.cli.demo.accounts import STEP, Enrolled
from tests.browser.phone import TWICE, UNNAMED

PATIENCE_MS = 15_000
LOOKS, LOOK_AGAIN_MS = 80, 200  # what another process brings about
WIDTHS = (1280, 1024, 768)
ZOOMED = 640  # a window of 1280 at 200 %
HEIGHT = 800
ANSWERED = re.compile(
    "status of 4|status of 5"
)  # the browser's own line about an answer; the page says it in words
ROW = "document.activeElement.closest('li').textContent"
FOCUSED = """
  (({ dataset, id, tagName }) => dataset.test || id || tagName)(document.activeElement)
"""
TOO_SMALL = """
  [...document.querySelectorAll("button, input, select, a.weui-btn")]
    .filter((one) => one.getClientRects().length && !one.closest(".palm-choice__row, .desk-skip"))
    .filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.outerHTML)
"""
COLOUR_ONLY = """
  [...document.querySelectorAll(".desk-light")]
    .filter((one) => !one.textContent.trim() || !one.querySelector("svg"))
    .map((one) => one.outerHTML)
"""


@dataclass
class Desk:
    """`complaints`: what the content policy or a script of ours said."""

    page: Page
    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def new(cls, browser: Browser, url: str) -> Self:
        context = browser.new_context(
            viewport={"width": WIDTHS[0], "height": HEIGHT}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(PATIENCE_MS)
        held = cls(context.new_page(), context, url)
        held.page.on("console", held._heard)  # kept on the object by Playwright: no slots
        held.page.on("pageerror", lambda error: held.complaints.append(str(error)))
        held.page.goto(f"{url}/console")
        return held

    def leave(self) -> None:
        self.context.close()

    def sign_in(self, login: str, password: str = "long enough for paper", code: str = "123456") -> None:  # noqa: S107 - no password of anybody's
        self.type("sign-in-login", login)
        self.type("sign-in-password", password)
        self.type("sign-in-code", code)
        self.click("sign-in-submit")
        self.is_in(login)

    def is_in(self, login: str) -> None:
        """The page of the day is open and listens to keys; a refusal is told in its own words."""
        ended = self.page.get_by_test_id("page-today").or_(self.page.get_by_test_id("problem"))
        expect(ended.first).to_be_visible(timeout=PATIENCE_MS)
        problem = self.page.get_by_test_id("problem")
        assert problem.count() == 0, f"{login}: {problem.inner_text()}"
        expect(self.page.locator("h1")).to_be_focused(timeout=PATIENCE_MS)

    def go(self, path: str) -> None:
        self.page.evaluate("path => { location.hash = path }", path)

    def on(self, name: str) -> Locator:
        found = self.page.get_by_test_id(name)
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found

    def click(self, name: str) -> None:
        self.on(name).click()

    def type(self, name: str, text: str) -> None:
        self.on(name).fill(text)

    def focused(self) -> str:
        """The name of what has the focus."""
        name: str = self.page.evaluate(FOCUSED)
        return name

    def keys(self, *pressed: str) -> None:
        for key in pressed:
            self.page.keyboard.press(key)

    def rows(self, queue: str, kind: str) -> Locator:
        """Of one kind, in one queue of the page that is open."""
        return self.queue(queue).get_by_test_id(f"row-{kind}")

    def queue(self, name: str) -> Locator:
        return self.page.get_by_test_id(f"queue-{name}")

    def take(self, queue: str, kind: str, action: str = "", of: str = "") -> str:
        """Press what the first of these rows offers, once there is one; which row it was."""
        row = self.rows(queue, kind).filter(has_text=action).filter(has_text=of).first
        for _ in range(LOOKS):
            self.look_at_the_day()
            if row.is_visible():
                ref = row.get_attribute("data-id")
                row.get_by_test_id(f"go-{queue}").click()
                return ref or ""
            self.page.wait_for_timeout(LOOK_AGAIN_MS)
        waiting = self.queue(queue).inner_text() if self.queue(queue).count() else "not one of theirs"
        raise AssertionError(f"no {kind} waits in {queue} {action}: {waiting}")

    def is_rid_of(self, queue: str, ref: str, action: str = "") -> None:
        """The row is on the page of the day no more."""
        self.look_at_the_day()
        expect(self.queue(queue)).to_be_visible(timeout=PATIENCE_MS)
        gone = self.queue(queue).locator(f"[data-id={ref}]").filter(has_text=action)
        expect(gone).to_have_count(0, timeout=PATIENCE_MS)

    def look_at_the_day(self) -> None:
        self.page.mouse.move(0, 0)  # rows do not move under a hand
        self.click("to-today")
        self.on("page-today")

    def says(self, text: str) -> None:
        """In the line that screen readers hear."""
        expect(self.on("said")).to_contain_text(text, timeout=PATIENCE_MS)

    def tab_to_row(self, queue: str, words: str, *, most: int = 120) -> None:
        """To what a row offers that says this."""
        for _ in range(most):
            if self.focused() == f"go-{queue}" and words in self.page.evaluate(ROW):
                return
            self.keys("Tab")
        raise AssertionError(f"no row «{words}» is reached by {most} tabulators")

    def tab_to(self, name: str, *, most: int = 120) -> None:
        """By the tabulator alone, as somebody without a mouse."""
        for _ in range(most):
            if self.focused() == name:
                return
            self.keys("Tab")
        raise AssertionError(f"{name} is not reached by {most} tabulators")

    def check_screen(self) -> None:
        """Nothing reaches over the edge at any width or at 200 %, everything has a name, one heading of the
        first level, no id twice, nothing too small to hit, no light told by colour alone."""
        for width in (*WIDTHS, ZOOMED):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            reached = self.page.evaluate("document.documentElement.scrollWidth")
            assert reached <= width, f"{reached} px on a screen of {width} px: {self.page.url}"
        self.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        assert self.page.locator("h1").count() == 1, self.page.url
        for found in (UNNAMED, TWICE, TOO_SMALL, COLOUR_ONLY):
            assert self.page.evaluate(found) == [], self.page.url

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not ANSWERED.search(message.text):
            self.complaints.append(message.text)


@dataclass
class Rota:
    """Who sits where: each signs in once, at a desk of their own, for a code counts once."""

    browser: Browser
    url: str
    people: Sequence[Enrolled] = field(repr=False)
    fresh_from: float  # seconds since the epoch: whatever code was taken before, the next is another
    desks: dict[str, Desk] = field(default_factory=dict)

    def who(self, name: str) -> Enrolled:
        """By the name of the cast; each start adds something of its own to the login."""
        [found] = [one for one in self.people if one.login.rpartition("-")[0] == name]
        return found

    def at(self, name: str) -> Desk:
        if name not in self.desks:
            who, desk = self.who(name), self.desks.setdefault(name, self.new())
            while time.time() < self.fresh_from:  # the demonstration signed some of them in with a code ahead
                desk.page.wait_for_timeout(LOOK_AGAIN_MS)
            desk.sign_in(who.login, who.password, digits_of(who))
        return self.desks[name]

    def new(self) -> Desk:
        """With nobody at it."""
        return Desk.new(self.browser, self.url)

    def leave(self) -> None:
        for desk in self.desks.values():
            desk.leave()


def digits_of(who: Enrolled) -> str:
    """What the authenticator of that person shows next, which was taken by nobody yet."""
    return who.code(datetime.now(UTC) + STEP)  # noqa: TID251 - the office runs by the real clock
