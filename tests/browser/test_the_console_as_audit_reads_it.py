"""The audit administrator on the real town: every page in reach, and no button that changes anything.

Before anybody works on the queues (this module's name sorts first): later there is less to be read.
"""

import re
from collections import Counter

from playwright.sync_api import expect

from tests.browser.desk import Desk, Rota

# what looks and changes nothing, and one's own session
HARMLESS = re.compile(r"sign-out-everywhere|end-session|items-find|findings-open|more|fetch-.*")
ID = re.compile(r"(?<=/)[a-z]+_[0-9a-z]{20,}|(?<=/items/)[\w-]+")
OF_A_KIND = 2  # pages of one kind that are opened
WAYS = "[...document.querySelectorAll('a[href^=\"#/\"]')].map((one) => one.getAttribute('href').slice(1))"
MUST_BE_MET = {
    "today",
    "queue",
    "push-lists",
    "push-list",
    "doubt",
    "call",
    "instant",
    "shadows",
    "clocks",
    "clock",
    "certificate",
    "grievance",
    "recheck",
    "stuck",
    "case",
    "appointments",
    "visit-open",
    "items",
    "item",
    "version",
    "accounts",
    "figures",
    "supervision",
    "me",
}


def test_an_auditor_reads_every_page_and_is_offered_no_action(rota: Rota) -> None:
    desk = rota.at("audit")
    left, seen, of_a_kind, met = ["/"], {"/"}, Counter[str](), set[str]()

    while left:
        desk.go(left.pop(0))
        met.add(_looked_at(desk))
        for way in desk.page.evaluate(WAYS):
            kind = ID.sub("*", way)
            if way not in seen and of_a_kind[kind] < OF_A_KIND:
                seen.add(way)
                of_a_kind[kind] += 1
                left.append(way)

    assert MUST_BE_MET - met == set()
    assert desk.complaints == []


def _looked_at(desk: Desk) -> str:
    """Which page it is, once it told what it has."""
    here = desk.page.url
    page = desk.page.locator("main")
    expect(page).not_to_have_attribute("data-test", "page-opening")
    expect(desk.page.get_by_test_id("loading")).to_have_count(0)
    assert desk.page.get_by_test_id("problem").count() == 0, here
    buttons = [one for one in page.locator("button").all() if one.is_enabled()]
    named = [one.get_attribute("data-test") or one.inner_text() for one in buttons]
    assert [one for one in named if not HARMLESS.fullmatch(one)] == [], here
    return (page.get_attribute("data-test") or "").removeprefix("page-")
