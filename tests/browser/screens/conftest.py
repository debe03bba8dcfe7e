"""One phone for the whole table: 320 pixels wide, at a fixed moment, and no service worker in between."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.paper import Counter, Paper
from tests.browser.phone import NARROWEST, Phone
from tests.browser.screens.staging import Stage

HEIGHT = 740


@pytest.fixture(scope="session")
def browser(light_browser: Browser) -> Browser:
    return light_browser


@pytest.fixture(scope="module")
def stage(playwright: Playwright, browser: Browser, contract: Paper) -> Iterator[Stage]:
    paper = contract.another()
    with Counter(paper):
        phone = Phone.new(playwright, browser, paper.url)
        phone.page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        yield Stage.of(phone, paper)
        phone.put_away()
