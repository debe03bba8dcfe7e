"""The phone page inside the mini-program (web-view): the face is WeChat's own, so a check goes back to it."""

from typing import Any

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import AT, a_case, example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

MATTER = "mtr_01je7jryg1e008000000000002"
INSIDE = "window.__wxjs_environment = 'miniprogram';"
BRIDGE = """
window.asked = [];
window.WeixinJSBridge = { invoke: (name, told, answer) => {
  window.asked.push([name, told.name, told.arg.url]);
  if (window.answers) answer({ err_msg: `${name}:${window.answers}` });
} };
"""
YES = "window.answers = 'ok';"
NO = "window.answers = 'fail page not found';"


def asked(phone: Phone) -> Any:
    """What WeChat was asked for, once it was."""
    phone.until(lambda: phone.page.evaluate("window.asked.length > 0"))
    return phone.page.evaluate("window.asked")


def withdrawing(phone: Phone, paper: Paper) -> None:
    """A step for which the office wants the face."""
    paper.says["read_case"] = a_case(paper, state="accepted")
    go(phone, f"{AT}/withdrawal")
    phone.tick("sure")
    paper.refuses["withdraw_case"] = ["face-needed-for-matter"]
    phone.tap("withdraw")


def test_a_check_that_is_needed_goes_to_wechats_own_page_and_names_where_it_was(
    phone: Phone, paper: Paper
) -> None:
    phone.page.add_init_script(INSIDE + BRIDGE + YES)

    withdrawing(phone, paper)

    needed = example(paper, "face-needed-for-matter")
    then = f"%2Fcases%2F{CASE}%2Fwithdrawal"
    query = f"then={then}&m={needed['matterId']}&purpose={needed['purpose']}"
    assert asked(phone) == [
        ["invokeMiniProgramAPI", "navigateTo", f"/pages/identity/identity?{query}"],
    ]
    assert phone.page.url.endswith(f"#{AT}/withdrawal")


def test_a_session_that_ended_asks_for_another_ticket_and_for_no_face(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script(INSIDE + BRIDGE + YES)
    paper.says["read_case"] = a_case(paper, state="accepted")
    go(phone, f"{AT}/withdrawal")
    phone.tick("sure")
    paper.refuses["withdraw_case"] = ["session-ended"]
    paper.refuses["refresh_session"] = ["session-ended"]

    phone.tap("withdraw")

    path = f"%2Fcases%2F{CASE}%2Fwithdrawal"
    assert asked(phone) == [["invokeMiniProgramAPI", "redirectTo", f"/pages/web/web?path={path}"]]


def test_without_wechats_bridge_the_pages_own_ways_are_there(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script(INSIDE)

    withdrawing(phone, paper)

    phone.on("page-consent")
    assert phone.page.url == f"{phone.url}/#/consent"  # on this page, by its own way


def test_where_wechat_opens_no_page_of_its_own_this_pages_ways_are_there(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script(INSIDE + BRIDGE + NO)

    withdrawing(phone, paper)

    phone.on("page-consent")
    assert len(asked(phone)) == 1


def test_a_bridge_that_never_answers_is_waited_for_a_second(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script(INSIDE + BRIDGE)
    phone.page.clock.install()

    withdrawing(phone, paper)
    assert len(asked(phone)) == 1
    phone.page.clock.fast_forward(1100)

    phone.on("page-consent")


def test_a_page_that_lies_below_the_native_one_goes_nowhere(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script(INSIDE + BRIDGE)
    phone.page.clock.install()

    withdrawing(phone, paper)
    assert len(asked(phone)) == 1
    phone.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden' });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    phone.page.clock.fast_forward(1100)

    phone.on("page-withdrawal")
    assert phone.page.url.endswith(f"#{AT}/withdrawal")


def test_outside_the_mini_program_nobody_asks_the_bridge(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script(BRIDGE)

    withdrawing(phone, paper)

    phone.on("page-consent")
    assert phone.page.evaluate("window.asked") == []


def test_the_way_into_the_mini_program_is_shown_outside_of_it_alone(phone: Phone, paper: Paper) -> None:
    assert paper.contract
    go(phone, f"/matters/{MATTER}")
    phone.on("mini-program")

    phone.page.add_init_script(INSIDE + BRIDGE)
    phone.page.reload()

    phone.on("page-matter")
    assert phone.page.get_by_test_id("mini-program").count() == 0
