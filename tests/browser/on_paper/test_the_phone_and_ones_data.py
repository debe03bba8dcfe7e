"""The phone and one's own data, against the contract's examples: who looked, and the consent taken back."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

pytestmark = pytest.mark.wide


def effects(paper: Paper) -> list[str]:
    return [one.operation for one in paper.sent if one.operation != "refresh_session"]


def test_who_looked_and_why_is_read_from_the_first_screen(phone: Phone, paper: Paper) -> None:
    go(phone, "/")
    phone.tap("to-accesses")

    listed = phone.on("access-list")
    expect(listed).to_contain_text("政务服务管理部门（窗口工作人员）")
    expect(listed).to_contain_text("办理您的办件")
    expect(listed).to_contain_text("看到：办件内容和经过")
    phone.check_screen()
    assert effects(paper) == []


def test_the_consent_is_taken_back_after_a_second_thought_and_once(phone: Phone, paper: Paper) -> None:
    go(phone, "/accesses")
    phone.tap("withdraw")
    phone.tap("withdraw-not")
    phone.tap("withdraw")
    phone.check_screen()

    phone.tap("withdraw-sure")

    expect(phone.on("withdrawn")).to_contain_text("已撤回刷脸的同意")
    assert effects(paper) == ["withdraw_face_consent"]


def test_who_audits_reads_under_a_case_who_looked(desk: Desk) -> None:
    desk.sign_in("audit")
    desk.go(f"/cases/{CASE}")

    expect(desk.on("case-accesses")).to_contain_text("窗口甲（窗口工作人员）")
    desk.check_screen()
