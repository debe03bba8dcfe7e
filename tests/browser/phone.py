"""A phone in a hand: what a person can do with the page, and what the browser complained about meanwhile."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    expect,
)

from adapters.sandbox.city import Person

PATIENCE_SECONDS = 30.0
NEWS_SECONDS = 60.0  # a vendor that had to be asked twice included
LOOK_AGAIN_MS = 100
NARROWEST = 320  # CSS pixels; WCAG 2.2 1.4.10
UNNAMED = """
  [...document.querySelectorAll("input, select, textarea, button, a[href], summary")]
    .filter((one) => !(one.labels?.length || one.getAttribute("aria-label") || one.textContent.trim()))
    .map((one) => one.outerHTML)
"""
TWICE = """
  [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at)
"""
ACCESS_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.")  # how every JWT begins


@dataclass
class Phone:
    """`complaints`: console errors (the content policy speaks there too) and failed scripts, of our page.

    `taps`: how often something was tapped, on whatever page.
    """

    page: Page
    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    taps: int = 0

    @classmethod
    def new(cls, playwright: Playwright, browser: Browser, url: str, **other: Any) -> Self:
        """`other`: what is not as on the usual phone."""
        own = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context = browser.new_context(**(_pixel(playwright) | own | other))
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        held = cls(context.new_page(), context, url)
        held.page.on("console", held._heard)  # kept on the object by Playwright: no slots
        held.page.on("pageerror", lambda error: held.complaints.append(str(error)))
        held.page.on("request", held._asked)
        return held

    def another_tab(self) -> Self:
        """Of the same browser, on the same screen."""
        held = type(self)(self.context.new_page(), self.context, self.url)
        held.page.goto(self.page.url)
        return held

    def put_away(self) -> None:
        self.context.close()

    def open(self) -> None:
        self.page.goto(f"{self.url}/")

    def on(self, name: str) -> Locator:
        """The thing of this name, on the screen."""
        found = self.page.get_by_test_id(name)
        expect(found).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
        return found

    def tap(self, name: str) -> None:
        self.taps += 1
        self.on(name).tap()

    def tick(self, name: str) -> None:
        """Tapped until it is on: the whole row is the target, as it is for a thumb."""
        box = self.on(name)
        self.taps += 1
        box.locator("xpath=..").tap()
        expect(box).to_be_checked()

    def type(self, name: str, text: str) -> None:
        self.tap(name)
        self.page.keyboard.insert_text(text)

    def asked(self, ending: str) -> int:
        """How often the page sent something to an address of this ending."""
        return sum(address.endswith(ending) for address in self.posts)

    def state(self, name: str) -> str:
        return self.on(name).get_attribute("data-state") or ""

    def until(self, is_so: Callable[[], bool]) -> bool:
        """Whether it came to be so; the page's policy lets nothing wait inside the page."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (found := is_so()) and time.monotonic() < deadline:
            self.page.wait_for_timeout(LOOK_AGAIN_MS)
        return found

    def wait_on_case(self, is_so: Callable[[], bool]) -> None:
        """Asks for news as an impatient person does."""
        deadline = time.monotonic() + NEWS_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, self.page.inner_text("main")
            self.tap("case-refresh")
            self.page.wait_for_timeout(LOOK_AGAIN_MS)

    def pass_face_check(self, person: Person) -> None:
        """From the consent on; the vendor's page has its own words on its buttons."""
        self.on("consent-text")
        self.tap("agree-face")
        self.type("name", person.name)
        self.type("id-number", person.id_number)
        self.tap("open-face")
        self.page.get_by_role("button", name="模拟：本人通过").tap()

    def check_screen(self) -> None:
        """Nothing reaches over the edge, in care mode, with the text doubled, on a small phone; each control
        has a name, the page one heading of the first level, and no id stands twice."""
        self._check_edge("as it is")
        self.tap("care-switch")
        self._check_edge("in care mode")
        self.tap("care-switch")
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._check_edge("at 200 %")
        self.page.evaluate("document.documentElement.style.fontSize = ''")
        assert self.page.locator("h1").count() == 1
        assert self.page.evaluate(UNNAMED) == []
        twice = self.page.evaluate(TWICE)
        assert twice == [], twice

    def _check_edge(self, how: str) -> None:
        own = self.page.viewport_size
        assert own
        for width in (NARROWEST, own["width"]):
            self.page.set_viewport_size({"width": width, "height": own["height"]})
            reached = self.page.evaluate("document.documentElement.scrollWidth")
            assert reached <= width, f"{reached} px on a phone of {width} px, {how}: {self.page.url}"

    def written_down(self) -> dict[str, str]:
        """Local and session storage together."""
        kept: dict[str, str] = self.page.evaluate("({...localStorage, ...sessionStorage})")
        return kept

    def tells_of(self, person: Person) -> list[str]:
        """What storage and addresses say about somebody; should be nothing at any time."""
        tokens = [cookie.get("value", "") for cookie in self.context.cookies()]
        secrets = [one for one in (person.name, person.id_number, *tokens) if one]
        places = [json.dumps(self.written_down(), ensure_ascii=False), *self.addresses]
        told = [secret for secret in secrets if any(secret in place for place in places)]
        return told + [found for place in places for found in ACCESS_TOKEN.findall(place)]

    def _asked(self, request: Request) -> None:
        self.addresses.append(request.url)
        if request.method == "POST":
            self.posts.append(request.url)

    def _heard(self, message: ConsoleMessage) -> None:
        origin = str(message.location.get("url", ""))
        if message.type == "error" and (origin.startswith(self.url) or not origin):
            self.complaints.append(f"{message.text} {origin}".strip())


def _pixel(playwright: Playwright) -> dict[str, Any]:
    known: dict[str, Any] = dict(playwright.devices["Pixel 5"])
    known.pop("default_browser_type")
    return known
