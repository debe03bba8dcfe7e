"""What is typed stays through a reload and through signing in; names and numbers stay in memory alone."""

import base64
import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.telling import AT, OWN_NUMBER, a_case, example, go, sign_in
from tests.browser.paper import Paper
from tests.browser.phone import Phone

ITEM = "wg-15-minban-renewal"
HOLDER, HOLDERS_NUMBER = "庚子安", "999999190001010007"
BOOK_LINE = "adr_01je7jryg9e00800000000000a"
# what is written in one's own words: where, in which field, and what hands it in
WRITTEN = {
    "a complaint": ("/grievances/new?kind=complaint", "grievance-words", "grievance-send"),
    "a word to an answer": ("/grievances/grv_01je7jrygae00800000000000e", "reopen-words", "reopen-send"),
    "a statement": (f"{AT}/statement", "statement-words", "statement-send"),
    "a rating": (f"{AT}/rating", "rating-text", "rating-send"),
    "a word to the rules": (f"{AT}/automatic", "automatic-words", "automatic-send"),
}
WORDS = "这件事请再看一看。"


@pytest.fixture
def writable(paper: Paper) -> Paper:
    """A case and a grievance where each kind of words may be written."""
    hearing = {
        "state": "hearing",
        "stateText": "拟撤销，正在听取您的意见",
        "reasons": ["不符合法定条件。"],
        "basis": "行政许可法第六十九条",
        "hearUntil": "2099-11-30",
    }
    rule = {"id": "licence-valid", "words": "原证书状态为有效", "met": True, "input": "有效"}
    said = {**rule, "source": "电子证照库", "asOf": "2026-11-21T02:00:06Z"}
    instant = {"state": "adopted", "version": 1, "rules": [said], "canRefuse": True}
    paper.says["read_case"] = a_case(paper, revocation=hearing, instant=instant)
    answered = {"state": "answered", "stateText": "已答复", "reopenUntil": "2099-12-12"}
    paper.says["read_grievance"] = example(paper, "GrievanceOpen", **answered)
    return paper


def end_session(paper: Paper, operation: str) -> None:
    """At that call, for good."""
    paper.refuses |= {operation: ["session-ended"], "refresh_session": ["session-ended"]}


@pytest.mark.parametrize(("place", "field", "hand_in"), WRITTEN.values(), ids=WRITTEN)
def test_words_are_there_after_a_reload_and_gone_once_they_are_handed_in(
    phone: Phone, writable: Paper, place: str, field: str, hand_in: str
) -> None:
    go(phone, place)
    if field == "rating-text":
        phone.tick("level-5")
    phone.on(field).fill(WORDS)
    phone.page.reload()
    expect(phone.on(field)).to_have_value(WORDS)

    phone.tap(hand_in)

    expect(phone.page.get_by_test_id(field)).to_have_count(0)
    assert WORDS in json.dumps([one.body for one in writable.sent], ensure_ascii=False)
    assert WORDS not in str(phone.written_down())


def test_a_complaint_comes_through_a_session_that_ends(phone: Phone, writable: Paper) -> None:
    go(phone, "/grievances/new?kind=complaint")
    phone.on("grievance-words").fill(WORDS)
    end_session(writable, "raise_grievance")
    phone.tap("grievance-send")
    expect(phone.on("page-sign-in")).to_contain_text("填好的都还在")
    sign_in(phone)
    expect(phone.on("grievance-words")).to_have_value(WORDS)

    phone.tap("grievance-send")

    phone.on("page-grievance")
    first, second = writable.heard("raise_grievance", 2)
    assert first == second == {"kind": "complaint", "words": WORDS}


def test_a_name_and_a_number_come_through_signing_in_and_are_never_written_down(
    phone: Phone, paper: Paper
) -> None:
    go(phone, "/mandates/new")
    phone.on("agent-name").fill(HOLDER)
    phone.on("agent-number").fill(HOLDERS_NUMBER)
    phone.tick(f"item-{ITEM}")
    end_session(paper, "draft_mandate")
    phone.tap("draft-mandate")
    expect(phone.on("page-sign-in")).to_contain_text("可能要再填一次")
    expect(phone.on("page-sign-in")).not_to_contain_text("填好的都还在")
    phone.tap("by-face")
    expect(phone.on("page-consent")).to_contain_text("可能要再填一次")
    phone.page.go_back()
    sign_in(phone)

    expect(phone.on("agent-name")).to_have_value(HOLDER)
    expect(phone.on("agent-number")).to_have_value(HOLDERS_NUMBER)
    expect(phone.on(f"item-{ITEM}")).to_be_checked()
    written = str(phone.written_down())
    assert HOLDER not in written
    assert HOLDERS_NUMBER not in written
    phone.page.reload()
    expect(phone.on("agent-number")).to_have_value("")


def test_an_address_half_typed_comes_through_signing_in(phone: Phone, paper: Paper) -> None:
    go(phone, "/addresses")
    phone.tap(f"edit-{BOOK_LINE}")
    phone.on("address-phone").fill(OWN_NUMBER)
    end_session(paper, "change_address")
    phone.tap("address-save")
    sign_in(phone)
    expect(phone.on("address-phone")).to_have_value(OWN_NUMBER)
    assert OWN_NUMBER not in str(phone.written_down())

    phone.tap("address-save")

    phone.on("address-new")
    first, second = paper.heard("change_address", 2)
    assert first == second
    phone.page.reload()
    phone.on("address-new")


def test_what_a_form_could_not_save_comes_through_signing_in_and_is_saved(phone: Phone, paper: Paper) -> None:
    told = paper.example_of("read_form")
    paper.says["read_form"] = told
    paper.says["edit_form"] = told | {"delivery": told["delivery"] | {"phone": OWN_NUMBER}}
    go(phone, f"{AT}/form")
    phone.on("delivery-phone")
    end_session(paper, "edit_form")
    phone.on("delivery-phone").fill(OWN_NUMBER)
    sign_in(phone)

    expect(phone.on("delivery-phone")).to_have_value(OWN_NUMBER)
    expect(phone.on("saving")).to_contain_text("已保存")

    refused, saved = paper.heard("edit_form", 2)
    assert refused == saved
    assert OWN_NUMBER not in str(phone.written_down())
    go(phone, "/")
    phone.on("page-home")
    go(phone, f"{AT}/form")
    phone.on("delivery-phone")
    assert len(paper.heard("edit_form", 2)) == 2  # saved, it is kept no longer


def of_person(told: dict[str, Any], person: str) -> dict[str, Any]:
    """A session whose token says whose it is."""
    payload = base64.urlsafe_b64encode(json.dumps({"sub": person}).encode()).decode().rstrip("=")
    return told | {"accessToken": f"eyJhbGciOiJFUzI1NiJ9.{payload}.not-a-signature"}


def test_what_somebody_typed_is_not_there_for_whoever_signs_in_after_them(phone: Phone, paper: Paper) -> None:
    told = paper.example_of("read_form")
    paper.says["read_form"] = told
    paper.says["refresh_session"] = of_person(paper.example_of("refresh_session"), "pty_one")
    entered = paper.example_of("sign_in_by_code")
    paper.says["sign_in_by_code"] = entered | {"session": of_person(entered["session"], "pty_other")}
    go(phone, f"{AT}/form")
    phone.on("delivery-phone")
    end_session(paper, "edit_form")
    phone.on("delivery-phone").fill(OWN_NUMBER)
    sign_in(phone)

    expect(phone.on("delivery-phone")).to_have_value(told["delivery"]["phone"])

    assert len(paper.heard("edit_form")) == 1


def test_what_a_form_could_not_save_gives_way_to_what_was_changed_elsewhere(
    phone: Phone, paper: Paper
) -> None:
    told = paper.example_of("read_form")
    paper.says["read_form"] = told
    go(phone, f"{AT}/form")
    phone.on("delivery-phone")
    end_session(paper, "edit_form")
    phone.on("delivery-phone").fill(OWN_NUMBER)
    phone.on("page-sign-in")
    newer = told["delivery"] | {"phone": "19900000999"}
    paper.says["read_form"] = told | {"version": told["version"] + 1, "delivery": newer}
    sign_in(phone)

    expect(phone.on("saving")).to_contain_text("别处刚改过这张表")

    expect(phone.on("delivery-phone")).to_have_value("19900000999")
    assert len(paper.heard("edit_form")) == 1


def test_whoever_signs_in_without_coming_back_finds_nobodys_name_in_the_fields(phone: Phone) -> None:
    go(phone, "/appointment")
    phone.on("appointment-name").fill(HOLDER)
    go(phone, "/items")
    go(phone, "/appointment")
    expect(phone.on("appointment-name")).to_have_value(HOLDER)
    go(phone, "/sign-in")
    sign_in(phone)
    phone.on("page-matter")

    go(phone, "/appointment")

    expect(phone.on("appointment-name")).to_have_value("")
