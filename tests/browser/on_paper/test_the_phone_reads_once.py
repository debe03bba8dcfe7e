"""The phone reads a screen in one request, comes in by a ticket, and hears that it is too old."""

import json
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

CHECK = "idc_01je7jryg7e008000000000008"
MATTER = "mtr_01je7jryg1e008000000000002"
ITEM = "wg-15-minban-renewal"
INSIDE = "window.__wxjs_environment = 'miniprogram';"
TICKET = "invented-web-view-ticket-0001-0000000000000"
LET_GO_MEANWHILE = """async () => {
  const { held } = await import("/static/lib/held.js");
  const { exchange } = await import("/static/lib/wire.js");
  held.keep(" /v1/citizen/home", '"before"', '{"isTheOne": true}');
  const asked = exchange("GET", "/v1/citizen/home");
  held.dropAll();
  return asked;
}"""
# opened fresh, in a tab that knows nothing but that somebody signed in
SCREENS = {
    "/": "home",
    f"/matters/{MATTER}": "matter",
    f"/matters/{MATTER}/forms": "forms",
    f"/cases/{CASE}": "case",
    f"/cases/{CASE}/form": "form",
    f"/cases/{CASE}/rating": "rating",
    f"/cases/{CASE}/automatic": "automatic",
    "/licences/lic_01je7jryg5e008000000000006": "licence",
    "/acting": "acting",
}


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_opened_fresh_asks_the_office_once(phone: Phone, paper: Paper, path: str) -> None:
    asked: list[str] = []
    forms = paper.example_of("list_forms")
    another = {**forms["forms"][0], "caseId": f"{CASE[:-1]}4"}  # a single form has a page of its own
    paper.says["list_forms"] = {**forms, "forms": [*forms["forms"], another]}
    phone.page.on("request", lambda one: asked.append(one.url) if _is_read(one) else None)

    go(phone, path)
    phone.page.locator("main:not(:has([data-test=loading]))").wait_for()
    phone.page.wait_for_load_state("networkidle")

    assert len(asked) == 1, asked


def test_coming_back_to_a_screen_costs_an_answer_without_a_body(phone: Phone, paper: Paper) -> None:
    told, held = paper.example_of("read_home"), list[str]()

    def answer(route: Route) -> None:
        held.append(route.request.headers.get("if-none-match", ""))
        headers = {"ETag": '"of-this-home"', "Content-Type": "application/json"}
        same = held[-1] == '"of-this-home"'
        route.fulfill(status=304 if same else 200, headers=headers, body="" if same else json.dumps(told))

    phone.page.route("**/v1/citizen/home**", answer)
    go(phone, "/")
    phone.on("cases")
    phone.tap(f"case-{CASE}")
    phone.on("case-head")
    phone.tap("go-home")

    expect(phone.on("cases")).to_be_visible()
    assert held[-1] in {"", '"of-this-home"'}
    phone.tap(f"case-{CASE}")
    phone.on("case-head")
    phone.tap("go-home")
    expect(phone.on("cases")).to_be_visible()
    assert held[-1] == '"of-this-home"'


def test_an_answer_let_go_while_it_was_asked_for_again_is_still_what_was_asked_for(
    phone: Phone,
) -> None:
    """Somebody signs out, or many other answers came meanwhile."""
    phone.page.route("**/v1/citizen/home**", lambda route: route.fulfill(status=304))
    go(phone, "/code")
    phone.on("page-start")

    told = phone.page.evaluate(LET_GO_MEANWHILE)

    assert told == {"isTheOne": True}


def test_who_comes_from_the_mini_program_shows_the_ticket_once_and_is_where_it_led(
    phone: Phone, paper: Paper
) -> None:
    phone.page.add_init_script(INSIDE)
    go(phone, f"/enter?ticket={TICKET}")

    expect(phone.on("page-case")).to_be_visible()
    assert paper.heard("enter_by_ticket") == [{"ticket": TICKET}]
    assert "ticket" not in phone.page.url
    assert TICKET not in json.dumps(phone.written_down())
    phone.page.go_back()
    assert "ticket" not in phone.page.url


def test_a_ticket_that_came_by_a_link_asks_who_one_is_before_anybody_is_signed_in(
    phone: Phone, paper: Paper
) -> None:
    go(phone, f"/enter?ticket={TICKET}")

    name = paper.example_of("enter_by_ticket")["session"]["person"]["name"]
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(f"以 {name} 的身份进入？")
    phone.check_screen()
    assert phone.page.evaluate("localStorage.getItem('palm.signed-in')") is None
    phone.tap("enter-agree")

    expect(phone.on("page-case")).to_be_visible()
    assert "sign_out" not in [one.operation for one in paper.sent]


def test_who_is_somebody_else_refuses_it_and_that_session_is_over_at_once(phone: Phone, paper: Paper) -> None:
    token = paper.example_of("enter_by_ticket")["session"]["accessToken"]
    go(phone, f"/enter?ticket={TICKET}")
    paper.refuses["sign_out"] = ["limits-unavailable"]
    phone.tap("enter-refuse")
    expect(phone.on("problem")).to_be_visible()
    phone.tap("enter-refuse")

    phone.on("page-start")
    ended = [one for one in paper.sent if one.operation == "sign_out"]
    assert [one.headers["Authorization"] for one in ended] == [f"Bearer {token}"] * 2
    assert "read_home" not in [one.operation for one in paper.sent]
    assert phone.page.evaluate("localStorage.getItem('palm.signed-in')") is None


def test_who_goes_away_without_an_answer_is_nobody(phone: Phone) -> None:
    go(phone, f"/enter?ticket={TICKET}")
    phone.on("enter-agree")
    left = phone.page.evaluate("[localStorage.getItem('palm.signed-in'), Object.keys(sessionStorage)]")

    assert left == [None, []]


def test_a_face_whose_session_ended_meanwhile_leads_to_another_one(phone: Phone, paper: Paper) -> None:
    check = {"id": CHECK, "resumeToken": "invented-resume-token-0000"}
    phone.page.add_init_script(f"sessionStorage.setItem('palm.check', '{json.dumps(check)}')")
    paper.refuses["finish_identity_check"] = ["session-ended"]

    go(phone, f"/identity?check={CHECK}&ticket={'0' * 64}")

    expect(phone.on("page-identity-expired")).to_be_visible()
    expect(phone.on("face-again")).to_be_visible()


def test_a_ticket_that_counts_no_more_says_so_and_leads_on(phone: Phone, paper: Paper) -> None:
    paper.refuses["enter_by_ticket"] = ["ticket-refused"]

    go(phone, f"/enter?ticket={TICKET}")

    expect(phone.on("problem")).to_contain_text("这次进入的凭证不能用了")
    phone.check_screen()
    phone.tap("enter-home")
    phone.on("page-home")


def test_a_page_that_is_too_old_offers_the_newest_and_nothing_else(phone: Phone, paper: Paper) -> None:
    paper.refuses["read_home"] = ["client-too-old"]
    go(phone, "/")

    expect(phone.on("page-too-old")).to_be_visible()
    phone.check_screen()
    phone.tap("take-newest")

    phone.on("page-home")


def test_in_care_mode_one_thing_is_asked_at_a_time_and_yes_takes_two_taps(phone: Phone, paper: Paper) -> None:
    phone.page.add_init_script("localStorage.setItem('palm.mode', 'care')")
    go(phone, f"/matters/{MATTER}")
    phone.check_screen()

    expect(phone.page.get_by_text("您看到的内容版本")).to_be_hidden()
    phone.tap(f"answer-{ITEM}-yes")
    expect(phone.on("promise-shown")).to_contain_text("承诺")
    phone.page.reload()
    expect(phone.on("answers-chosen")).to_contain_text(
        paper.example_of("read_invitation")["items"][0]["name"]
    )
    expect(phone.on("answers-chosen")).to_contain_text("继续办理")
    expect(
        phone.on("page-matter").locator("[data-test=answers-chosen] ~ [data-test=promise-shown]")
    ).to_have_count(1)
    phone.on("behind-why").locator("summary").tap()
    expect(phone.page.get_by_text("您看到的内容版本")).to_be_visible()
    phone.check_screen()
    phone.tap("answer-submit")

    phone.on("page-form")
    [body] = paper.heard("answer_invitation")
    assert body["answers"] == [{"itemCode": ITEM, "answer": "yes"}]
    assert body["promise"] is True


def test_what_was_answered_on_another_phone_shows_how_it_stands_now(phone: Phone, paper: Paper) -> None:
    go(phone, f"/matters/{MATTER}")
    phone.tap(f"answer-{ITEM}-yes")
    phone.tick("promise")
    paper.refuses["answer_invitation"] = ["matter-already-answered"]
    paper.says["read_invitation"] = _answered(paper)

    phone.tap("answer-submit")

    expect(phone.on(f"answered-{ITEM}")).to_contain_text("您已回答")
    expect(phone.on("problem")).to_be_visible()
    expect(phone.on("all-answered")).to_be_visible()
    expect(phone.page.get_by_test_id("try-again")).to_have_count(0)
    expect(phone.on("look-now")).to_have_text("看现在怎样")
    phone.tap("look-now")
    expect(phone.page.get_by_test_id("problem")).to_have_count(0)
    phone.on("all-answered")


def test_the_parcels_way_stands_on_the_line_of_time(phone: Phone, paper: Paper) -> None:
    case = example(paper, "CaseDelivered")
    [event, *_] = case["shipments"][0]["events"]

    go(phone, f"/cases/{CASE}")

    expect(phone.on("timeline")).to_contain_text(event["text"])
    expect(phone.on("timeline")).to_contain_text("取回旧证")


def _is_read(request: Request) -> bool:
    return "/v1/" in request.url and request.method == "GET"


def _answered(paper: Paper) -> dict[str, Any]:
    told = paper.example_of("read_invitation")
    told["items"] = [{**one, "answer": "yes", "caseId": CASE} for one in told["items"]]
    return dict(told)
