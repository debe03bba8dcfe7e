"""The desk on the real town with the keyboard alone: the gate, a doubt, and the answer to a bad rating."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk, Rota, digits_of

BY_KEYS = "chief-2"
SETTLED = "道路更名，门牌号未变"
ANSWERED = "不受理的原因是登记信息要先更正，通知书已经重新发给您，更正以后我们帮您再办。"


@pytest.fixture(scope="module")
def desk(rota: Rota) -> Desk:
    """Somebody who has no mouse signed in."""
    held, who = rota.new(), rota.who(BY_KEYS)
    held.tab_to("sign-in-login")
    held.page.keyboard.type(who.login)
    held.keys("Tab")
    held.page.keyboard.type(who.password)
    held.keys("Tab")
    held.page.keyboard.type(digits_of(who))
    held.keys("Enter")
    rota.desks[BY_KEYS] = held  # leaves with the others
    return held


def test_the_gate_opens_to_the_keyboard_and_the_page_of_the_day_is_read_from_its_top(desk: Desk) -> None:
    expect(desk.on("page-today").locator("h1")).to_be_focused()
    desk.keys("?")
    desk.on("keys")
    desk.keys("Escape")
    expect(desk.page.get_by_test_id("keys")).to_be_hidden()
    assert desk.complaints == []


def test_a_doubt_is_cleared_with_the_keyboard_alone(desk: Desk) -> None:
    desk.keys("g", "2")
    desk.on("queue-doubts")
    desk.tab_to_row("doubts", "住所变更")
    desk.keys("Enter")
    desk.on("page-doubt")
    desk.on("settle-panel")
    row = desk.page.url.rpartition("/")[2]

    desk.tab_to("settle-verdict-cleared")
    desk.keys("Space", "Tab")
    expect(desk.on("settle-reason")).to_be_focused()
    desk.page.keyboard.type(SETTLED)
    desk.keys("Tab", "Enter")

    desk.says("已记下")
    expect(desk.on("both")).to_contain_text(SETTLED)
    _is_rid_of(desk, "doubts", row, key="2")


def test_a_bad_rating_is_answered_with_the_keyboard_alone(desk: Desk) -> None:
    desk.keys("g", "7")
    desk.on("queue-grievances")
    desk.tab_to_row("grievances", "差评整改")
    desk.keys("Enter")
    desk.on("page-grievance")
    desk.on("answer")
    row = desk.page.url.rpartition("/")[2]

    desk.tab_to("answer-remedy-mended")
    desk.keys("Space", "Tab")
    expect(desk.on("answer-text")).to_be_focused()
    desk.page.keyboard.type(ANSWERED)
    desk.keys("Tab")
    expect(
        desk.on("answer-isUnvisited")
    ).to_be_focused()  # nobody wrote a visit down: asked for a second word
    desk.keys("Space", "Tab", "Enter")

    desk.says("已答复")
    expect(desk.on("handled")).to_contain_text(ANSWERED)
    _is_rid_of(desk, "grievances", row, key="7")


def _is_rid_of(desk: Desk, queue: str, row: str, *, key: str) -> None:
    """Without a mouse and without the focus having been lost."""
    assert desk.focused() != "BODY"
    desk.keys("g", key)
    expect(desk.on(f"queue-{queue}").locator(f"[data-id={row}]")).to_have_count(0)
    desk.keys("g", "0")
    desk.on("page-today")
    expect(desk.on(f"queue-{queue}").locator(f"[data-id={row}]")).to_have_count(0)
    assert desk.complaints == []
