"""The phone and the ways without a face, against the contract's examples: side by side, typed, waited for."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.on_paper.telling import example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

NUMBER, CARD, PHONE, CODE = "999999190001010007", "9900000000000010", "19900000101", "482913"
CHECK = "idc_01je7jryg7e008000000000008"
WAYS = [
    {"kind": "bank", "title": "用银行卡核验", "how": "填银行卡号和在银行预留的手机号，再填一次短信验证码。"},
    {"kind": "network", "title": "用国家网络身份认证（网号）", "how": "在应用里确认一下就好。"},
    {"kind": "counter", "title": "预约窗口办理", "how": "带身份证原件到场。"},
    {"kind": "call", "title": "电话预约", "how": "拨打12345。"},
]

MINI = {"kind": "mini-program", "title": "到微信小程序里刷脸", "how": "在微信里打开本平台的小程序。"}
AGAIN = {"kind": "face", "title": "刷脸核验", "how": "按提示再来一次，填好的都还在。"}


@pytest.fixture
def offered(paper: Paper) -> Paper:
    """An office that has both contracts."""
    paper.says["read_face_consent"] = {
        "version": "face-2026-11-22",
        "title": "人脸信息处理单独同意书",
        "text": "为核实是您本人。",
        "alternatives": WAYS,
    }
    return paper


def passed(paper: Paper) -> Any:
    operation = paper.contract["paths"]["/v1/citizen/identity-checks/{identityCheckId}/result"]["post"]
    shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
    return {name: value for name, value in shown["passed"]["value"].items() if name != "matterId"}


def opened(page: str) -> dict[str, str]:
    """Their app sends the browser there at once."""
    return {
        "identityCheckId": CHECK,
        "resumeToken": "invented-resume-token-0000",
        "way": "network",
        "pageUrl": page,
        "expiresAt": "2026-11-21T02:30:00Z",
    }


def typed_who(phone: Phone) -> None:
    phone.page.get_by_test_id("name").fill("甲子安")
    phone.page.get_by_test_id("id-number").fill(NUMBER)
    phone.tap("agree-way")


def test_every_way_stands_on_one_page_and_is_as_large(phone: Phone, offered: Paper, tmp_path: Path) -> None:
    del offered
    go(phone, "/consent")

    names = ("agree-face", "other-way-bank", "other-way-network", "other-way-counter", "other-way-call")
    boxes = [phone.on(name).bounding_box() for name in names]
    assert len({round(box["width"]) for box in boxes if box}) == 1
    assert len({phone.on(name).evaluate("one => getComputedStyle(one).fontSize") for name in names}) == 1
    phone.check_screen()
    phone.page.screenshot(path=tmp_path / "ways.png", full_page=True)


def test_a_bank_card_and_its_code_are_a_way_in_and_nothing_of_it_is_written_down(
    phone: Phone, offered: Paper
) -> None:
    offered.says["finish_other_way"] = passed(offered)
    go(phone, "/consent")
    phone.tap("other-way-bank")
    phone.on("way-consent-text")
    phone.check_screen()
    typed_who(phone)
    phone.page.get_by_test_id("card-number").fill(CARD)
    phone.page.get_by_test_id("bank-phone").fill(PHONE)
    phone.tap("ask-code")
    phone.check_screen()
    phone.page.get_by_test_id("sms-code").fill(f"您的验证码是{CODE}")
    phone.tap("prove-bank")

    phone.on("page-home")
    [asked] = offered.heard("open_other_way")
    assert (asked["way"], asked["agreed"], asked["idNumber"]) == ("bank", True, NUMBER)
    [proof] = offered.heard("finish_other_way")
    assert proof["bank"] == {"cardNumber": CARD, "phone": PHONE, "code": CODE}
    written = str(phone.written_down())
    assert not [one for one in (CARD, PHONE, CODE, NUMBER) if one in written]
    assert phone.complaints == []


def test_a_wrong_code_keeps_what_was_typed(phone: Phone, offered: Paper) -> None:
    offered.refuses["finish_other_way"] = ["code-wrong"]
    go(phone, "/other-way?way=bank")
    typed_who(phone)
    phone.page.get_by_test_id("card-number").fill(CARD)
    phone.page.get_by_test_id("bank-phone").fill(PHONE)
    phone.tap("ask-code")
    phone.page.get_by_test_id("sms-code").fill(CODE)
    phone.tap("prove-bank")

    expect(phone.on("problem")).to_contain_text("验证码不对")
    expect(phone.page.get_by_test_id("card-number")).to_have_value("9900 0000 0000 0010")
    phone.check_screen()


def test_an_answer_that_is_not_known_yet_is_waited_for(phone: Phone, offered: Paper) -> None:
    go(phone, "/other-way?way=bank")
    typed_who(phone)
    phone.page.get_by_test_id("card-number").fill(CARD)
    phone.page.get_by_test_id("bank-phone").fill(PHONE)
    phone.tap("ask-code")
    phone.page.get_by_test_id("sms-code").fill(CODE)
    phone.tap("prove-bank")
    phone.on("way-pending")

    offered.says["finish_other_way"] = passed(offered)

    phone.on("page-home")
    first, *later = offered.heard("finish_other_way", 2)
    assert "bank" in first
    assert later
    assert not [one for one in later if "bank" in one]


def test_the_app_of_the_person_leads_back_and_in(phone: Phone, offered: Paper) -> None:
    offered.says["open_other_way"] = opened(f"{phone.url}/#/other-way?check={CHECK}&token=token-of-their-app")
    offered.says["finish_other_way"] = passed(offered)
    go(phone, "/other-way?way=network")
    typed_who(phone)

    phone.on("page-home")
    assert offered.heard("finish_other_way")[0]["network"] == {"token": "token-of-their-app"}


def test_who_left_their_app_without_a_yes_may_choose_again(phone: Phone, offered: Paper) -> None:
    offered.says["open_other_way"] = opened(f"{phone.url}/#/other-way?check={CHECK}&token=")
    go(phone, "/other-way?way=network")
    typed_who(phone)

    phone.on("page-other-way-lost")
    phone.check_screen()
    phone.tap("face-again")
    phone.on("other-way-bank")
    assert offered.bodies("finish_other_way") == []


def test_a_no_names_every_way_again(phone: Phone, offered: Paper) -> None:
    operation = offered.contract["paths"]["/v1/citizen/identity-checks/{identityCheckId}/proof"]["post"]
    shown = operation["responses"]["200"]["content"]["application/json"]["examples"]["failed"]["value"]
    offered.says["finish_other_way"] = {**shown, "alternatives": WAYS, "ways": [AGAIN, *WAYS]}
    go(phone, "/other-way?way=bank")
    typed_who(phone)
    phone.page.get_by_test_id("card-number").fill(CARD)
    phone.page.get_by_test_id("bank-phone").fill(PHONE)
    phone.tap("ask-code")
    phone.page.get_by_test_id("sms-code").fill(CODE)
    phone.tap("prove-bank")

    expect(phone.on("page-identity-failed")).to_contain_text("银行没有确认")
    phone.on("other-way-network")
    phone.check_screen()


def test_after_a_face_that_did_not_do_only_what_can_help_is_offered(phone: Phone, offered: Paper) -> None:
    back = f"{phone.url}/#/identity?check={CHECK}&ticket={'0' * 64}"
    offered.says["open_identity_check"] = {
        "identityCheckId": CHECK,
        "resumeToken": "invented-resume-token-0000",
        "verifyUrl": back,
        "expiresAt": "2026-11-21T02:30:00Z",
    }
    offered.says["finish_identity_check"] = {
        "state": "failed",
        "cause": "cancelled",
        "advice": "您在刷脸时取消了，没有任何影响。",
        "alternatives": WAYS,
        "ways": [AGAIN, WAYS[0], WAYS[2]],
    }
    go(phone, "/consent")
    phone.tap("agree-face")
    phone.page.get_by_test_id("name").fill("甲子安")
    phone.page.get_by_test_id("id-number").fill(NUMBER)
    phone.tap("open-face")

    expect(phone.on("page-identity-failed")).to_contain_text("您取消了刷脸")
    phone.on("face-again")
    phone.on("other-way-counter")
    expect(phone.page.get_by_test_id("other-way-network")).to_have_count(0)
    phone.check_screen()
    phone.tap("other-way-bank")
    phone.on("page-other-way")


def test_where_no_vendor_answers_the_page_names_what_else_is_open(phone: Phone, offered: Paper) -> None:
    away = example(offered, "outside-unavailable", cause="source", ways=[AGAIN, WAYS[0], MINI, WAYS[2]])
    examples = offered.contract["components"]["examples"]
    offered.contract["components"]["examples"] = examples | {"face-away": {"value": away}}
    offered.refuses["open_identity_check"] = ["face-away"]
    go(phone, "/consent")
    phone.tap("agree-face")
    phone.page.get_by_test_id("name").fill("甲子安")
    phone.page.get_by_test_id("id-number").fill(NUMBER)
    phone.tap("open-face")

    expect(phone.on("ways")).to_contain_text("到微信小程序里刷脸")
    phone.on("try-again")  # which is another try by the same key
    expect(phone.page.get_by_test_id("person-other-way")).to_have_count(0)
    phone.check_screen()
    phone.tap("other-way-bank")
    phone.on("page-other-way")


def test_a_way_that_is_not_offered_says_so(phone: Phone, paper: Paper) -> None:
    paper.refuses["read_other_way_consent"] = ["way-not-offered"]
    go(phone, "/other-way?way=bank")

    expect(phone.on("problem")).to_contain_text(example(paper, "way-not-offered")["title"])


def test_a_permit_s_number_is_told_where_it_is_served(phone: Phone, paper: Paper) -> None:
    del paper
    go(phone, "/consent")
    phone.tap("agree-face")

    expect(phone.on("other-numbers")).to_contain_text("通行证、护照")
    phone.check_screen()


def test_the_way_into_the_mini_program_is_not_offered_inside_of_it(phone: Phone) -> None:
    phone.page.add_init_script("window.__wxjs_environment = 'miniprogram'")
    go(phone, "/sign-in")
    phone.on("by-face")

    expect(phone.page.get_by_test_id("mini-program")).to_have_count(0)
