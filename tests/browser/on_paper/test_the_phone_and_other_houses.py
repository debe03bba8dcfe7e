"""The phone and the houses one may sign in at: offered where joined, left, come back from, once."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

TICKET, STATE = "TK-invented-000001", "invented-state-0001"
IN_THE_QUERY = "/?way={way}&ticket={ticket}&state={state}#/signed-in"
BEHIND_THE_FRAGMENT = "/?way={way}#/signed-in?ticket={ticket}&state={state}"
NOTE_PLACES = """
  const topOf = (one) => one.getBoundingClientRect().top;
  window.places = [...document.querySelectorAll("main *")].map((one) => [one, topOf(one)]);
  window.moved = () => window.places.filter(([one, top]) => topOf(one) !== top).map(([one]) => one.outerHTML);
"""


def back_by(paper: Paper, phone: Phone, form: str, way: str = "unified-identity") -> None:
    """The other house says yes at once, and sends the person back in this form."""
    url = phone.url + form.format(way=way, ticket=TICKET, state=STATE)
    paper.says["begin_outside_sign_in"] = {"url": url, "expiresAt": "2026-11-21T02:10:00Z"}


@pytest.mark.parametrize("form", [IN_THE_QUERY, BEHIND_THE_FRAGMENT], ids=["query", "fragment"])
@pytest.mark.parametrize(
    ("way", "operation"),
    [
        ("unified-identity", "sign_in_by_unified_identity"),
        ("business-licence", "sign_in_by_business_licence"),
    ],
)
def test_away_and_back_is_signed_in_and_the_address_forgets_the_ticket(
    phone: Phone, paper: Paper, form: str, way: str, operation: str
) -> None:
    back_by(paper, phone, form, way)
    go(phone, "/sign-in")
    phone.tap(f"by-{way}")

    phone.on("page-home")
    assert paper.heard(operation) == [{"ticket": TICKET, "state": STATE}]
    phone.page.go_back()
    assert TICKET not in phone.page.url
    assert TICKET not in str(phone.written_down())
    assert phone.complaints == []


def test_whoever_was_in_the_middle_of_something_is_back_there(phone: Phone, paper: Paper) -> None:
    back_by(paper, phone, IN_THE_QUERY)
    paper.refuses["refresh_session"] = ["session-ended"]
    go(phone, "/sessions")
    phone.tap("check-again")
    phone.tap("by-unified-identity")

    expect(phone.on("session-list")).to_be_visible()
    assert phone.page.url.endswith("#/sessions")


def test_the_page_offers_what_the_city_has_joined_and_fits_the_smallest_phone(
    phone: Phone, tmp_path: Path
) -> None:
    go(phone, "/sign-in")

    expect(phone.on("by-unified-identity")).to_contain_text("用省统一身份认证登录")
    expect(phone.on("by-business-licence")).to_contain_text("用电子营业执照登录")
    phone.check_screen()
    phone.page.screenshot(path=tmp_path / "sign-in.png", full_page=True)


def test_nothing_moves_under_a_thumb_when_it_is_known_who_has_joined(phone: Phone, paper: Paper) -> None:
    paper.hold()
    go(phone, "/sign-in")
    phone.on("sign-in-counter")
    phone.page.evaluate(NOTE_PLACES)

    paper.let_go()
    phone.on("by-business-licence")
    phone.on("mini-program")

    assert phone.page.evaluate("window.moved()") == []


@pytest.mark.parametrize("answer", [{"ways": []}, {"ways": ["tomorrows-house"]}])
def test_of_a_house_that_is_not_joined_or_not_known_nothing_is_said(
    phone: Phone, paper: Paper, answer: dict[str, list[str]]
) -> None:
    paper.says["list_sign_in_ways"] = answer
    go(phone, "/sign-in")

    phone.on("by-face")
    assert "统一身份" not in phone.page.inner_text("main")
    assert "营业执照" not in phone.page.inner_text("main")


def test_without_the_list_the_other_ways_are_there(phone: Phone, paper: Paper) -> None:
    paper.refuses["list_sign_in_ways"] = ["temporarily-unavailable"]
    go(phone, "/sign-in")

    phone.on("by-face")
    phone.on("ask-code")
    phone.on("mini-program")
    expect(phone.page.get_by_test_id("problem")).to_have_count(0)


def test_who_said_no_over_there_is_led_back(phone: Phone, paper: Paper) -> None:
    phone.page.goto(f"{phone.url}/?way=unified-identity&error=denied&state={STATE}#/signed-in")

    expect(phone.on("page-signed-in-not")).to_contain_text("您在那边没有同意登录")
    phone.check_screen()
    phone.tap("sign-in-again")
    phone.on("page-sign-in")
    assert "error" not in phone.page.url
    assert paper.bodies("sign_in_by_unified_identity") == []


def test_a_return_that_counts_no_more_says_so_and_leads_back(phone: Phone, paper: Paper) -> None:
    paper.refuses["sign_in_by_unified_identity"] = ["outside-sign-in-ended"]
    phone.page.goto(phone.url + IN_THE_QUERY.format(way="unified-identity", ticket=TICKET, state=STATE))

    expect(phone.on("problem")).to_contain_text("这次登录已失效")
    phone.check_screen()
    assert TICKET not in phone.page.url
    phone.page.reload()
    assert len(paper.heard("sign_in_by_unified_identity")) == 1


def test_an_address_with_nothing_in_it_asks_nobody(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script("localStorage.removeItem('palm.signed-in')")
    for address in ("/#/signed-in", f"/?way=elsewhere&ticket={TICKET}&state={STATE}#/signed-in"):
        phone.page.goto(phone.url + address)
        phone.on("sign-in-again")

    assert [one.operation for one in paper.sent if one.operation.startswith("sign_in")] == []
