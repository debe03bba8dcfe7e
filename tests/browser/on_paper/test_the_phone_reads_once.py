"""The phone reads a screen in one request, comes in by a ticket, and hears that it is too old."""

import json
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

MATTER = "mtr_01je7jryg1e008000000000002"
ITEM = "wg-15-minban-renewal"
TICKET = "invented-web-view-ticket-0001-0000000000000"
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


def test_who_comes_from_the_mini_program_shows_the_ticket_once_and_is_where_it_led(
    phone: Phone, paper: Paper
) -> None:
    go(phone, f"/enter?ticket={TICKET}")

    expect(phone.on("page-case")).to_be_visible()
    assert paper.bodies("enter_by_ticket") == [{"ticket": TICKET}]
    assert "ticket" not in phone.page.url
    assert TICKET not in json.dumps(phone.written_down())
    phone.page.go_back()
    assert "ticket" not in phone.page.url


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

    phone.tap(f"answer-{ITEM}-yes")
    expect(phone.on("promise-shown")).to_contain_text("承诺")
    phone.check_screen()
    phone.tap("answer-submit")

    phone.on("page-form")
    [body] = paper.bodies("answer_invitation")
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
