"""One change and three licences confirmed on one screen; and 自己办, by somebody to whom nobody wrote."""

import re

from playwright.sync_api import expect

from adapters.sandbox.city import Person
from tests.browser.conftest import BUNDLE, UNTOLD, Town
from tests.browser.phone import Phone

ITEMS = ("wg-01-construction-change", "wg-02-design-change", "wg-04-supervision-change")
INSTANT = ITEMS[0]
SELF_START = "wg-18-job-agency-renewal"
DELIVERED = ("delivered", "closed")
FACE_ASKED_ONCE = re.compile("401")  # the browser's own line about the answer that sends to the face


def test_three_licences_take_one_face_one_answer_and_one_confirmation(phone: Phone, town: Town) -> None:
    """In the dark, from the code to three decisions."""
    builder = town.people.enterprise(BUNDLE)
    phone.page.emulate_media(color_scheme="dark")

    _come_in(phone, town.codes[BUNDLE], builder.responsible)
    expect(phone.on("why").locator("p")).to_have_count(len(ITEMS))
    phone.check_screen()
    phone.tick("answer-all-yes")
    phone.tick("promise")
    phone.tap("answer-submit")
    _look_over(phone, builder.name, [one.certificate.number for one in builder.licences])
    phone.tap("forms-confirm")
    phone.on("page-forms-done")

    assert phone.asked("/identity-checks") == 1
    assert phone.asked("/confirmation") == 1
    _all_of_them_are_done(phone)
    assert phone.tells_of(builder.responsible) == []
    assert phone.complaints == []


def test_somebody_nobody_wrote_to_finds_the_item_and_starts_by_themselves(phone: Phone, town: Town) -> None:
    agency = town.people.enterprise(UNTOLD)
    phone.open()
    phone.tap("to-items")
    phone.type("items-words", "zhongjie")
    phone.tap(f"item-{SELF_START}")
    phone.on("guide-steps")
    phone.check_screen()

    phone.tap("start")
    phone.pass_face_check(agency.responsible)
    phone.tap("start")
    expect(phone.on("start-not_due")).to_contain_text("无需申请")  # for oneself nothing is due
    acting = phone.on("start-acting")
    acting.select_option(label=f"{agency.name}（法定代表人）")
    phone.tap("start")
    phone.on("start-running")
    phone.page.reload()

    phone.on("why")
    phone.page.go_back()
    phone.on("guide-steps")
    phone.page.go_forward()
    phone.tick(f"answer-{SELF_START}-yes")
    phone.tick("promise")
    phone.tap("answer-submit")
    phone.pass_face_check(agency.responsible)
    expect(phone.on("promise")).to_be_checked()
    phone.tap("answer-submit")
    phone.on("form-confirm")
    phone.check_screen()
    assert phone.tells_of(agency.responsible) == []
    assert [one for one in phone.complaints if not FACE_ASKED_ONCE.search(one)] == []


def _come_in(phone: Phone, code: str, person: Person) -> None:
    phone.open()
    phone.type("code", code)
    phone.tap("code-submit")
    phone.tap("by-face")
    phone.pass_face_check(person)
    phone.on("why")


def _look_over(phone: Phone, name: str, numbers: list[str]) -> None:
    """What is alike stands once, the rest by licence. A reload half-way loses nothing."""
    expect(phone.on("value-organisation_name")).to_have_text(name)
    for item, number in zip(ITEMS, numbers, strict=True):
        own = phone.on(f"sheet-{item}")
        expect(own.get_by_test_id("value-certificate_number")).to_have_text(number)
        expect(own.get_by_test_id("handling-staff")).to_have_count(1 if item == INSTANT else 0)
    provenance = phone.on("provenance-uscc")
    expect(provenance.get_by_text("目录编号")).to_be_hidden()
    provenance.locator("summary").tap()
    expect(provenance.get_by_text("目录编号")).to_be_visible()
    phone.check_screen()
    phone.tick("handling-staff")
    phone.tap("forms-confirm")
    promise_and_materials = 1 + len(ITEMS)
    expect(phone.page.locator(".palm-field__slip")).to_have_count(promise_and_materials)
    phone.tick("materials-all")
    phone.tick("promise")
    expect(phone.on("saving")).to_contain_text("已保存")
    phone.page.reload()
    for kept in ("materials-all", "promise", "handling-staff"):
        expect(phone.on(kept)).to_be_checked()


def _all_of_them_are_done(phone: Phone) -> None:
    """Under their one theme on the first screen, each with its own end; one by people, as chosen."""
    phone.tap("forms-home")
    theme = phone.page.locator("[data-test^=theme-]")
    expect(theme.locator("a")).to_have_count(len(ITEMS))
    phone.check_screen()
    for place in range(len(ITEMS)):
        theme.locator("a").nth(place).tap()
        phone.wait_on_case(lambda: phone.state("case-state") in DELIVERED)
        phone.page.go_back()
    theme.get_by_text("建筑业企业资质简单变更").tap()
    expect(phone.on("instant")).to_contain_text("由工作人员办理")
    expect(phone.on("decision")).to_contain_text("准予许可")
    phone.check_screen()
