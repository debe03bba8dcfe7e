"""Doubts at the desk: what is compared, and a settled one found again by the colleague who may correct it."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import DOUBT
from tests.browser.paper import Paper

ME = "窗口丙"  # whoever signs in on paper
OPEN = {
    "doubtId": DOUBT.rpartition("/")[2],
    "kind": "address",
    "state": "open",
    "openedAt": "2026-11-21T01:00:00Z",
    "partyName": "青岛虚构供水有限公司",
    "changed": "法定代表人（负责人）、住所",
    "changedOn": "2026-11-20",
    "addressBefore": "山东省青岛市李沧区虚构路33号",
    "addressAfter": "山东省青岛市李沧区虚构路35号",
}
SETTLED = OPEN | {
    "state": "moved",
    "settledBy": "窗口丁",
    "settledAt": "2026-11-21T02:00:00Z",
    "reason": "已电话核实",
}


def test_the_heading_names_only_what_is_compared(desk: Desk, paper: Paper) -> None:
    paper.says["list_doubts"] = {"doubts": [OPEN]}
    desk.sign_in("clerk")

    desk.go(DOUBT)

    expect(desk.on("both").locator("h2")).to_have_text("住所，变更于 2026年11月20日")
    expect(desk.on("both").locator("dl")).to_contain_text("法定代表人（负责人）、住所")


def test_what_was_settled_lately_stands_under_the_queue_and_leads_to_its_correction(
    desk: Desk, paper: Paper
) -> None:
    other = SETTLED | {"doubtId": "dbt_01je7jryg9e00800000000000e", "settledBy": ME}
    paper.says["list_doubts"] = {"doubts": [SETTLED | {"mayCorrect": True}, other | {"mayCorrect": False}]}
    paper.says["read_queue"] = {"queue": "doubts", "title": "疑点", "count": 0, "rows": []}
    desk.sign_in("clerk")
    desk.go("/queues/doubts")

    listed = desk.on("settled-doubts")
    for said in ("还可以看：最近办过的", "青岛虚构供水有限公司", "窗口丁", "已核实：确实搬了，不提醒"):
        expect(listed).to_contain_text(said)
    offered = listed.get_by_test_id("go-settled")
    expect(offered).to_have_text(["改正结论", "查看"])
    desk.check_screen()

    offered.first.click()
    desk.click("settle")
    desk.on("settle-form-verdict-cleared").check()
    desk.type("settle-form-reason", "再核对过，没有搬")
    desk.click("settle-form-submit")

    expect(desk.on("said")).to_contain_text("已记下结论")
    assert paper.heard("settle_doubt") == [{"verdict": "cleared", "reason": "再核对过，没有搬"}]


@pytest.mark.parametrize(("by", "said"), [("窗口丁", "不能再改"), (ME, "另一位同事可以改一次")])
def test_a_verdict_that_stands_is_offered_for_no_correction(
    desk: Desk, paper: Paper, by: str, said: str
) -> None:
    paper.says["list_doubts"] = {"doubts": [SETTLED | {"settledBy": by, "mayCorrect": False}]}
    desk.sign_in("clerk")

    desk.go(DOUBT)

    expect(desk.on("settle-panel")).to_contain_text(said)
    expect(desk.page.get_by_test_id("settle")).to_have_count(0)


def test_the_auditor_reads_what_was_settled_and_is_offered_nothing(desk: Desk, paper: Paper) -> None:
    paper.says["list_doubts"] = {"doubts": [SETTLED | {"mayCorrect": False}]}
    desk.sign_in("audit")

    desk.go("/queues/doubts")

    expect(desk.on("settled-doubts").get_by_test_id("go-settled")).to_have_text(["查看"])
    expect(desk.on("settled-doubts")).not_to_contain_text("改正")
