"""A licence shown: bright and awake while it is looked at; the holder hears at once who scanned it."""

import time
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.on_paper.telling import LICENCE, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

AWAKE = """
window.asked = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  window.asked.push("held");
  return { release: async () => { window.asked.push("let go"); } };
} } });
window.palmShell = { platform: "android", bindAccount() {}, unbindAccount() {},
  setBrightness: (share) => window.asked.push(share) };
"""
HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def in_seconds(seconds: int) -> str:
    return f"{datetime.fromtimestamp(time.time() + seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def show(phone: Phone, paper: Paper) -> None:
    """The code of a licence, a minute of it left."""
    made = paper.example_of("present_licence")
    paper.says["present_licence"] = made | {"expiresAt": in_seconds(60)}
    go(phone, f"/licences/{LICENCE}")
    phone.tap("show-code")
    phone.on("presentation-code")


def asked_of_the_shell(phone: Phone, count: int) -> list[str]:
    """What the phone was asked for, once it was asked so often."""
    phone.until(lambda: phone.page.evaluate("window.asked.length") >= count)
    return sorted(map(str, phone.page.evaluate("window.asked")))


def test_the_code_stands_on_white_in_the_dark_too(phone: Phone, paper: Paper) -> None:
    phone.page.emulate_media(color_scheme="dark")
    show(phone, paper)

    picture = phone.on("presentation").locator("img")

    assert picture.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    box = picture.bounding_box()
    assert box
    assert box["width"] >= 240
    phone.check_screen()


def test_the_screen_stays_awake_and_bright_while_a_code_is_shown_and_only_then(
    phone: Phone, paper: Paper
) -> None:
    phone.page.add_init_script(AWAKE)
    show(phone, paper)
    expect(phone.on("presentation")).to_contain_text("屏幕已调亮")
    assert asked_of_the_shell(phone, 2) == ["1", "held"]

    phone.tap("go-home")

    assert asked_of_the_shell(phone, 4) == ["-1", "1", "held", "let go"]


def test_nobody_sees_the_code_in_the_list_of_open_apps(phone: Phone, paper: Paper) -> None:
    show(phone, paper)

    phone.page.evaluate(HIDE, True)
    phone.on("presentation-hidden")
    assert phone.page.get_by_test_id("presentation-code").count() == 0
    phone.page.evaluate(HIDE, False)

    phone.on("presentation")


def test_the_holder_is_told_at_once_who_scanned(phone: Phone, paper: Paper) -> None:
    screen = paper.example_of("read_licence_screen")
    paper.says["read_licence_screen"] = screen | {"views": []}
    show(phone, paper)

    look = {"by": "某某律师事务所", "purpose": "核对委托人身份", "result": "valid"}
    late = look | {"at": in_seconds(-60), "by": "扫了上一个码的人"}
    paper.says["read_licence_screen"] = screen | {"views": [late]}
    expect(phone.on("views")).to_contain_text("扫了上一个码的人")
    phone.on("presentation")
    paper.says["read_licence_screen"] = screen | {"views": [look | {"at": in_seconds(1)}, late]}

    expect(phone.on("scanned-by")).to_contain_text("某某律师事务所，用途：核对委托人身份")
    expect(phone.on("views")).to_contain_text("核验有效")


def test_the_holder_is_told_too_when_there_were_as_many_looks_as_are_listed(
    phone: Phone, paper: Paper
) -> None:
    screen = paper.example_of("read_licence_screen")
    look = {"by": "某某律师事务所", "purpose": "核对委托人身份", "result": "valid"}
    before = [look | {"at": in_seconds(-1)}, *[look | {"at": in_seconds(-3600)}] * 99]
    paper.says["read_licence_screen"] = screen | {"views": before}
    show(phone, paper)
    phone.on("presentation")

    now = look | {"at": in_seconds(1), "by": "某某银行"}
    paper.says["read_licence_screen"] = screen | {"views": [now, *before[:-1]]}

    expect(phone.on("scanned-by")).to_contain_text("某某银行")


def test_a_licence_that_is_not_there_says_so(phone: Phone, paper: Paper) -> None:
    paper.refuses["read_licence_screen"] = ["not-found"]

    go(phone, f"/licences/{LICENCE}")

    expect(phone.on("missing")).to_contain_text("您的证照里没有这一张")


def test_one_request_opens_a_licence(phone: Phone) -> None:
    go(phone, f"/licences/{LICENCE}")
    phone.on("show-code")

    asked = [address for address in phone.addresses if "/v1/" in address and "session" not in address]

    assert [address.rpartition("/v1/")[2] for address in asked] == [f"citizen/licences/{LICENCE}/screen"]
