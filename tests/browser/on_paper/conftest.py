"""A browser and an office of paper, for the tests of the desk and of the phone that need no town."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.desk import Desk
from tests.browser.paper import Counter, Paper
from tests.browser.phone import Phone


@pytest.fixture(scope="session")
def browser(light_browser: Browser) -> Browser:
    return light_browser


@pytest.fixture
def paper(contract: Paper) -> Iterator[Paper]:
    held = contract.another()
    with Counter(held):
        yield held


@pytest.fixture
def desk(browser: Browser, paper: Paper) -> Iterator[Desk]:
    held = Desk.new(browser, paper.url)
    yield held
    held.leave()


@pytest.fixture
def phone(playwright: Playwright, browser: Browser, paper: Paper) -> Iterator[Phone]:
    """Of somebody who signed in before: only what the page remembers of that is there."""
    held = Phone.new(playwright, browser, paper.url)
    held.page.add_init_script("localStorage.setItem('palm.signed-in', 'yes')")
    yield held
    held.put_away()
