"""Who did not wait for an answer and went elsewhere stays there when it comes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.on_paper.telling import AT, example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone
from tests.browser.screens.looking import settle

DRAFTED = "/items/wg-15-minban-renewal"


def answered(page: Page, paper: Paper, ending: str, *, meanwhile: Callable[[], None]) -> None:
    """Something is sent, one goes elsewhere, and the answer has come."""
    with page.expect_response(re.compile(f"{ending}$")) as coming:
        meanwhile()
        paper.let_go()
    coming.value.finished()
    settle(page)  # it has made something of it


@pytest.mark.parametrize("refusals", [[], ["face-needed-for-matter"]], ids=["done", "refused"])
def test_who_went_home_while_a_form_was_handed_in_is_not_taken_off_the_first_screen(
    phone: Phone, paper: Paper, refusals: list[str]
) -> None:
    fields = [one | {"disputed": False} for one in example(paper, "FormFilled")["fields"]]
    paper.says["read_form"] = example(paper, "FormFilled", fields=fields)
    paper.refuses["confirm_form"] = list(refusals)
    go(phone, f"{AT}/form")
    phone.tick("material-all")
    phone.tick("promise")

    def go_home() -> None:
        paper.hold()
        phone.tap("form-confirm")
        go(phone, "/")
        phone.on("loading")

    answered(phone.page, paper, "/form/confirmation", meanwhile=go_home)

    phone.on("to-wallet")
    assert phone.page.url.endswith("#/")
    assert len(paper.heard("confirm_form")) == 1


def test_a_clerk_who_went_on_stays_where_they_went(desk: Desk, paper: Paper) -> None:
    desk.sign_in("business")
    desk.go(DRAFTED)
    desk.click("draft")
    desk.type("draft-form-why", "费用条款更新")

    def go_on() -> None:
        paper.hold()
        desk.click("draft-form-submit")
        desk.go("/me")
        desk.on("page-me")

    answered(desk.page, paper, "/versions", meanwhile=go_on)

    expect(desk.page.get_by_test_id("page-me")).to_be_visible()
    assert desk.page.url.endswith("#/me")
    assert len(paper.heard("draft_item_version")) == 1


def test_who_came_back_meanwhile_is_not_taken_away_either(phone: Phone, paper: Paper) -> None:
    words = "住所少了门牌号"
    go(phone, "/grievances/new")
    phone.tick("kind-complaint")
    phone.on("grievance-words").fill(words)

    def go_and_come_back() -> None:
        paper.hold()
        phone.tap("grievance-send")
        go(phone, "/")
        phone.on("loading")
        go(phone, "/grievances/new")
        phone.on("page-grievance-new")

    answered(phone.page, paper, "/grievances", meanwhile=go_and_come_back)

    phone.on("grievance-send")
    assert "/grievances/new" in phone.page.url
    assert [sent["words"] for sent in paper.heard("raise_grievance")] == [words]
