"""The bodies a colleague works for (所辖机关), at the desk: ticked by name, and what goes with them."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.paper import Paper

LAIXI, PINGDU = "11370285MB9990012C", "11370283MB9990020A"
BODIES = [{"code": PINGDU, "name": "平度市行政审批局"}, {"code": LAIXI, "name": "莱西市行政审批局"}]
ACCOUNTS = [
    {"login": "clerk-1", "name": "窗口丙", "roles": ["clerk"], "state": "active"},
    {"login": "clerk-2", "name": "平度窗口", "roles": ["clerk"], "state": "active", "bodies": [PINGDU]},
    {"login": "audit-1", "name": "审计辛", "roles": ["audit"], "state": "active"},
]


@pytest.fixture
def keeping(desk: Desk, paper: Paper) -> Desk:
    """A security administrator before the accounts."""
    paper.says |= {"list_bodies": {"bodies": BODIES}, "list_staff_accounts": {"accounts": ACCOUNTS}}
    desk.sign_in("security")
    desk.go("/accounts")
    desk.on("all-accounts")
    return desk


def test_each_account_says_for_which_bodies_by_name(keeping: Desk) -> None:
    for login, said in (("clerk-1", "全部机关"), ("clerk-2", "平度市行政审批局"), ("audit-1", "—")):
        expect(keeping.on(f"account-{login}")).to_contain_text(said)
    assert keeping.page.get_by_test_id("change-bodies-audit-1").count() == 0
    keeping.check_screen()


def test_bodies_are_ticked_by_name_and_asked_for_with_a_reason(keeping: Desk, paper: Paper) -> None:
    keeping.click("change-bodies-clerk-1")
    assert keeping.page.get_by_test_id(f"change-bodies-clerk-1-form-bodies-{LAIXI}").count() == 0
    keeping.on("change-bodies-clerk-1-form-scope-some").check()
    keeping.click("change-bodies-clerk-1-form-submit")
    expect(keeping.on("change-bodies-clerk-1-form")).to_contain_text("请至少勾一项。")

    keeping.on(f"change-bodies-clerk-1-form-bodies-{LAIXI}").check()
    keeping.type("change-bodies-clerk-1-form-reason", "调到莱西窗口")
    keeping.check_screen()
    keeping.click("change-bodies-clerk-1-form-submit")

    keeping.says("已提出")
    [body] = paper.heard("ask_account_change")
    assert body == {"kind": "change_bodies", "login": "clerk-1", "bodies": [LAIXI], "reason": "调到莱西窗口"}
    assert keeping.complaints == []


def test_every_body_is_given_back_by_saying_so(keeping: Desk, paper: Paper) -> None:
    keeping.click("change-bodies-clerk-2")
    expect(keeping.on(f"change-bodies-clerk-2-form-bodies-{PINGDU}")).to_be_checked()

    keeping.on("change-bodies-clerk-2-form-scope-every").check()
    keeping.type("change-bodies-clerk-2-form-reason", "调回综合窗口")
    keeping.click("change-bodies-clerk-2-form-submit")

    keeping.says("已提出")
    [body] = paper.heard("ask_account_change")
    assert body == {
        "kind": "change_bodies",
        "login": "clerk-2",
        "everyBody": True,
        "reason": "调回综合窗口",
    }


def test_a_new_account_is_asked_for_bodies_only_where_its_work_is_about_cases(keeping: Desk) -> None:
    keeping.click("add-account")

    keeping.on("add-account-form-role-audit").check()
    assert keeping.page.get_by_test_id("add-account-form-scope-some").count() == 0
    keeping.on("add-account-form-role-clerk").check()
    expect(keeping.on("add-account-form-scope-some")).to_be_visible()


def test_who_works_for_one_body_is_told_so_and_offered_no_visit(desk: Desk, paper: Paper) -> None:
    paper.says["read_staff_me"] = {"bodies": BODIES[:1]}
    desk.sign_in("clerk")

    desk.go("/me")
    expect(desk.on("page-me")).to_contain_text("平度市行政审批局")
    desk.go("/visits")
    desk.on("visits-read-only")
