"""The phone and one's own data, against the contract's examples: who looked, and the consent taken back."""

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

COPY = "dex_01je7jryg9e00800000000000q"
DIGEST_SHOWN = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"


def test_who_looked_and_why_is_read_from_the_first_screen(phone: Phone, paper: Paper) -> None:
    go(phone, "/")
    phone.tap("to-settings")
    phone.tap("to-accesses")

    listed = phone.on("access-list")
    expect(listed).to_contain_text("政务服务管理部门（窗口工作人员）")
    expect(listed).to_contain_text("办理您的办件")
    expect(listed).to_contain_text("看到：办件内容和经过")
    phone.check_screen()
    assert paper.effects() == []


def test_the_consent_is_taken_back_after_a_second_thought_and_once(phone: Phone, paper: Paper) -> None:
    go(phone, "/accesses")
    phone.tap("withdraw")
    phone.tap("withdraw-not")
    phone.tap("withdraw")
    phone.check_screen()

    phone.tap("withdraw-sure")

    expect(phone.on("withdrawn")).to_contain_text("已撤回刷脸的同意")
    assert paper.effects(1) == ["withdraw_face_consent"]


def test_who_audits_reads_under_a_case_who_looked(desk: Desk) -> None:
    desk.sign_in("audit")
    desk.go(f"/cases/{CASE}")

    expect(desk.on("case-accesses")).to_contain_text("窗口甲（窗口工作人员）")
    desk.check_screen()


def test_a_copy_is_asked_for_and_saved_on_the_phone(phone: Phone, paper: Paper) -> None:
    asked = {"dataExportId": COPY, "state": "asked", "askedAt": "2026-12-02T03:10:20Z"}
    ready = asked | {"state": "ready", "endsAt": "2026-12-09T03:10:31Z"}
    paper.says["list_data_exports"] = {"dataExports": []}
    go(phone, "/")
    phone.tap("to-settings")
    phone.tap("to-my-data")
    phone.on("ask-copy")
    phone.check_screen()
    paper.says["list_data_exports"] = {"dataExports": [asked]}
    phone.tap("ask-copy")
    expect(phone.on("copy-list")).to_contain_text("正在整理")
    phone.check_screen()

    paper.says["list_data_exports"] = {"dataExports": [ready]}
    phone.tap("look-again")
    expect(phone.on("copy-list")).to_contain_text("可以下载到")
    phone.tap("fetch")

    expect(phone.on("save")).to_have_attribute("download", "我的信息.zip")
    phone.check_screen()
    assert paper.effects(1) == ["ask_data_export"]


def test_what_goes_and_what_stays_is_read_before_anything_is_erased(phone: Phone, paper: Paper) -> None:
    go(phone, "/my-data")
    phone.tap("see-erasure")
    expect(phone.on("goes")).to_contain_text("绑定的登录手机号")
    expect(phone.on("stays")).to_contain_text("保留到 2036年12月31日")
    expect(phone.on("erase")).to_be_disabled()
    phone.check_screen()
    assert paper.effects() == []

    phone.tick("read-it")
    phone.tap("erase")

    expect(phone.on("erasing")).to_contain_text("已开始删除")
    phone.check_screen()
    phone.tap("look-erased")
    expect(phone.on("gone")).to_contain_text("已经删除")
    assert paper.heard("ask_erasure") == [{"digest": DIGEST_SHOWN}]


def test_an_erasure_asks_for_the_face_for_ones_data_alone(phone: Phone, paper: Paper) -> None:
    paper.refuses["ask_erasure"] = ["face-needed-for-data"]
    go(phone, "/my-data")
    phone.tap("see-erasure")
    phone.tick("read-it")
    phone.tap("erase")

    expect(phone.on("page-consent")).to_be_visible()
    assert phone.page.evaluate("sessionStorage.getItem('palm.purpose')") == '"data"'


def test_what_changed_since_it_was_read_is_shown_anew(phone: Phone, paper: Paper) -> None:
    paper.refuses["ask_erasure"] = ["erasure-preview-changed"]
    go(phone, "/my-data")
    phone.tap("see-erasure")
    phone.tick("read-it")
    phone.tap("erase")

    expect(phone.on("preview")).to_contain_text("可以删除或依法保留的内容有变化")
    phone.check_screen()
