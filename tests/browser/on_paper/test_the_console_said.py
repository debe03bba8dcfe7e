"""The line that says what was just done: in view wherever the page stands, and gone once one goes on."""

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import DOUBT

IN_VIEW = """one => {
  const { top, bottom } = one.getBoundingClientRect();
  const at = document.elementFromPoint(innerWidth / 2, (top + bottom) / 2);
  return top >= 0 && bottom <= innerHeight && one.contains(at);
}"""


def _settle(desk: Desk) -> None:
    desk.on("settle-verdict-cleared").check()
    desk.type("settle-reason", "道路更名，门牌号未变")
    desk.click("settle-submit")


def test_what_was_done_is_in_view_though_the_page_is_scrolled(desk: Desk) -> None:
    desk.sign_in("clerk")
    desk.page.set_viewport_size({"width": 1280, "height": 300})
    desk.go(DOUBT)
    desk.on("settle-verdict-cleared")
    desk.page.evaluate(
        "document.getElementById('app').style.minHeight = '3000px'; scrollTo(0, document.body.scrollHeight)"
    )

    _settle(desk)

    expect(desk.on("said").locator("p")).to_contain_text("已记下")
    assert desk.page.evaluate("scrollY") > 0
    assert desk.on("said").locator("p").evaluate(IN_VIEW)


def test_what_was_done_is_gone_on_the_next_page_however_soon_one_goes_on(desk: Desk) -> None:
    desk.sign_in("clerk")
    desk.go(DOUBT)
    _settle(desk)
    expect(desk.on("said")).to_contain_text("已记下")

    desk.click("to-today")

    desk.on("page-today")
    expect(desk.page.get_by_test_id("said")).to_be_empty()
