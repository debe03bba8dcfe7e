"""The phone and one's sign-ins, against the contract's examples: devices, warnings, a face for a purpose."""

from playwright.sync_api import expect

from tests.browser.on_paper.telling import AT, a_case, example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

OPENED = {"identityCheckId": "idc_01je7jryg7e008000000000008", "resumeToken": "invented-resume-token-0000"}
OTHER = "ses_01je7jrygae00800000000000b"


def test_one_device_is_made_to_leave(phone: Phone, paper: Paper) -> None:
    go(phone, "/")
    phone.tap("to-settings")
    phone.tap("to-sessions")

    expect(phone.on("session-list")).to_contain_text("安卓手机 · 微信（这一台）")
    expect(phone.on("session-list")).to_contain_text("微信小程序，用微信账号登录")
    phone.check_screen()
    phone.tap(f"end-{OTHER}")

    expect(phone.on("session-list")).to_be_visible()
    assert paper.effects(1) == ["end_session"]


def test_all_devices_leave_after_a_second_thought(phone: Phone, paper: Paper) -> None:
    go(phone, "/sessions")
    phone.tap("end-all")
    phone.tap("end-all-not")
    phone.tap("end-all")
    phone.check_screen()

    phone.tap("end-all-sure")

    phone.on("page-home")  # an office made of paper lets everybody in again
    assert paper.effects(1) == ["sign_out_everywhere"]


def test_a_warning_is_counted_on_the_first_screen_read_and_noted_as_read(phone: Phone, paper: Paper) -> None:
    paper.says["read_home"] = {**paper_home(paper), "alerts": 1}
    go(phone, "/")
    expect(phone.on("alerts-unread")).to_contain_text("有 1 条安全提醒")
    phone.tap("read-alerts")

    expect(phone.on("page-alerts")).to_contain_text("您的登录凭证被重复使用")
    phone.check_screen()
    assert paper.effects(1) == ["mark_alerts_read"]


def test_the_face_is_compared_for_what_the_step_wanted_it_for(phone: Phone, paper: Paper) -> None:
    asked = example(paper, "face-needed-for-matter")
    paper.says["open_identity_check"] = {**OPENED, "verifyUrl": f"{phone.url}/#/identity"}
    paper.refuses["withdraw_case"] = ["face-needed-for-matter"]
    paper.says["read_case"] = a_case(paper, state="filed")
    go(phone, f"{AT}/withdrawal")
    phone.tick("sure")
    phone.tap("withdraw")
    phone.on("page-consent")
    phone.tap("agree-face")
    phone.type("name", "甲子安")
    phone.type("id-number", "999999190001010007")

    phone.tap("open-face")

    phone.on("page-identity-lost")  # the vendor's page leads nowhere on paper
    [body] = paper.heard("open_identity_check")
    assert (body["purpose"], body["matterId"]) == (asked["purpose"], asked["matterId"])


def paper_home(paper: Paper) -> dict[str, object]:
    told = paper.contract["paths"]["/v1/citizen/home"]["get"]["responses"]["200"]
    shown: dict[str, object] = told["content"]["application/json"]["example"]
    return dict(shown)
