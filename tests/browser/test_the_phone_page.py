"""The whole journey on a phone, by tapping, against the real office: from the nine digits to the rating."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import APIRequestContext, Playwright, expect

from adapters.sandbox.city import JOURNEY, Person
from tests.browser.conftest import IN_CARE, Town
from tests.browser.phone import Phone

ITEM = "wg-15-minban-renewal"
MOST_TAPS = 8  # in care mode
SECOND_STORY = "due-but-denied"
AT_COUNTER = ("delivered_self", "scanned")
DELIVERED = ("delivered", "closed")


def test_a_person_goes_from_the_code_to_the_rating_by_tapping(
    phone: Phone, counter_phone: Phone, town: Town, playwright: Playwright
) -> None:
    person = town.people.of(JOURNEY).responsible

    _identify(phone, town.codes[JOURNEY], person)
    promise = _say_yes(phone)
    case = _confirm_the_form(phone, person, promise)
    _hand_over_the_old_one(phone, playwright, town, case)
    _receive_the_new_one(phone)
    _show_it(phone, counter_phone, town)
    _show_it_while_the_bank_is_away(phone, counter_phone, town, playwright)
    _rate(phone)

    assert phone.tells_of(person) == []
    _sign_out(phone)
    assert phone.complaints + counter_phone.complaints == []


def test_in_care_mode_it_takes_few_taps_from_the_invitation_to_the_filed_case(
    phone: Phone, town: Town
) -> None:
    person = town.people.of(IN_CARE).responsible
    phone.open()
    phone.tap("care-switch")
    phone.type("code", town.codes[IN_CARE])
    phone.tap("code-submit")
    phone.tap("by-face")
    phone.pass_face_check(person)
    phone.on("page-matter")
    before = phone.taps

    phone.tap(f"answer-{ITEM}-yes")
    phone.tap("answer-submit")
    while not _is_last_step(phone):
        phone.tap("step-next")
    phone.page.reload()
    phone.tap("form-confirm")

    phone.on("case-head")
    assert phone.taps - before <= MOST_TAPS
    assert phone.asked("/confirmation") == 1
    assert phone.tells_of(person) == []
    assert phone.complaints == []


def _is_last_step(phone: Phone) -> bool:
    expect(
        phone.page.get_by_test_id("step-next").or_(phone.page.get_by_test_id("form-confirm"))
    ).to_be_visible()
    return phone.page.get_by_test_id("form-confirm").is_visible()


def test_somebody_without_a_code_shows_the_face_for_the_matter_and_loses_nothing(
    phone: Phone, town: Town
) -> None:
    person = town.people.of(SECOND_STORY).responsible
    phone.open()
    phone.tap("no-code")
    phone.tap("by-face")
    phone.pass_face_check(person)
    phone.on("matters-waiting").locator("a").tap()
    phone.tick(f"answer-{ITEM}-yes")
    phone.tick("promise")

    phone.tap("answer-submit")
    phone.pass_face_check(person)

    expect(phone.on("promise")).to_be_checked()
    second = phone.another_tab()
    second.tick(f"answer-{ITEM}-yes")
    second.tick("promise")
    phone.tap("answer-submit")
    phone.on("form-confirm")
    _answers_again(second, phone)
    phone.tap("go-home")
    phone.on("matters-waiting").locator("a").tap()
    phone.on("form-confirm")
    phone.tap("go-home")
    _sign_out(phone)
    assert [one for one in phone.complaints if "401" not in one] == []  # the office asked for the face once


def _answers_again(second: Phone, first: Phone) -> None:
    """On a tab that is open since before the answer: it comes to the one case there is."""
    second.tap("answer-submit")
    second.on("form-confirm")
    assert second.page.url == first.page.url
    second.page.close()


def _identify(phone: Phone, code: str, person: Person) -> None:
    phone.open()
    phone.on("fraud-words")
    phone.check_screen()
    phone.type("code", code)
    phone.tap("code-submit")
    phone.tap("by-face")
    phone.on("consent-text")
    phone.check_screen()
    phone.pass_face_check(person)
    phone.on("why")


def _say_yes(phone: Phone) -> str:
    """The words of the promise that was made."""
    phone.check_screen()
    phone.tick(f"answer-{ITEM}-yes")
    phone.tap("answer-submit")
    phone.on("slip")  # nothing is agreed to before the promise is ticked
    phone.tick("promise")
    promise = phone.on("promise").locator("xpath=..").inner_text()
    phone.tap("answer-submit")
    return promise


def _confirm_the_form(phone: Phone, person: Person, promise: str) -> str:
    """The id of the case. The page is reloaded half-way: the ticks are still there."""
    phone.on("form-confirm")
    phone.check_screen()
    expect(phone.on("value-responsible_name")).to_have_text(person.name)
    phone.tick("material-all")
    phone.page.reload()
    expect(phone.on("material-all")).to_be_checked()
    phone.tick("promise")
    expect(phone.on("promise").locator("xpath=..")).to_have_text(promise)
    phone.tap("form-confirm")
    phone.on("case-head")
    phone.check_screen()
    return phone.page.url.rpartition("/")[2]


def _hand_over_the_old_one(phone: Phone, playwright: Playwright, town: Town, case: str) -> None:
    """Back leads home, not to the vendor's face page; the case is there, and the courier has been."""
    phone.page.go_back()
    phone.on(f"case-{case}").tap()
    phone.wait_on_case(lambda: phone.state("parcel-collect") in AT_COUNTER)
    clerk = playwright.request.new_context(
        base_url=town.url, extra_http_headers={"Authorization": f"Bearer {town.keys.clerk}"}
    )
    _scan(clerk, case, town.people.of(JOURNEY).certificate.number)
    clerk.dispose()


def _scan(clerk: APIRequestContext, case: str, number: str) -> None:
    arriving: dict[str, Any] = clerk.get("/v1/console/shipments/arriving").json()
    [parcel] = [one for one in arriving["shipments"] if one["caseId"] == case]
    answer = clerk.post(
        f"/v1/console/shipments/{parcel['shipmentId']}/scan",
        headers={"Idempotency-Key": str(uuid4())},
        data={
            "pieces": [
                {"kind": one["kind"], "serial": one["serial"], "number": number} for one in parcel["pieces"]
            ]
        },
    )
    assert answer.ok, answer.text()


def _receive_the_new_one(phone: Phone) -> None:
    phone.wait_on_case(lambda: phone.state("case-state") in DELIVERED)
    expect(phone.on("decision")).to_contain_text("准予许可")
    expect(phone.on("timeline")).to_contain_text("已确认办理意向")
    assert phone.state("parcel-deliver") == "delivered_self"
    phone.check_screen()
    paper = phone.on("documents").get_by_role("button").last
    paper.tap()
    expect(phone.on("documents").get_by_role("link", name="打开")).to_be_visible()


def _show_it(phone: Phone, counter_phone: Phone, town: Town) -> None:
    """On the holder's phone a code, on the verifier's what it is worth: once."""
    phone.tap("to-licence")
    phone.tap("show-code")
    phone.on("presentation")
    phone.check_screen()
    code = phone.on("presentation-code").inner_text()
    _verify(counter_phone, town.keys.verifier, code)
    expect(counter_phone.on("verify-result")).to_contain_text("证照有效")
    counter_phone.check_screen()
    phone.on("code-used")
    expect(phone.on("views")).to_contain_text("年度检查核验证书")
    counter_phone.tap("verify-send")
    expect(counter_phone.on("verify-result")).to_contain_text("已经用过")


def _show_it_while_the_bank_is_away(
    phone: Phone, counter_phone: Phone, town: Town, playwright: Playwright
) -> None:
    """Both sides read of when its last word is; nobody sees plain green."""
    lever, asked = f"{town.stage.ports.vendor('licence_bank')}/__mode", {"path": "/queryCertInfo"}
    context = playwright.request.new_context()
    context.post(lever, data={"mode": "503", "match": asked})
    phone.tap("renew-code")
    expect(phone.on("bank-away")).to_contain_text("最近核对于")
    phone.check_screen()
    counter_phone.on("verify-code").fill(phone.on("presentation-code").inner_text())
    counter_phone.tap("verify-send")
    expect(counter_phone.on("verify-result")).to_contain_text("现在未能核对")
    expect(counter_phone.on("verify-away")).to_contain_text("最近核对于")
    counter_phone.check_screen()
    context.post(lever, data={"mode": "ok"})
    context.dispose()
    phone.tap("go-home")
    phone.tap("to-wallet")
    expect(phone.on("page-wallet")).to_contain_text("有效")
    phone.check_screen()


def _verify(phone: Phone, key: str, code: str) -> None:
    phone.open()
    phone.tap("to-verify")
    phone.type("verify-key", key)
    phone.tap("verify-open")
    phone.type("verify-code", code)
    phone.tap("verify-send")


def _rate(phone: Phone) -> None:
    phone.tap("go-home")
    phone.on("cases").locator("a").tap()
    phone.on("case-head")
    phone.page.locator("[data-test=case-next][href$=rating], [data-test=to-rating]").tap()
    phone.tick("level-5")
    phone.tick("tag-510")
    phone.check_screen()
    phone.tap("rating-send")
    phone.on("page-rating-done")
    phone.tap("rating-home")


def _sign_out(phone: Phone) -> None:
    with phone.page.expect_event("load"):  # the page opens anew, with nothing in its memory
        phone.tap("sign-out")
    phone.on("code")
    assert set(phone.written_down()) <= {"palm.mode"}
    assert {one.get("name") for one in phone.context.cookies()} <= {"palm_device"}  # which names nobody
    phone.page.reload()
    phone.on("no-code")
