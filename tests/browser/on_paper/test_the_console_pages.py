"""The desk against the contract's own examples: every page, every width, refusals, the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import CASE, DOUBT, FORMS, LIST, PARCEL
from tests.browser.paper import ROLES, Paper

PAGES = {
    "/": "today",
    "/queues/calls": "queue",
    "/push-lists": "push-lists",
    LIST: "push-list",
    DOUBT: "doubt",
    "/calls/call_1": "call",
    "/appointments": "appointments",
    f"/instant/{CASE}": "instant",
    "/rechecks/rck_1": "recheck",
    "/revocations/rvk_1": "revocation",
    "/shadows": "shadows",
    "/clocks": "clocks",
    f"/clocks/{CASE}": "clock",
    "/promises/prm_1": "promise",
    PARCEL: "certificate",
    "/grievances/grv_1": "grievance",
    "/stuck/job_1": "stuck",
    f"/cases/{CASE}": "case",
    "/visits": "visit-open",
    "/visits/vst_1": "visit",
    "/visits/vst_1/matters/mtr_1": "visit-matter",
    FORMS: "visit-forms",
    f"/visits/vst_1/cases/{CASE}": "visit-case",
    "/items": "items",
    "/items/wg-15-minban-renewal": "item",
    "/items/wg-15-minban-renewal/versions/ver_1": "version",
    "/accounts": "accounts",
    "/figures": "figures",
    "/me": "me",
    "/nowhere": "unknown",
}
# what looks and changes nothing, and one's own session
HARMLESS = re.compile(
    r"sign-out|sign-out-everywhere|end-session|find|items-find|findings-open|more|try-again|reload|show-news|fetch-.*"
)


def test_every_page_opens_fits_every_width_and_names_everything(desk: Desk) -> None:
    desk.check_screen()
    desk.sign_in("+".join(ROLES))

    for path, name in PAGES.items():
        desk.go(path)
        desk.on(f"page-{name}")
        expect(desk.page.get_by_test_id("loading")).to_have_count(0)
        assert desk.page.get_by_test_id("problem").count() == 0, path
        desk.check_screen()

    assert desk.complaints == []


def test_an_audit_administrator_sees_every_page_and_no_button_that_changes_anything(
    desk: Desk, paper: Paper
) -> None:
    desk.sign_in("audit")

    for path, name in PAGES.items():
        desk.go(path)
        desk.on(f"page-{name}")
        expect(desk.page.get_by_test_id("loading")).to_have_count(0)
        assert desk.page.get_by_test_id("problem").count() == 0, path
        buttons = desk.page.locator("main button").all()
        named = [one.get_attribute("data-test") or one.inner_text() for one in buttons if one.is_enabled()]
        assert [one for one in named if not HARMLESS.fullmatch(one)] == [], path

    assert {one.operation for one in paper.sent} == {"sign_in_staff"}


def test_the_first_time_a_key_leads_to_a_password_and_a_second_factor(desk: Desk, paper: Paper) -> None:
    desk.click("to-activate")
    desk.type("activate-login", "clerk")
    desk.type("activate-activationKey", "KEY-ONCE")
    desk.type("activate-password", "short")
    desk.type("activate-again", "other")
    desk.click("activate-submit")
    expect(desk.page.locator(".palm-field__slip")).to_have_count(2)
    desk.type("activate-password", "a long password")
    desk.type("activate-again", "a long password")
    desk.click("activate-submit")
    desk.on("secret")
    picture = desk.page.get_by_role("img")
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    desk.check_screen()

    desk.type("enrol-code", "123 456")
    desk.click("enrol-submit")

    desk.on("page-today")
    assert paper.heard("confirm_enrolment")[0]["code"] == "123456"


def test_what_was_typed_stays_through_every_refusal_and_is_sent_under_one_key(
    desk: Desk, paper: Paper
) -> None:
    desk.sign_in("chief")
    desk.go(LIST)
    desk.click("send-back")
    desk.click("send-back-form-submit")
    desk.on("send-back-dialog").get_by_text("请写明").wait_for()
    expect(desk.on("send-back-form-note")).to_be_focused()
    desk.type("send-back-form-note", "样本里有一家已注销")
    paper.refuses["decide_push_list"] = ["temporarily-unavailable", "step-not-allowed"]

    desk.click("send-back-form-submit")
    desk.click("try-again")
    desk.on("reload")

    assert desk.on("send-back-form-note").input_value() == "样本里有一家已注销"
    first, again = [one.key for one in paper.sent if one.operation == "decide_push_list"]
    assert first == again
    desk.click("send-back-form-submit")
    expect(desk.page.get_by_test_id("send-back-dialog")).to_be_hidden()
    expect(desk.on("said")).to_contain_text("已退回")
    assert paper.sent[-1].key != first


def test_a_session_that_ended_is_opened_anew_over_the_page_and_nothing_is_lost(
    desk: Desk, paper: Paper
) -> None:
    desk.sign_in("chief")
    desk.go(LIST)
    desk.click("stop")
    desk.type("stop-form-note", "快照日期不对")
    paper.refuses["decide_push_list"] = ["sign-in-needed"]
    desk.click("stop-form-submit")
    gate = desk.on("gate-window")
    desk.keys("Escape", "Escape")
    expect(gate).to_be_visible()

    gate.get_by_test_id("sign-in-password").fill("long enough for paper")
    gate.get_by_test_id("sign-in-code").fill("654321")
    gate.get_by_test_id("sign-in-submit").click()

    expect(gate).to_be_hidden()
    assert desk.on("stop-form-note").input_value() == "快照日期不对"
    desk.click("stop-form-submit")
    expect(desk.page.get_by_test_id("stop-dialog")).to_be_hidden()
    assert [body["note"] for body in paper.heard("decide_push_list", 2)] == ["快照日期不对"] * 2


def test_pressed_twice_it_is_done_once(desk: Desk, paper: Paper) -> None:
    desk.sign_in("clerk")
    desk.go(DOUBT)
    desk.on("settle-verdict-cleared").check()
    desk.type("settle-reason", "道路更名，门牌号未变")

    desk.on("settle-submit").dblclick()

    expect(desk.on("said")).to_contain_text("已记下")
    assert paper.heard("settle_doubt") == [{"verdict": "cleared", "reason": "道路更名，门牌号未变"}]


def test_a_list_is_signed_with_the_keyboard_alone(desk: Desk, paper: Paper) -> None:
    desk.tab_to("sign-in-login")
    desk.page.keyboard.type("chief")
    desk.keys("Tab")
    desk.page.keyboard.type("long enough for paper")
    desk.keys("Tab")
    desk.page.keyboard.type("123456")
    desk.keys("Enter")
    expect(desk.on("page-today").locator("h1")).to_be_focused()
    desk.keys("?")
    desk.on("keys")
    desk.keys("Escape")
    desk.keys("g", "1")
    desk.on("queue-push_lists")
    desk.go(LIST)
    desk.on("sign")

    desk.tab_to("sign")
    desk.keys("Enter")
    desk.on("sign-dialog")
    desk.tab_to("sign-form-submit")
    desk.keys("Enter")

    expect(desk.on("said")).to_contain_text("已签发")
    assert [body["decision"] for body in paper.heard("decide_push_list")] == ["sign"]
    assert desk.focused() != "BODY"


def test_the_keys_of_the_desk_rest_while_somebody_types(desk: Desk) -> None:
    desk.sign_in("clerk")
    desk.keys("/")
    expect(desk.on("find-number")).to_be_focused()

    desk.page.keyboard.type("g1?")

    desk.on("page-today")
    expect(desk.page.get_by_test_id("keys")).to_be_hidden()
    assert desk.on("find-number").input_value() == "g1?"


def test_the_skip_link_leads_past_the_frame(desk: Desk) -> None:
    desk.sign_in("clerk")
    desk.page.locator(".desk-skip").focus()

    desk.keys("Enter")

    expect(desk.page.locator("h1")).to_be_focused()
