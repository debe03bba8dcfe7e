"""What the phone says of a case that went wrong, and what the person may say: 错证, 缺证, 吐槽, 遗失."""

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import AT, LICENCE, a_case, a_parcel, example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

GRIEVANCE = "/grievances/grv_01je7jrygae00800000000000e"
LEADS = {
    "fill_form": "/forms",
    "confirm_form": "/forms",
    "supplement": f"{AT}/supplement",
    "give_material": f"{AT}/promises",
    "rate": f"{AT}/rating",
    "view_licence": "/wallet",
}


def test_a_wrong_certificate_is_told_from_its_card(phone: Phone, paper: Paper) -> None:
    go(phone, f"/licences/{LICENCE}")
    phone.tap("licence-wrong")
    expect(phone.on("kind-wrong_certificate")).to_be_checked()
    phone.tap("grievance-send")
    expect(phone.page.locator(".palm-field__slip")).to_have_count(1)
    phone.type("grievance-words", "住所少了门牌号")
    phone.check_screen()

    phone.tap("grievance-send")

    expect(phone.on("grievance-due")).to_contain_text("11月27日答复")
    sent = paper.heard("raise_grievance")
    assert sent == [{"kind": "wrong_certificate", "licenceId": LICENCE, "words": "住所少了门牌号"}]


def test_a_complaint_from_the_first_screen_may_be_about_any_case_or_about_none(
    phone: Phone, paper: Paper
) -> None:
    go(phone, "/")
    phone.tap("to-grievances")
    phone.on("empty")
    phone.tap("to-new-grievance")
    phone.tick("kind-complaint")
    phone.on("about").select_option(f"case {CASE}")
    phone.type("grievance-words", "等得太久")
    phone.check_screen()
    paper.refuses["raise_grievance"] = ["grievance-open"]
    phone.tap("grievance-send")
    phone.on("grievance-stands")
    phone.on("about").select_option("")

    phone.tap("grievance-send")

    phone.on("page-grievance")
    about_case, about_nothing = paper.heard("raise_grievance", 2)
    assert about_case["caseId"] == CASE
    assert about_nothing == {"kind": "complaint", "words": "等得太久"}


def test_an_answer_that_does_not_do_is_reopened_within_its_days(phone: Phone, paper: Paper) -> None:
    answer = {"text": "已核对。", "remedy": "stands", "remedyText": "核实无误", "at": "2026-11-27T02:00:00Z"}
    answered = example(
        paper,
        "GrievanceOpen",
        state="answered",
        stateText="已答复",
        answers=[answer],
        reopenUntil="2026-12-12",
    )
    paper.says["read_grievance"] = answered
    go(phone, GRIEVANCE)
    expect(phone.on("grievance-answer")).to_contain_text("核实无误")
    phone.check_screen()
    phone.tap("reopen-send")
    expect(phone.on("reopen")).to_contain_text("请写明")
    phone.type("reopen-words", "仍然没有门牌号")

    phone.tap("reopen-send")

    phone.on("grievance-due")
    assert phone.page.get_by_test_id("reopen").count() == 0
    assert paper.heard("reopen_grievance") == [{"words": "仍然没有门牌号"}]


def test_a_correction_under_way_is_marked_on_card_and_case(phone: Phone, paper: Paper) -> None:
    go(phone, "/wallet")
    phone.on(f"card-{LICENCE}")
    wallet = phone.page.evaluate("fetch('/v1/citizen/wallet').then((told) => told.json())")
    wallet["cards"][0]["correcting"] = True
    paper.says["read_wallet"] = wallet
    paper.says["read_case"] = a_case(paper, correcting=True)

    phone.page.reload()
    expect(phone.on(f"card-{LICENCE}")).to_contain_text("更正处理中")
    phone.tap(f"card-{LICENCE}")
    phone.on("correcting")
    go(phone, AT)

    phone.on("case-head")
    expect(phone.on("correcting")).to_contain_text("更正处理中")


@pytest.mark.parametrize("state", ["delivered_other", "lost", "parked", "returned"])
def test_a_new_certificate_that_did_not_arrive_is_told_from_its_parcel(
    phone: Phone, paper: Paper, state: str
) -> None:
    delivery = a_parcel(paper, direction="deliver", state=state)
    paper.says["read_case"] = a_case(paper, state="licensed", shipments=[delivery])
    go(phone, AT)

    phone.tap("missed-deliver")

    expect(phone.on("kind-missing_certificate")).to_be_checked()
    phone.tap("grievance-send")
    phone.on("page-grievance")
    [sent] = paper.heard("raise_grievance")
    assert sent["caseId"] == CASE
    assert len(sent["words"]) > 5


@pytest.mark.parametrize("state", ["delivered_other", "parked", "problem"])
def test_what_left_the_couriers_hands_is_said_to_be_here_with_the_face(
    phone: Phone, paper: Paper, state: str
) -> None:
    delivery = a_parcel(paper, direction="deliver", state=state)
    paper.says["read_case"] = a_case(paper, state="licensed", shipments=[delivery])
    paper.refuses["say_received"] = ["face-needed-for-matter"]
    go(phone, AT)
    expect(phone.on("received")).to_contain_text("刷脸")
    phone.check_screen()

    phone.tap("received-say")

    phone.on("page-consent")
    go(phone, AT)
    phone.tap("received-say")
    assert len(paper.heard("say_received", 2)) == 2
    expect(phone.page.get_by_test_id("problem")).to_have_count(0)


@pytest.mark.parametrize("state", ["in_transit", "out_for_delivery"])
def test_what_the_courier_still_carries_is_not_asked_about(phone: Phone, paper: Paper, state: str) -> None:
    delivery = a_parcel(paper, direction="deliver", state=state)
    paper.says["read_case"] = a_case(paper, state="licensed", shipments=[delivery])
    go(phone, AT)

    phone.on("parcel-deliver")

    expect(phone.page.get_by_test_id("received")).to_have_count(0)


def test_two_of_three_certificates_are_said_on_both_ways(phone: Phone, paper: Paper) -> None:
    here = a_parcel(paper)
    here["pieces"][2] |= {"custody": "absent", "reason": "not_handed_over", "reasonText": "未交"}
    back = a_parcel(paper, direction="give_back", state="in_transit")
    back["pieces"] = [one | {"custody": "courier"} for one in back["pieces"][:2]]
    paper.says["read_case"] = a_case(paper, state="denied", shipments=[here, back])

    go(phone, AT)

    expect(phone.on("custody-collect")).to_have_text("3件中的2件窗口已收到，1件没有收到")
    expect(phone.on("custody-give_back")).to_have_text("3件中的2件在快递员手里")
    phone.check_screen()


def test_each_next_step_leads_somewhere_or_says_who_is_at_work(phone: Phone, paper: Paper) -> None:
    actions = paper.contract["components"]["schemas"]["Next"]["properties"]["action"]["enum"]
    for action in actions:
        paper.says["read_case"] = a_case(paper, next={"action": action, "label": "下一步"})
        go(phone, "/grievances")
        phone.on("page-grievances")
        go(phone, AT)
        phone.on("case-head")
        link = phone.page.get_by_test_id("case-next")
        if ending := LEADS.get(action):
            assert (link.get_attribute("href") or "").endswith(ending), action
        elif action != "answer":  # of a matter, not of a case
            phone.on("case-waiting")
            assert phone.page.get_by_test_id("call-12345").count() == (action == "contact_staff")
            assert phone.page.get_by_test_id("case-to-parcel").count() == (action == "hand_over"), action


def test_what_ended_without_a_licence_says_why_and_what_can_be_done(phone: Phone, paper: Paper) -> None:
    revocation: Mapping[str, Any] = {
        "state": "revoked",
        "stateText": "已撤销",
        "reasons": ["不符合法定条件。"],
        "basis": "行政许可法第六十九条",
        "hearUntil": "2026-11-30",
        "remedies": example(paper, "CaseDenied")["decision"]["remedies"],
    }
    late = {
        "kind": "supplement_late",
        "text": "到2026年12月7日期限届满，没有收到要补正的材料。",
        "materials": ["年检结论"],
    }
    withdrawn = {"state": "done", "askedAt": "2026-11-26T02:00:00Z"}
    for state, told, named, words in (
        ("returned", {"returnReasons": [late]}, "ending-returned", "没有收到的是：年检结论"),
        ("withdrawn", {"withdrawal": withdrawn}, "ending-withdrawal", "可以重新申请"),
        ("revoked", {"revocation": revocation}, "ending-revocation", "不服可以这样办（行政复议、行政诉讼）"),
    ):
        paper.says["read_case"] = a_case(paper, state=state, **told)
        go(phone, "/grievances")
        phone.on("page-grievances")
        go(phone, AT)
        expect(phone.on(named)).to_contain_text(words)
        phone.check_screen()


def test_who_is_to_lose_a_licence_is_heard_first(phone: Phone, paper: Paper) -> None:
    hearing = {
        "state": "hearing",
        "stateText": "拟撤销，正在听取您的意见",
        "reasons": ["不符合法定条件。"],
        "basis": "行政许可法第六十九条",
        "hearUntil": "2027-11-30",
    }
    paper.says["read_case"] = a_case(paper, revocation=hearing)
    go(phone, AT)
    phone.tap("to-statement")
    phone.check_screen()
    phone.type("statement-words", "变更登记当日已说明。")

    phone.tap("statement-send")

    phone.on("statement-done")
    assert paper.heard("give_statement") == [{"words": "变更登记当日已说明。"}]


def test_what_rules_alone_came_to_is_explained_and_handed_to_a_person(phone: Phone, paper: Paper) -> None:
    rule = {"id": "licence-valid", "words": "原证书状态为有效", "met": True, "input": "有效"}
    said = {**rule, "source": "电子证照库", "asOf": "2026-11-21T02:00:06Z"}
    paper.says["read_case"] = a_case(
        paper, instant={"state": "adopted", "version": 1, "rules": [said], "canRefuse": True}
    )
    go(phone, AT)
    expect(phone.on("automatic-explained")).to_contain_text("没有人看过")
    phone.tap("to-automatic")
    phone.check_screen()
    phone.type("automatic-words", "请再看一次。")

    phone.tap("automatic-send")

    expect(phone.on("refusal")).to_contain_text("已转给工作人员复核")
    assert paper.heard("refuse_automatic") == [{"words": "请再看一次。"}]


def test_a_clock_that_stands_still_says_why_and_shows_no_light(phone: Phone, paper: Paper) -> None:
    clock = {"light": "green", "text": "因听证暂停计时，恢复后继续计算"}
    paper.says["read_case"] = a_case(paper, state="accepted", clock=clock)

    go(phone, AT)

    expect(phone.on("clock")).to_have_text("因听证暂停计时，恢复后继续计算")


def test_something_wrong_is_told_with_the_keyboard_alone(phone: Phone, paper: Paper) -> None:
    go(phone, f"/grievances/new?kind=complaint&case={CASE}")
    phone.on("grievance-send")
    expect(phone.page.locator("h1")).to_be_focused()
    keyboard = phone.page.keyboard
    keyboard.press("Tab")
    expect(phone.on("kind-complaint")).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("Tab")
    keyboard.insert_text("只送来正本")
    keyboard.press("Tab")

    keyboard.press("Enter")

    phone.on("grievance-due")
    sent = {"kind": "missing_certificate", "caseId": CASE, "words": "只送来正本"}
    assert paper.heard("raise_grievance") == [sent]
