"""What the desk says of a case found, of its story, of what was put back, and to who only reads."""

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import example
from tests.browser.paper import Paper

STORY = {"at": "2026-11-25T02:00:00Z", "kind": "clock-stopped", "title": "依法暂停计时", "step": 7}


def _search(desk: Desk, text: str) -> None:
    desk.type("find-number", text)
    desk.click("find")


def test_several_cases_found_are_listed_with_those_that_have_no_number_yet(desk: Desk, paper: Paper) -> None:
    found = {"itemName": "换发", "partyName": "某学校", "state": "filed", "stateText": "已提交"}
    one = found | {"caseId": CASE, "number": "113702850001"}
    paper.says["find_cases"] = {"cases": [one, found | {"caseId": "case_01je7jryg2e008000000000099"}]}
    desk.sign_in("clerk")

    _search(desk, "52370285MJ9900018W")

    expect(desk.on("page-find")).to_contain_text("113702850001")
    expect(desk.on("page-find")).to_contain_text("还没有编号")
    desk.check_screen()


def test_nothing_found_says_what_can_be_looked_for(desk: Desk, paper: Paper) -> None:
    paper.says["find_cases"] = {"cases": []}
    desk.sign_in("clerk")

    _search(desk, "210001")

    expect(desk.on("page-find")).to_contain_text("最后 6 位以上")
    expect(desk.on("page-find")).to_contain_text("统一社会信用代码")


def test_an_identity_number_looked_for_stands_in_no_address(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.sign_in("clerk")

    _search(desk, "999999199001010007")

    expect(desk.on("page-find")).to_contain_text("身份证号码")
    assert "999999" not in desk.page.url
    assert [url for url in asked if "999999" in url] == []


def test_the_box_shows_a_whole_number(desk: Desk) -> None:
    desk.sign_in("clerk")

    desk.type("find-number", "11370285MB9990012C43701999999012026112")

    box = desk.on("find-number")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    desk.page.set_viewport_size({"width": 390, "height": 800})
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_story_says_a_colleagues_post_and_the_system_once(desk: Desk, paper: Paper) -> None:
    chief = STORY | {"who": "陈建国", "staff": "陈建国", "staffRoles": ["chief"], "channel": "counter"}
    served = STORY | {"who": "甲**", "forWhom": "某学校", "staff": "王敏", "staffRoles": ["clerk"]}
    told = [chief, served | {"channel": "counter"}, STORY | {"who": "系统", "channel": "system"}]
    paper.says["read_case_for_staff"] = example(paper, "CaseForStaff", timeline=told)
    desk.sign_in("clerk")

    desk.go(f"/cases/{CASE}")

    expect(desk.on("timeline").locator(".desk-who")).to_have_text(
        ["陈建国（科长）", "甲**，代表 某学校，窗口，王敏（窗口工作人员）经办", "系统"]
    )


def test_what_was_put_back_is_no_longer_said_to_have_failed(desk: Desk) -> None:
    desk.sign_in("business")
    desk.go("/stuck/job_1")
    desk.click("retry")
    expect(desk.on("retry-dialog")).to_contain_text("“取回审批文书”：会再做一次")
    expect(desk.on("retry-dialog")).to_contain_text("不会重做")

    desk.click("retry-form-submit")

    expect(desk.on("stuck-facts")).to_contain_text("已重新排队，等待结果")
    expect(desk.on("stuck-facts")).not_to_contain_text("试了多次没有成")


def test_an_auditor_is_told_that_nobody_is_served_now(desk: Desk, paper: Paper) -> None:
    paper.says["list_visits"] = {"visits": []}
    desk.sign_in("audit")

    desk.go("/visits")

    expect(desk.on("visits-read-only")).to_contain_text("现在没有正在进行的窗口办理。您在这里只能查看。")
    expect(desk.on("page-visit-open")).not_to_contain_text("由您")


def test_no_item_is_shown_by_its_code(desk: Desk) -> None:
    desk.sign_in("business")

    for path, page in (("/items", "items"), ("/items/wg-15-minban-renewal", "item")):
        desk.go(path)
        expect(desk.page.get_by_test_id("loading")).to_have_count(0)
        expect(desk.on(f"page-{page}")).not_to_contain_text("wg-")


def test_who_looks_at_an_instant_case_is_told_what_pressing_changes(desk: Desk, paper: Paper) -> None:
    left = example(paper, "InstantCaseByHand", review=None)
    left["instant"].pop("document", None)
    paper.says["read_instant_case"] = left
    desk.sign_in("clerk")

    desk.go(f"/instant/{CASE}")

    expect(desk.on("instant-state")).to_contain_text("城市尚未填写")
    expect(desk.on("review-panel")).to_contain_text("不用重新提交")
