"""The ways of the desk and its words: in, on and back again; nothing is read that only a program knows."""

import copy
import json
import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.desk import PATIENCE_MS, Desk
from tests.browser.on_paper.places import CASE, DOUBT, FORMS, LIST, PARCEL
from tests.browser.paper import ROLES, Paper

EVERYBODY = "+".join(ROLES)
VISIT = "/visits/vst_1"
BACK = {  # a page of one thing, and what is marked beside it as the place it belongs to
    "/push-lists": "push_lists",
    LIST: "push_lists",
    DOUBT: "doubts",
    "/calls/call_1": "calls",
    f"/instant/{CASE}": "instant",
    "/rechecks/rck_1": "instant",
    "/revocations/rvk_1": "instant",
    "/shadows": "instant",
    "/clocks": "clocks",
    f"/clocks/{CASE}": "clocks",
    "/promises/prm_1": "clocks",
    PARCEL: "certificates",
    "/grievances/grv_1": "grievances",
    "/stuck/job_1": "stuck",
    VISIT: "visits",
    f"{VISIT}/matters/mtr_1": "visits",
    FORMS: "visits",
    f"{VISIT}/cases/{CASE}": "visits",
    "/items/wg-15-minban-renewal": "items",
    "/items/wg-15-minban-renewal/versions/ver_1": "items",
}
NOWHERE_ELSE = (f"/cases/{CASE}", "/find?q=1", "/me")  # they lead back to the day
QUEUES = ["push_lists", "doubts", "calls", "instant", "clocks", "certificates", "grievances", "stuck"]
CODES = re.compile(r"[a-z]+(-[a-z]+)*@\d|\b[a-z]+(-[a-z]+)*-\d+\b")  # «rule@version», «text-version»


def test_nobody_is_asked_for_before_somebody_signed_in(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.reload()
    desk.on("page-gate")
    assert [url for url in asked if "/v1/" in url] == []

    desk.sign_in("clerk")
    desk.page.reload()
    desk.on("page-today")

    desk.click("sign-out")
    desk.on("page-gate")
    asked.clear()
    desk.page.reload()
    desk.on("page-gate")
    assert [url for url in asked if "/v1/" in url] == []


def test_a_page_of_one_thing_leads_back_and_its_place_stays_marked(desk: Desk, paper: Paper) -> None:
    queues = [{"queue": one, "title": one, "count": 0, "rows": []} for one in QUEUES]
    paper.says["read_today"] = {"day": "2026-11-21", "queues": queues}
    desk.sign_in(EVERYBODY)

    for path, place in BACK.items():
        desk.go(path)
        expect(desk.page.get_by_test_id("loading")).to_have_count(0)
        expect(desk.page.locator(".desk-page__head a").first).to_be_visible()
        marked = desk.page.locator(".desk-side a[aria-current]")
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("data-test", f"to-{place}")
    for path in NOWHERE_ELSE:
        desk.go(path)
        expect(desk.page.locator(".desk-page__head a").first).to_be_visible()


def test_no_code_of_a_rule_or_of_a_text_is_read(desk: Desk, paper: Paper) -> None:
    invitation = _told(paper, "counter_read_invitation")
    invitation["shown"]["version"] = "invitation-2"
    paper.says["counter_read_invitation"] = invitation
    desk.sign_in(EVERYBODY)

    for path in (LIST, "/promises/prm_1", f"{VISIT}/matters/mtr_1", f"/instant/{CASE}", "/supervision"):
        desk.go(path)
        expect(desk.page.get_by_test_id("loading")).to_have_count(0)
        expect(desk.page.locator(".desk-panel").first).to_be_visible()
        words = desk.page.locator("main").inner_text()
        words = re.sub(r"经办人\s+clerk-1|clerk-1\s", "", words)  # of the contract's examples
        assert CODES.findall(words) == [], path
    desk.go(f"{VISIT}/matters/mtr_1")
    expect(desk.on("answers")).to_contain_text("告知书第 2 版")


def _signed(paper: Paper) -> Any:
    """The list, signed, nothing gone out."""
    names = (
        "due",
        "dropped",
        "invited",
        "sent",
        "held",
        "yes",
        "notNow",
        "alreadyDone",
        "notMe",
        "never",
        "wrong",
    )
    signed = {"state": "signed", "decidedBy": "科长乙", "decidedAt": "2026-11-21T01:00:00Z", "sample": []}
    return _told(paper, "read_push_list") | signed | {"outcome": dict.fromkeys(names, 0)}


def test_a_signed_list_keeps_its_sample_and_speaks_of_itself(desk: Desk, paper: Paper) -> None:
    before = _told(paper, "read_push_list")
    outcome = dict.fromkeys(
        ("invited", "sent", "held", "yes", "notNow", "alreadyDone", "notMe", "never", "wrong", "dropped"), 0
    )
    paper.says["read_push_list"] = before
    desk.sign_in("chief")
    desk.go(LIST)
    expect(desk.on("back-test")).to_contain_text("签发以后")
    desk.click("sign")
    expect(desk.on("sign-dialog")).to_contain_text("收不回来")
    desk.click("sign-form-cancel")
    expect(desk.page.get_by_test_id("sign-dialog")).to_be_hidden()
    signed = {"state": "signed", "decidedBy": "科长乙", "decidedAt": "2026-11-21T01:00:00Z", "sample": []}
    paper.says["read_push_list"] = before | signed | {"outcome": outcome | {"due": 9}}

    desk.click("sign")
    desk.click("sign-form-submit")

    expect(desk.on("outcomes")).to_contain_text("这一张")
    expect(desk.on("sample")).to_contain_text(before["sample"][0]["partyName"])


def test_what_is_still_to_go_out_is_no_fault_and_the_page_looks_again_by_itself(
    desk: Desk, paper: Paper
) -> None:
    signed = _signed(paper)
    going = {"due": 9, "dropped": 1, "invited": 6, "sent": 6, "held": 2}
    paper.says["read_push_list"] = signed | {"outcome": signed["outcome"] | going}
    desk.sign_in("chief")
    desk.go(LIST)
    expect(desk.on("went")).to_contain_text(re.compile("发出前去掉1 户.*已发出6 户.*待发出2 户"))
    expect(desk.on("going")).to_contain_text("正在发")
    expect(desk.on("stop")).to_have_text("停止")

    gone = going | {"invited": 8, "sent": 8, "held": 0}
    paper.says["read_push_list"] = signed | {"outcome": signed["outcome"] | gone}

    expect(desk.on("went")).to_contain_text("已发出8 户", timeout=PATIENCE_MS)
    expect(desk.page.get_by_test_id("going")).to_have_count(0)
    expect(desk.on("went")).not_to_contain_text("待发出")


def test_what_went_out_cannot_be_stopped_only_that_people_are_reminded(desk: Desk, paper: Paper) -> None:
    signed = _signed(paper)
    gone = {"due": 9, "invited": 9, "sent": 9, "yes": 5, "notNow": 1, "notMe": 1}
    paper.says["read_push_list"] = signed | {"outcome": signed["outcome"] | gone}
    desk.sign_in("chief")
    desk.go(LIST)
    expect(desk.on("stop")).to_have_text("停止提醒")

    paper.says["read_push_list"] = signed | {"outcome": signed["outcome"] | gone | {"yes": 8, "notNow": 0}}
    desk.go("/push-lists")
    desk.on("page-push-lists")
    desk.go(LIST)

    expect(desk.on("decide")).to_contain_text("没有要停的了")
    expect(desk.page.get_by_test_id("stop")).to_have_count(0)


def test_the_counts_of_each_item_tell_who_is_told_from_who_is_not(desk: Desk, paper: Paper) -> None:
    told = _told(paper, "read_push_list")
    told["byItem"] = [{"label": "甲事项", "count": 25, "due": 6}, {"label": "乙事项", "count": 6, "due": 3}]
    paper.says["read_push_list"] = told
    desk.sign_in("chief")

    desk.go(LIST)

    cells = desk.on("by-item").locator("tr").all_inner_texts()
    assert [row.split() for row in cells] == [
        ["事项", "应提示", "暂不提示", "合计"],
        ["甲事项", "6", "19", "25"],
        ["乙事项", "3", "3", "6"],
        ["合计", "9", "22", "31"],
    ]


def test_what_cannot_be_taken_back_says_so_and_can_be_left(desk: Desk, paper: Paper) -> None:
    desk.sign_in("chief")
    desk.go("/revocations/rvk_1")
    for name in ("sign", "drop"):
        desk.click(name)
        expect(desk.on(f"{name}-dialog")).to_contain_text("收不回来")
        desk.click(f"{name}-form-cancel")
        expect(desk.page.get_by_test_id(f"{name}-dialog")).to_be_hidden()

    assert paper.bodies("decide_revocation") == []


def test_a_bad_rating_is_first_called_about_and_the_light_belongs_to_that_day(
    desk: Desk, paper: Paper
) -> None:
    paper.says["show_grievance"] = _bad_rating(paper) | {"contactDue": "2026-11-22", "light": "yellow"}
    desk.sign_in("chief")

    desk.go("/grievances/grv_1")

    state = desk.on("grievance-state")
    owed = state.locator("dl > div").filter(has=desk.page.locator(".desk-light"))
    expect(owed).to_have_count(1)
    expect(owed).to_contain_text("首次回访期限")
    first = desk.page.locator("main .desk-panel").filter(has=desk.page.locator("button")).first
    expect(first).to_contain_text("先回访")
    expect(first.locator("button")).to_have_text(["显示号码", "记下回访经过"])


def test_a_bad_rating_nobody_called_about_is_answered_only_after_a_second_word(
    desk: Desk, paper: Paper
) -> None:
    paper.says["show_grievance"] = _bad_rating(paper) | {"contactDue": "2026-11-22", "light": "yellow"}
    desk.sign_in("chief")
    desk.go("/grievances/grv_1")
    desk.on("answer-remedy-mended").check()
    desk.type("answer-text", "已整改，请您再看。")

    desk.click("answer-submit")

    expect(desk.on("answer")).to_contain_text("还没有记下回访，仍要答复？")
    assert paper.bodies("answer_grievance") == []
    desk.on("answer-isUnvisited").check()
    desk.click("answer-submit")
    desk.says("已答复")
    assert paper.heard("answer_grievance") == [{"remedy": "mended", "text": "已整改，请您再看。"}]


def test_the_number_of_who_complains_is_shown_when_asked_for(desk: Desk, paper: Paper) -> None:
    desk.sign_in("clerk")
    desk.go("/grievances/grv_1")
    expect(desk.on("phone")).to_have_text("199****0101")

    desk.click("reveal")

    expect(desk.on("phone")).to_have_text("19900000101")
    told = _told(paper, "show_grievance")
    del told["phone"]
    paper.says["show_grievance"] = told
    desk.go("/grievances/grv_2")
    expect(desk.on("phone")).to_contain_text("没有留下号码")
    expect(desk.page.get_by_test_id("reveal")).to_have_count(0)


def test_a_supplement_opened_from_its_queue_leads_back_there_and_can_be_rung_about(
    desk: Desk, paper: Paper
) -> None:
    rows = _told(paper, "list_clocks")
    row = rows["rows"][0] | {"kind": "supplement", "ref": "sup_01je7jryg2e008000000000021", "caseId": CASE}
    paper.says["list_clocks"] = rows | {"rows": [row]}
    whole = _told(paper, "read_case_for_staff")
    [asked] = whole["supplements"]
    asked["toldAt"] = "2026-11-09T02:00:00Z"
    asked["supplement"]["reasons"] = ["上年度年检结论：请重新提交"]
    del asked["supplement"]["materials"][0]["why"]
    paper.says["read_case_for_staff"] = whole
    queues = [{"queue": "clocks", "title": "补正与时限", "count": 1, "rows": []}]
    paper.says["read_today"] = {"day": "2026-11-21", "queues": queues}
    desk.sign_in("clerk")

    desk.go(f"/supplements/{row['ref']}")

    about = desk.on("supplement-open")
    expect(about).to_contain_text("告知于 11月9日")
    expect(about.locator("td").first).to_have_text("请重新提交")
    expect(about.get_by_role("button", name="取出补正通知书")).to_be_visible()
    expect(desk.on("to-clocks")).to_have_attribute("aria-current", "true")
    expect(desk.on("to-queue")).to_have_text("回到补正与时限")
    about.get_by_test_id("reveal").click()
    expect(about.get_by_test_id("phone")).to_have_text("19900000101")
    about.get_by_test_id("called").click()
    desk.on("called-form-outcome-reached").check()
    desk.click("called-form-submit")
    desk.says("已记下，今天不再列在待办里")
    assert paper.heard("note_supplement_call") == [{"outcome": "reached"}]


def test_a_call_without_a_number_says_so_and_offers_none(desk: Desk, paper: Paper) -> None:
    told = _told(paper, "read_call")
    del told["phone"]
    paper.says["read_call"] = told
    desk.sign_in("clerk")

    desk.go("/calls/call_1")

    expect(desk.on("phones")).to_contain_text("没有留下号码")
    expect(desk.page.get_by_test_id("reveal")).to_have_count(0)
    desk.click("book")
    expect(desk.on("book-form")).not_to_contain_text("登记的号码")


def test_an_appointment_names_its_hall(desk: Desk, paper: Paper) -> None:
    [hall, *_] = _told(paper, "list_counters")["counters"]
    told = _told(paper, "list_appointments")
    told["appointments"][0]["counter"] = hall["counter"]
    paper.says["list_appointments"] = told
    desk.sign_in("clerk")

    desk.go("/appointments")

    expect(desk.on("page-appointments").locator("tbody tr").first).to_contain_text(hall["name"])
    expect(desk.on("page-appointments")).not_to_contain_text(hall["counter"])


def test_where_and_when_somebody_comes_stands_on_the_call_afterwards(desk: Desk, paper: Paper) -> None:
    where = "莱西市行政审批服务大厅，11月24日上午，预约号 A6357096"
    booked = {"at": "2026-11-21T03:00:00Z", "what": "appointment_made", "words": where, "by": "窗口丙"}
    told = _told(paper, "read_call")
    paper.says["read_call"] = told | {
        "state": "closed",
        "outcome": "appointment_made",
        "history": [*told["history"], booked],
    }
    desk.sign_in("clerk")

    desk.go("/calls/call_1")

    expect(desk.on("why")).to_contain_text(f"约到窗口了：{where}")


def test_the_days_somebody_may_come_are_told_before_one_is_chosen(desk: Desk, paper: Paper) -> None:
    counters = _told(paper, "list_counters")
    counters["counters"][0] |= {"firstDay": "2026-11-23", "lastDay": "2026-12-04"}
    paper.says["list_counters"] = counters
    desk.sign_in("clerk")
    desk.go("/calls/call_1")

    desk.click("book")
    desk.on(f"book-form-counter-{counters['counters'][0]['counter']}").check()

    expect(desk.on("book-form")).to_contain_text(re.compile("可约 11月23日.* 到 12月4日"))


def test_an_answered_bad_rating_shows_no_light_and_asks_for_nothing_more(desk: Desk, paper: Paper) -> None:
    answer = {"text": "已整改。", "remedy": "mended", "remedyText": "已整改", "by": "窗口丙"}
    paper.says["show_grievance"] = _bad_rating(paper) | {
        "state": "answered",
        "stateText": "已答复",
        "mayAnswer": False,
        "answers": [answer | {"at": "2026-11-21T03:00:00Z"}],
    }
    desk.sign_in("chief")

    desk.go("/grievances/grv_1")

    expect(desk.on("handled")).to_contain_text("已整改")
    expect(desk.page.locator("main .desk-light")).to_have_count(0)
    expect(desk.page.locator("main button")).to_have_count(0)
    expect(desk.on("grievance-state")).not_to_contain_text("答复期限")


def test_after_a_form_was_handed_in_its_number_is_told_and_the_way_on(desk: Desk, paper: Paper) -> None:
    told = _told(paper, "counter_list_forms")
    told["forms"][0]["form"]["state"] = "confirmed"
    paper.says["counter_list_forms"] = told
    desk.sign_in("clerk")

    desk.go(FORMS)

    expect(desk.page.locator("h1")).to_have_text("已经提交")
    expect(desk.page).to_have_title(re.compile("^已经提交"))
    done = desk.on("forms-done")
    expect(done).to_contain_text(_told(paper, "counter_read_case")["number"])
    expect(done.get_by_role("link", name="回到这次办理")).to_be_visible()
    expect(done.get_by_role("button", name="结束办理")).to_be_visible()


def test_a_day_on_which_both_sides_differ_stands_out(desk: Desk) -> None:
    desk.sign_in("business")
    desk.go("/supervision")

    expect(desk.on("differs")).to_have_class("desk-row_problem")


def test_somebody_without_queues_is_told_where_their_work_is(desk: Desk, paper: Paper) -> None:
    paper.says["read_today"] = {"day": "2026-11-21", "queues": []}
    desk.sign_in("security")

    expect(desk.on("page-today")).to_contain_text("没有待办队列")
    expect(desk.on("page-today")).not_to_contain_text("都办完了")
    expect(desk.on("page-today").get_by_role("link", name="账号")).to_be_visible()


def _told(paper: Paper, operation: str) -> dict[str, Any]:
    """A copy of the contract's own answer."""
    [found] = [one for one in paper.operations if one.name == operation]
    told: dict[str, Any] = copy.deepcopy(json.loads(found.answer[2]))
    return told


def _bad_rating(paper: Paper) -> dict[str, Any]:
    """As the contract shows a grievance, but about a rating."""
    told = _told(paper, "show_grievance")
    return told | {"kind": "bad_rating", "kindText": "差评整改", "level": 1, "remedies": ["mended"]}
