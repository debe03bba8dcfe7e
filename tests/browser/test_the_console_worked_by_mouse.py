"""The desk on the real town, by mouse: the gate, then each of the eight queues worked to its end."""

import re

from playwright.sync_api import expect

from bff.cli.demo.morning import COMPLAINT
from tests.browser.conftest import Town
from tests.browser.desk import Rota, digits_of

SOCIETY = "due-society"
DOCUMENT = "烟审延〔2026〕7 号"
ANSWERED = "部门要的是变更登记通知书的影印件，窗口已帮您核对，重新拍一张就可以。"
SETTLED = "道路更名，门牌号未变，已与区地名办核对"
SEEN = "原证地址少印楼号，登记无误，转人工核对"
DAYS = "5"


def test_the_gate_asks_for_a_password_and_the_digits_of_the_moment(rota: Rota) -> None:
    desk, who = rota.new(), rota.who("security")
    desk.click("sign-in-submit")
    expect(desk.page.locator(".palm-field__slip")).to_have_count(3)
    desk.type("sign-in-login", who.login)
    desk.type("sign-in-password", "not the password of anybody")
    desk.type("sign-in-code", digits_of(who))
    desk.click("sign-in-submit")
    expect(desk.on("problem")).to_contain_text("登录未成功")

    desk.sign_in(who.login, who.password, digits_of(who))

    expect(desk.on("me")).to_have_text(f"{who.name}（安全管理员）")
    expect(desk.on("page-today")).to_contain_text("没有待办队列")
    desk.click("sign-out")
    desk.on("page-gate")
    assert desk.complaints == []
    desk.leave()


def test_a_chief_signs_a_push_list_that_somebody_else_prepared(rota: Rota) -> None:
    desk = rota.at("chief")
    row = desk.take("push_lists", "push-list", "变更名称")
    expect(desk.on("rule")).to_contain_text("待签发")
    desk.click("findings-open")
    expect(desk.on("findings")).to_contain_text("股份有限公司")

    desk.click("sign")
    desk.click("sign-form-submit")

    desk.says("已签发，开始通知")
    expect(desk.on("rule")).to_contain_text(rota.who("chief").name)
    desk.is_rid_of("push_lists", row)
    assert desk.complaints == []


def test_a_clerk_clears_a_doubt_about_an_address(rota: Rota) -> None:
    desk = rota.at("clerk")
    row = desk.take("doubts", "doubt", "核对地址")
    expect(desk.on("both").locator("mark").first).to_be_visible()

    desk.on("settle-verdict-cleared").check()
    desk.type("settle-reason", SETTLED)
    desk.click("settle-submit")

    desk.says("已记下")
    both = desk.on("both")
    expect(both).to_contain_text("已核实：没有问题")
    expect(both).to_contain_text(SETTLED)
    desk.is_rid_of("doubts", row)
    assert desk.complaints == []


def test_a_clerk_rings_whoever_asked_for_a_call(rota: Rota) -> None:
    desk = rota.at("clerk")
    row = desk.take("calls", "call")
    expect(desk.on("why")).to_contain_text("回复了 1：请打电话")
    desk.click("reveal")
    expect(desk.on("phones")).to_have_text(re.compile(r"1\d{10}"))

    desk.on("outcome-outcome-reached_online").check()
    desk.type("outcome-note", "教了怎么打开短信里的办理码")
    desk.click("outcome-submit")

    desk.says("已记下")
    expect(desk.on("history")).to_contain_text("打通了，自己在手机上办")
    desk.is_rid_of("calls", row)
    assert desk.complaints == []


def test_a_clerk_looks_at_what_the_rules_left_to_people(rota: Rota) -> None:
    desk = rota.at("clerk")
    row = desk.take("instant", "case")
    expect(desk.on("verdicts")).to_contain_text("✗ 不满足")

    desk.type("review-note", SEEN)
    desk.click("review-submit")

    desk.says("已记下，转人工办理")
    expect(desk.on("review")).to_contain_text(SEEN)
    desk.is_rid_of("instant", row)
    assert desk.complaints == []


def test_a_clock_is_extended_by_a_clerk_and_a_chief_and_by_neither_alone(rota: Rota) -> None:
    clerk, chief = rota.at("clerk"), rota.at("chief")
    row = clerk.take("clocks", "case", "查看时限")
    clerk.click("extend")
    clerk.type("extend-form-days", DAYS)
    clerk.type("extend-form-documentNumber", DOCUMENT)
    clerk.type("extend-form-reason", "要到原址核对一次")
    clerk.click("extend-form-submit")
    clerk.says("已提出，等科长批准")
    expect(clerk.page.get_by_test_id("sign-extension")).to_have_count(0)

    assert chief.take("clocks", "case", "签批延长") == row
    expect(chief.on("extension")).to_contain_text(DOCUMENT)
    chief.click("sign-extension")
    chief.click("sign-extension-form-submit")

    chief.says("已批准")
    expect(chief.on("extension")).to_contain_text("延长期限：已批准")
    for desk in (chief, clerk):
        desk.is_rid_of("clocks", row)
        assert desk.complaints == []


def test_a_clerk_reminds_whoever_has_to_put_something_right(rota: Rota) -> None:
    desk = rota.at("clerk")
    row = desk.take("clocks", "supplement")
    asked = desk.on("supplement-open")
    asked.get_by_test_id("reveal").click()
    expect(asked.get_by_test_id("phone")).to_have_text(re.compile(r"1\d{10}"))

    desk.click("called")
    desk.on("called-form-outcome-reached").check()
    desk.click("called-form-submit")

    desk.says("已记下")
    expect(desk.on("timeline")).to_contain_text("工作人员已来电提醒补正")
    desk.is_rid_of("clocks", row)
    assert desk.complaints == []


def test_a_clerk_scans_every_piece_that_came_and_voids_it_once_the_new_one_is_out(
    rota: Rota, morning: Town
) -> None:
    desk = rota.at("clerk")
    society = [one for one in morning.people.organisations if one.story == SOCIETY][1]
    number = society.certificate.number
    row = desk.take("certificates", "shipment", "逐件扫描核对", of=society.name)
    expect(desk.on("scan-field")).to_be_focused()
    awaited = desk.page.locator("[data-test^=absent-]").count()
    assert awaited > 1

    desk.page.keyboard.type("123")  # as a hand scanner does
    desk.keys("Enter")
    expect(desk.on("not-expected")).to_contain_text(f"号码与应收的（…{number[-4:]}）不一致")
    desk.click("doubted-insist")
    expect(desk.on("mismatch")).to_contain_text("收到的证书与应收的不一致：正本（扫的是 123）。")
    expect(desk.on("cause").locator("h2")).to_have_text("收到的证书与应收的不一致")
    expect(desk.page.get_by_test_id("problem")).to_have_count(0)
    desk.click("again-original-1")
    expect(desk.on("scan-field")).to_be_focused()
    for _ in range(awaited):
        desk.page.keyboard.type(number)
        desk.keys("Enter")
    desk.click("scan-submit")

    desk.says("扫描已登记")
    desk.is_rid_of("certificates", row, "逐件扫描核对")
    assert desk.take("certificates", "shipment", "登记旧证作废", of=society.name) == row
    desk.click("void_certificates")
    desk.click("void_certificates-form-submit")
    desk.says("旧证已作废登记")
    desk.is_rid_of("certificates", row)
    assert desk.complaints == []


def test_a_clerk_answers_a_complaint(rota: Rota) -> None:
    desk = rota.at("clerk")
    row = desk.take("grievances", "grievance", "找茬吐槽")
    expect(desk.on("words")).to_contain_text(COMPLAINT)

    desk.on("answer-remedy-explained").check()
    desk.type("answer-text", ANSWERED)
    desk.click("answer-submit")

    desk.says("已答复")
    expect(desk.on("handled")).to_contain_text(ANSWERED)
    desk.is_rid_of("grievances", row)
    assert desk.complaints == []


def test_a_business_administrator_tries_again_what_is_stuck(rota: Rota) -> None:
    desk = rota.at("preparer")
    row = desk.take("stuck", "job")
    expect(desk.on("page-stuck")).to_contain_text("试了多次没有成")

    desk.click("retry")
    desk.click("retry-form-submit")

    desk.says("已放回去")
    expect(desk.on("retried")).to_contain_text("办成了就不再出现")
    desk.is_rid_of("stuck", row)
    assert desk.complaints == []


def test_a_chief_judges_what_the_lot_drew(rota: Rota) -> None:
    desk = rota.at("chief")
    row = desk.take("instant", "recheck", "随机抽查")
    expect(desk.on("verdicts")).to_contain_text("✓ 满足")

    desk.on("judge-verdict-right").check()
    desk.type("judge-reason", "每条规则和登记的内容一致")
    desk.click("judge-submit")

    desk.says("已记下")
    expect(desk.on("judged")).to_contain_text(rota.who("chief").name)
    desk.is_rid_of("instant", row)
    assert desk.complaints == []
