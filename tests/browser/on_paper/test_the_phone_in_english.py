"""The language of the phone page: turned by one button, kept, and Chinese where English is missing."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

# Chinese outside of what is marked as Chinese, as a screen reader would meet it.
UNMARKED = r"""
  () => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
      const { data, parentElement } = walk.currentNode;
      const isMarked = parentElement.closest("[lang^=zh], noscript");
      if (/[\u3400-\u9fff]/.test(data) && !isMarked) found.push(data.trim());
    }
    for (const one of document.querySelectorAll("[aria-label], [placeholder], [alt], [title]"))
      for (const name of ["aria-label", "placeholder", "alt", "title"])
        if (/[\u3400-\u9fff]/.test(one.getAttribute(name) ?? "")) found.push(one.getAttribute(name));
    return found;
  }
"""
PAGES = {
    "/message": "message",
    "/sign-in": "sign-in",
    "/consent": "consent",
    "/other-way?way=bank": "other-way",
    "/appointment": "appointment",
    "/items": "items",
    "/items/wg-15-minban-renewal": "guide",
    "/helper": "helper",
    "/acting": "acting",
    "/mandates": "mandates",
    "/mandates/new": "new-mandate",
}
ENGLISH = "localStorage.setItem('palm.language', 'en')"


@pytest.fixture
def english(phone: Phone) -> Phone:
    phone.page.add_init_script(ENGLISH)
    return phone


def lost(route: Route) -> None:
    route.abort()


def language(phone: Phone) -> str:
    found: str = phone.page.evaluate("document.documentElement.lang")
    return found


def test_one_button_turns_the_page_and_what_was_typed_stays(phone: Phone) -> None:
    go(phone, "/")
    expect(phone.on("language-switch")).to_have_attribute("lang", "en")
    go(phone, "/code")
    phone.page.get_by_test_id("code").fill("1234")
    phone.tap("language-switch")

    expect(phone.on("code-submit")).to_have_text("Next")
    assert phone.page.get_by_test_id("code").input_value() == "123 4"
    assert language(phone) == "en"
    expect(phone.page).to_have_title("Renew licences here · Palm Office")
    assert phone.page.evaluate(UNMARKED) == []

    phone.tap("language-switch")
    expect(phone.on("code-submit")).to_have_text("下一步")
    assert language(phone) == "zh-CN"


def test_the_choice_is_kept_on_the_phone(phone: Phone) -> None:
    go(phone, "/code")
    phone.tap("language-switch")
    expect(phone.on("code-submit")).to_have_text("Next")
    phone.page.reload()

    expect(phone.on("code-submit")).to_have_text("Next")
    assert phone.written_down()["palm.language"] == "en"
    assert phone.complaints == []


def test_whoever_reads_chinese_waits_for_no_dictionary(phone: Phone) -> None:
    go(phone, "/code")
    phone.on("code-submit")

    assert [address for address in phone.addresses if "/words/" in address] == []


def test_nothing_is_said_in_chinese_unmarked(english: Phone) -> None:
    for path, name in PAGES.items():
        go(english, path)
        english.on(f"page-{name}")
        expect(english.page.get_by_test_id("loading")).to_have_count(0)

        assert english.page.evaluate(UNMARKED) == [], path
        english.check_screen()
    assert english.complaints == []


def test_the_text_agreed_to_stays_as_the_law_has_it(english: Phone) -> None:
    go(english, "/consent")

    expect(english.on("consent-text").locator("[lang=zh-CN]")).to_contain_text("人脸")
    expect(english.on("agree-face")).to_contain_text("Agree")


def test_what_stands_in_the_way_is_said_in_english(english: Phone, paper: Paper) -> None:
    paper.refuses["read_face_consent"] = ["too-many-requests"]
    go(english, "/consent")

    expect(english.on("problem")).to_contain_text("Too many attempts")
    expect(english.on("problem")).to_contain_text("Please try again later")
    assert english.page.evaluate(UNMARKED) == []


def test_what_no_dictionary_knows_is_marked_as_chinese(english: Phone, paper: Paper) -> None:
    title = "这里写着没有人译过的话"
    paper.says["read_face_consent"] = {
        "version": "v1",
        "title": title,
        "text": title,
        "alternatives": [{"kind": "phone", "title": title, "how": title}],
    }
    go(english, "/consent")

    way = english.on("other-way-phone")
    expect(way.locator("strong")).to_have_text(f"No face check: {title}")
    expect(way.locator("[lang=zh-CN]")).to_have_text([title, title])


def test_a_dictionary_that_does_not_come_leaves_the_page_in_chinese(phone: Phone) -> None:
    phone.page.route("**/static/words/en.js", lost)
    go(phone, "/code")
    phone.tap("language-switch")

    expect(phone.page.get_by_role("alert")).to_contain_text("Not loaded")
    expect(phone.on("code-submit")).to_have_text("下一步")
    assert language(phone) == "zh-CN"


@pytest.mark.parametrize(("kept", "lang"), [(None, "en"), ("zh", "zh-CN")])
def test_ones_language_comes_along_to_a_phone_nobody_chose_on(
    phone: Phone, paper: Paper, kept: str | None, lang: str
) -> None:
    wishes = paper.find("GET", "/v1/citizen/preferences")
    assert wishes
    paper.says["read_preferences"] = json.loads(wishes.answer[2]) | {"language": "en"}
    if kept:
        phone.page.add_init_script(f"localStorage.setItem('palm.language', '{kept}')")
    go(phone, "/sign-in")
    phone.type("phone-number", "13800000000")
    phone.tap("ask-code")
    phone.type("sms-code", "123456")
    with phone.page.expect_request("**/v1/citizen/session"):
        phone.tap("enter-code")

    phone.on("page-matter")
    expect(phone.page.locator("html")).to_have_attribute("lang", lang)
    assert any(address.endswith("/preferences") for address in phone.addresses) is (kept is None)
