"""Signing in by the code on one's phone: the face once, and afterwards the code alone."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from playwright.sync_api import Playwright, expect

from bff.cli.demo.citizen import practitioner
from tests.browser.conftest import Town
from tests.browser.phone import Phone

A_MINUTE_MS = 60_000
MESSAGES = Path("sandbox") / "sms.sqlite3"
SENT_EARLIER = "UPDATE messages SET sent_at = sent_at - 60"
ASKED_EARLIER = "UPDATE sign_in_codes SET asked_at = asked_at - interval '1 minute'"


def test_a_number_is_shown_to_be_somebodys_once_and_signs_them_in_by_its_code_from_then_on(
    phone: Phone, town: Town, playwright: Playwright
) -> None:
    person = practitioner(town.people)
    number = person.phone or ""

    phone.page.clock.install()
    phone.open()
    phone.tap("no-code")
    phone.on("by-face")
    phone.check_screen()
    _ask(phone, number)
    phone.check_screen()
    phone.type("sms-code", _code(town, playwright, number))
    phone.tap("enter-code")
    phone.on("first-time")
    phone.pass_face_check(person)
    _sign_out(phone)

    phone.tap("no-code")
    _ask(phone, number)
    expect(phone.on("ask-code")).to_contain_text("秒后可以重新获取")
    expect(phone.on("ask-code")).to_be_disabled()
    _a_minute_goes_by(phone, town)
    expect(phone.on("ask-code")).to_be_enabled()
    with phone.page.expect_response("**/sign-in-codes"):  # the message before it would be no use
        phone.tap("ask-code")
    phone.type("sms-code", f"您的验证码是{_code(town, playwright, number)}，五分钟内有效。")
    phone.tap("enter-code")

    expect(phone.on("page-home")).to_contain_text(f"{person.name[0]}")
    assert phone.tells_of(person) == []
    _sign_out(phone)
    assert [one for one in phone.complaints if not re.search("401|429", one)] == []


def _a_minute_goes_by(phone: Phone, town: Town) -> None:
    """For the office, for the vendor of its messages, and on the phone."""
    with psycopg.connect(town.stage.runtime_url) as office:
        office.execute(ASKED_EARLIER)
    with closing(sqlite3.connect(town.stage.folder / MESSAGES)) as vendor:
        vendor.execute(SENT_EARLIER)
        vendor.commit()
    phone.page.clock.run_for(A_MINUTE_MS)


def _ask(phone: Phone, number: str) -> None:
    phone.type("phone-number", number)
    phone.tap("ask-code")
    phone.on("sms-code")  # there once the office has answered


def _code(town: Town, playwright: Playwright, number: str) -> str:
    """Read off the phone it was sent to."""
    wire = playwright.request.new_context()
    told = wire.post(f"{town.stage.ports.vendor('sms')}/__code", data={"phone": number}).json()
    wire.dispose()
    return str(told["code"])


def _sign_out(phone: Phone) -> None:
    with phone.page.expect_event("load"):  # the page opens anew, with nothing in its memory
        phone.tap("sign-out")
    phone.on("no-code")
