"""Reading aloud (朗读): in order, each text in its language, no number of anybody, stopped when told."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.telling import LICENCE, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

NUMBERS = "张** 370202********0011，138****0001，123 456 789。请在 2027-01-20 前拨打 12345。"
# A phone's voice made of paper: it says the next when the test says so.
VOICE = """
  localStorage.setItem("palm.mode", "care");
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voice = {
    voices: [{ lang: "zh_CN", localService: true }, { lang: "en-US", localService: true }],
    getVoices() { return this.voices; },
    addEventListener() {},
    speak(one) { window.said.push(one); this.now = one; },
    cancel() { const one = this.now; this.now = null; one?.onend?.(); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
  window.ends = () => { const one = voice.now; voice.now = null; one.onend(); };
"""


@pytest.fixture
def spoken(phone: Phone) -> Phone:
    phone.page.add_init_script(VOICE)
    return phone


def said(phone: Phone) -> list[str]:
    found: list[str] = phone.page.evaluate("window.said.map((one) => one.text)")
    return found


def all_said(phone: Phone) -> list[dict[str, Any]]:
    """Lets the voice come to the end of the page."""
    while phone.on("reading").get_attribute("data-state") == "reading":
        phone.page.evaluate("window.ends()")
    found: list[dict[str, Any]] = phone.page.evaluate("window.said.map(({ text, lang }) => ({ text, lang }))")
    return found


def test_a_page_is_read_from_its_heading_on_each_word_once(spoken: Phone) -> None:
    go(spoken, "/helper")
    spoken.tap("read-aloud")
    texts = [one["text"] for one in all_said(spoken)]

    assert texts[:2] == ["让家人替我办", "家人用自己的手机办，您的手机和密码不用交给别人。"]
    assert texts[2:4] == ["怎么办", "您写下请谁办、办哪些事、办到哪天。"]
    assert len(texts) == len(set(texts))
    expect(spoken.on("read-aloud")).to_be_visible()


def test_what_stands_beside_a_label_and_on_a_second_line_is_read_by_itself(
    spoken: Phone, paper: Paper
) -> None:
    card = paper.example_of("read_licence_screen")["card"]
    go(spoken, f"/licences/{LICENCE}")
    spoken.on("show-code")
    spoken.tap("read-aloud")
    texts = [one["text"] for one in all_said(spoken)]

    at = texts.index("发证机关")
    assert texts[at - 2 : at + 2] == ["状态", card["statusText"], "发证机关", card["issuer"]]
    assert texts[texts.index("内容有错") + 1] == "错字、地址、日期不对"


def test_a_sentence_with_a_link_or_a_mark_in_it_is_read_as_one(spoken: Phone) -> None:
    go(spoken, "/helper")
    spoken.on("read-aloud")
    spoken.page.evaluate(
        "document.querySelector('main p').innerHTML = '请<strong>先</strong>看<a href=#>指南</a>再来'"
    )
    spoken.tap("read-aloud")

    assert "请先看指南再来" in [one["text"] for one in all_said(spoken)]


def test_what_is_read_is_shown(spoken: Phone) -> None:
    go(spoken, "/helper")
    spoken.tap("read-aloud")
    expect(spoken.page.locator(".palm-read")).to_have_text("让家人替我办")
    spoken.page.evaluate("window.ends()")

    expect(spoken.page.locator(".palm-read")).to_contain_text("家人用自己的手机办")


def test_it_pauses_where_it_is_and_goes_on_from_there(spoken: Phone) -> None:
    go(spoken, "/helper")
    spoken.tap("read-aloud")
    spoken.page.evaluate("window.ends()")
    spoken.tap("read-pause")
    before = said(spoken)
    spoken.tap("read-on")

    assert said(spoken)[len(before) :] == [before[-1]]


def test_it_stops_when_told_and_when_the_page_is_left(spoken: Phone) -> None:
    go(spoken, "/helper")
    spoken.tap("read-aloud")
    spoken.tap("read-stop")
    assert spoken.page.evaluate("window.speechSynthesis.now") is None

    spoken.tap("read-aloud")
    count = len(said(spoken))
    spoken.tap("helper-counter")
    spoken.on("page-appointment")
    assert spoken.page.evaluate("window.speechSynthesis.now") is None
    assert len(said(spoken)) == count
    expect(spoken.page.locator(".palm-read")).to_have_count(0)


def test_a_number_of_somebody_is_not_said_and_a_hotline_is(spoken: Phone) -> None:
    go(spoken, "/helper")
    spoken.on("helper-begin")
    spoken.page.evaluate(f"document.querySelector('main p').textContent = '{NUMBERS}'")
    spoken.tap("read-aloud")
    texts = "".join(one["text"] for one in all_said(spoken))

    assert "张 （号码" in texts
    assert "2027-01-20" in texts
    assert "12345" in texts
    assert "号码请看屏幕" in texts
    assert not any(part in texts for part in ("370202", "0011", "138", "0001", "456"))


def test_a_text_in_another_language_is_read_in_its_own(spoken: Phone) -> None:
    spoken.page.add_init_script("localStorage.setItem('palm.language', 'en')")
    go(spoken, "/consent")
    spoken.on("consent-text")
    spoken.tap("read-aloud")
    languages = {one["lang"] for one in all_said(spoken)}

    assert languages == {"en", "zh-CN"}


def test_a_phone_without_a_voice_says_so(spoken: Phone) -> None:
    spoken.page.add_init_script("window.speechSynthesis.voices = []")
    go(spoken, "/helper")
    spoken.tap("read-aloud")

    expect(spoken.on("reading")).to_contain_text("没有朗读的声音")
    assert said(spoken) == []


def test_a_voice_that_is_not_the_phones_own_is_never_given_a_word(spoken: Phone) -> None:
    spoken.page.add_init_script(
        "window.speechSynthesis.voices = [{ lang: 'zh-CN', localService: false }, { lang: 'zh-CN' }]"
    )
    go(spoken, "/helper")
    spoken.tap("read-aloud")

    expect(spoken.on("reading")).to_contain_text("没有朗读的声音")
    assert said(spoken) == []


def test_a_language_the_phone_has_no_voice_of_its_own_for_is_left_to_the_eyes(spoken: Phone) -> None:
    spoken.page.add_init_script("window.speechSynthesis.voices[0].localService = false")
    spoken.page.add_init_script("localStorage.setItem('palm.language', 'en')")
    go(spoken, "/consent")
    spoken.on("consent-text")
    spoken.tap("read-aloud")
    languages = {one["lang"] for one in all_said(spoken)}

    assert languages == {"en"}
    expect(spoken.on("reading")).to_contain_text("no voice of its own")


def test_reading_is_offered_in_care_mode_only(phone: Phone) -> None:
    go(phone, "/helper")
    phone.on("helper-begin")

    expect(phone.page.get_by_test_id("read-aloud")).to_have_count(0)
    assert [address for address in phone.addresses if "read-aloud" in address] == []
