"""What the world does to somebody half-way: reload, Back, a thumb that taps twice, no network, a slow one, a
second tab, an answer that was lost, a session that ended. Nothing is lost and nothing is done twice."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.on_paper.telling import AT, LICENCE, example, go, sign_in
from tests.browser.paper import Paper
from tests.browser.phone import Phone

MATTER = "mtr_01je7jryg1e008000000000002"
ITEM = "wg-15-minban-renewal"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
TWICE = "one => { one.click(); one.click(); }"


@pytest.fixture
def at_matter(phone: Phone) -> Phone:
    """The invitation is open; everything is said but the last word."""
    go(phone, f"/matters/{MATTER}")
    phone.tick(f"answer-{ITEM}-yes")
    phone.tick("promise")
    return phone


@pytest.fixture
def at_form(phone: Phone, paper: Paper) -> Phone:
    """The form is open; everything is ticked, and it can be handed in."""
    fields = [one | {"disputed": False} for one in example(paper, "FormFilled")["fields"]]
    paper.says["read_form"] = example(paper, "FormFilled", fields=fields)
    go(phone, f"{AT}/form")
    phone.tick("material-all")
    phone.tick("promise")
    return phone


def test_a_reload_keeps_what_was_answered_and_ticked(at_matter: Phone) -> None:
    at_matter.page.reload()

    expect(at_matter.on(f"answer-{ITEM}-yes")).to_be_checked()
    expect(at_matter.on("promise")).to_be_checked()


def test_a_reload_keeps_the_ticks_of_the_form(at_form: Phone) -> None:
    at_form.page.reload()

    expect(at_form.on("material-all")).to_be_checked()
    expect(at_form.on("promise")).to_be_checked()


def test_a_double_tap_says_yes_once(at_matter: Phone, paper: Paper) -> None:
    at_matter.on("answer-submit").evaluate(TWICE)

    expect(at_matter.page.get_by_test_id("answer-submit")).to_have_count(0)
    assert len(paper.heard("answer_invitation")) == 1


def test_a_double_tap_hands_the_form_in_once(at_form: Phone, paper: Paper) -> None:
    at_form.on("form-confirm").evaluate(TWICE)

    at_form.on("case-head")
    assert len(paper.heard("confirm_form")) == 1


def test_back_after_handing_in_does_not_lead_to_the_form_again(at_form: Phone, paper: Paper) -> None:
    at_form.tap("form-confirm")
    at_form.on("case-head")
    at_form.page.go_back()

    expect(at_form.page.get_by_test_id("form-confirm")).to_have_count(0)
    assert len(paper.heard("confirm_form")) == 1


def test_without_network_nothing_is_lost_and_it_goes_on_where_it_was(at_form: Phone, paper: Paper) -> None:
    at_form.context.set_offline(offline=True)
    at_form.on("offline")
    at_form.tap("form-confirm")
    expect(at_form.on("problem")).to_contain_text("网络不通")
    expect(at_form.on("promise")).to_be_checked()
    at_form.context.set_offline(offline=False)
    expect(at_form.page.get_by_test_id("offline")).to_have_count(0)

    at_form.tap("try-again")

    at_form.on("case-head")
    assert len(paper.heard("confirm_form")) == 1


def test_an_answer_that_was_lost_is_asked_for_with_the_same_key(at_form: Phone, paper: Paper) -> None:
    paper.refuses["confirm_form"] = ["outside-unavailable"]
    at_form.tap("form-confirm")

    at_form.tap("try-again")

    at_form.on("case-head")
    keys = [one.key for one in paper.sent if one.operation == "confirm_form"]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_on_a_slow_network_something_is_shown_at_once_and_a_tap_counts_once(
    phone: Phone, paper: Paper
) -> None:
    phone.context.new_cdp_session(phone.page).send("Network.emulateNetworkConditions", SLOW_3G)
    paper.hold()
    go(phone, f"/matters/{MATTER}")
    phone.on("loading")
    paper.let_go()
    phone.tick(f"answer-{ITEM}-yes")
    phone.tick("promise")
    submit = phone.on("answer-submit")

    submit.evaluate(TWICE)
    expect(submit).to_be_disabled()

    expect(phone.page.get_by_test_id("answer-submit")).to_have_count(0)
    assert len(paper.heard("answer_invitation")) == 1


def test_on_a_slow_network_it_is_seen_how_much_of_a_file_has_gone(phone: Phone, paper: Paper) -> None:
    report = {
        "key": "annual_report",
        "name": "上一年度经营情况年度报告",
        "origin": "person",
        "confirmed": False,
        "given": False,
    }
    paper.says["read_form"] = example(paper, "FormFilled", materials=[report])
    go(phone, f"{AT}/form")
    phone.on("give-annual_report")
    phone.context.new_cdp_session(phone.page).send("Network.emulateNetworkConditions", SLOW_3G)

    phone.on("give-annual_report").set_input_files(
        FilePayload(name="report.pdf", mimeType="application/pdf", buffer=bytes(200_000))
    )

    share = phone.on("give-annual_report-share")
    phone.page.wait_for_function("([one]) => one.value > 0 && one.value < 1", arg=[share.element_handle()])
    expect(share).to_have_count(0)
    assert len(paper.heard("put_form_material")) == 1


def test_two_tabs_that_open_at_once_are_both_let_in(phone: Phone, paper: Paper) -> None:
    """Each with a token of its own, which neither writes down where the other could read it."""
    paper.hold()
    second = phone.another_tab()
    for page in (phone.page, second.page):
        page.goto(f"{phone.url}/#/wallet")
        expect(page.get_by_test_id("loading")).to_be_visible()
    paper.let_go()

    phone.on(f"card-{LICENCE}")
    second.on(f"card-{LICENCE}")
    assert len([one for one in paper.sent if one.operation == "refresh_session"]) == 2
    assert set(phone.written_down()) <= {"palm.signed-in", "palm.acting", "palm.agency"}


def test_what_was_handed_in_on_another_tab_is_said_here(at_form: Phone, paper: Paper) -> None:
    paper.refuses["confirm_form"] = ["form-confirmed"]

    at_form.tap("form-confirm")

    at_form.tap("form-to-case")
    at_form.on("case-head")
    assert len(paper.heard("confirm_form")) == 1  # told so, nobody sends it again


def test_a_session_that_ends_half_way_is_opened_again_and_goes_on_exactly_there(
    at_matter: Phone, paper: Paper
) -> None:
    paper.refuses["answer_invitation"] = ["session-ended"]
    paper.refuses["refresh_session"] = ["session-ended"]
    at_matter.tap("answer-submit")
    sign_in(at_matter)

    expect(at_matter.on(f"answer-{ITEM}-yes")).to_be_checked()
    expect(at_matter.on("promise")).to_be_checked()
    at_matter.tap("answer-submit")
    expect(at_matter.page.get_by_test_id("answer-submit")).to_have_count(0)
    first, second = (one.body for one in paper.sent if one.operation == "answer_invitation")
    assert first == second
