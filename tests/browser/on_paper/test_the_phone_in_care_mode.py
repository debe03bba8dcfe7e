"""Care mode (长辈版): offered by its names, as large as the rule has it, its own keys, fewer choices."""

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.telling import go
from tests.browser.phone import Phone

CODE = "123456788"  # its last digit is right
# Source: MIIT 移动互联网应用适老化通用设计规范, 2021-04-07
PAGES = {
    "/": "start",
    "/sign-in": "sign-in",
    "/message": "message",
    "/consent": "consent",
    "/appointment": "appointment",
    "/items": "items",
    "/helper": "helper",
}
MAIN_TEXT, LARGEST_TEXT, TARGET = 18, 30, 60
CARE = "if (!localStorage.getItem('palm.mode')) localStorage.setItem('palm.mode', 'care')"
SIZES = """
  () => [...document.querySelectorAll("main :is(p, li, dt, dd, label, h1, h2, a, button, span, summary)")]
    .filter((one) => one.getClientRects().length && one.textContent.trim())
    .map((one) => parseFloat(getComputedStyle(one).fontSize))
"""
TARGETS = """
  () => [...document.querySelectorAll("button, a[href], summary, select, input:not([type=radio])")]
    .filter((one) => one.getClientRects().length)
    .map((one) => ({ name: one.dataset.test ?? one.outerHTML, height: one.getBoundingClientRect().height }))
"""


@pytest.fixture
def old_hands(phone: Phone) -> Phone:
    """Of somebody who chose care mode before and is not signed in."""
    phone.page.add_init_script(CARE)
    phone.page.add_init_script("localStorage.removeItem('palm.signed-in')")
    return phone


def test_it_is_offered_at_the_first_start_until_one_is_chosen(phone: Phone) -> None:
    go(phone, "/code")
    expect(phone.on("care-offer")).to_contain_text("长辈版")
    phone.tap("care-on")

    expect(phone.page.get_by_test_id("care-offer")).to_have_count(0)
    assert phone.page.evaluate("document.body.dataset.weuiMode") == "care"
    phone.page.reload()
    phone.on("keys")
    phone.tap("care-switch")
    expect(phone.page.get_by_test_id("care-offer")).to_have_count(0)


@pytest.mark.parametrize("name", ["长辈版", "关爱版", "亲情版", "关怀版"])
def test_it_is_found_by_whatever_people_call_it(phone: Phone, name: str) -> None:
    go(phone, "/items")
    phone.type("items-words", name)

    phone.tap("care-found-switch")
    expect(phone.on("care-found-switch")).to_have_text("换成标准版")


def test_the_code_is_typed_on_keys_of_the_page(old_hands: Phone) -> None:
    go(old_hands, "/")
    for digit in "987":
        old_hands.tap(f"key-{digit}")
    old_hands.tap("key-back")
    assert old_hands.page.get_by_test_id("code").input_value() == "98"
    old_hands.tap("key-clear")
    for digit in CODE:
        old_hands.tap(f"key-{digit}")
    assert old_hands.page.get_by_test_id("code").get_attribute("inputmode") == "none"
    old_hands.tap("code-submit")

    old_hands.on("page-sign-in")
    assert old_hands.written_down()["palm.code"] == f'"{CODE}"'


def test_text_and_targets_are_as_large_as_the_rule_has_them(old_hands: Phone) -> None:
    for path, name in PAGES.items():
        go(old_hands, path)
        old_hands.on(f"page-{name}")
        expect(old_hands.page.get_by_test_id("loading")).to_have_count(0)

        assert min(old_hands.page.evaluate(SIZES)) >= MAIN_TEXT, path
        targets = old_hands.page.evaluate(TARGETS)
        assert targets, path
        assert [each for each in targets if each["height"] < TARGET] == [], path


def test_the_text_grows_to_the_largest_the_rule_asks_for_and_nothing_reaches_over(old_hands: Phone) -> None:
    go(old_hands, "/")
    old_hands.tap("text-size")
    expect(old_hands.on("text-size")).to_have_text("字小一点")

    assert old_hands.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= LARGEST_TEXT
    old_hands.page.set_viewport_size({"width": 320, "height": 700})
    assert old_hands.page.evaluate("document.documentElement.scrollWidth") <= 320
    old_hands.page.reload()
    expect(old_hands.on("text-size")).to_have_text("字小一点")


def test_the_family_can_be_asked_to_help_from_the_first_page(old_hands: Phone) -> None:
    go(old_hands, "/")
    old_hands.tap("to-helper")
    expect(old_hands.on("helper-safe")).to_contain_text("随时可以收回")
    old_hands.tap("helper-begin")

    old_hands.on("page-sign-in")
    assert old_hands.written_down()["palm.resume"] == '"/mandates/new"'


def test_what_few_need_is_behind_one_tap(old_hands: Phone) -> None:
    go(old_hands, "/")
    old_hands.on("more-ways")
    expect(old_hands.page.get_by_test_id("to-verify")).to_be_hidden()
    old_hands.tap("more-ways")

    expect(old_hands.page.get_by_test_id("to-verify")).to_be_visible()
    old_hands.check_screen()
    assert old_hands.complaints == []
