"""What the phone is told on paper: the contract's own examples, changed where a test says so."""

import copy
from typing import Any

from playwright.sync_api import expect

from tests.browser.on_paper.places import CASE
from tests.browser.paper import Paper
from tests.browser.phone import Phone

AT = f"/cases/{CASE}"
LICENCE = "lic_01je7jryg5e008000000000006"
OWN_NUMBER = "19900000101"


def example(paper: Paper, name: str, **changed: Any) -> dict[str, Any]:
    """A copy of the contract's; what is changed to None is left out."""
    value = copy.deepcopy(paper.contract["components"]["examples"][name]["value"]) | changed
    return {key: one for key, one in value.items() if one is not None}


def a_case(paper: Paper, **changed: Any) -> dict[str, Any]:
    left_out = dict.fromkeys(("licenceId", "decision", "decidedAt", "rating", "clock"))
    return example(paper, "CaseDelivered", **(left_out | changed))


def form(paper: Paper, **other: Any) -> dict[str, Any]:
    """Filled in, with a day on which the courier comes."""
    told: dict[str, Any] = paper.example_of("read_form")
    paper.says["read_form"] = told | other
    return told | other


def go(phone: Phone, path: str) -> None:
    phone.page.goto(f"{phone.url}/#{path}")


def a_parcel(paper: Paper, **changed: Any) -> dict[str, Any]:
    parcel: dict[str, Any] = example(paper, "CaseDelivered")["shipments"][0]
    return parcel | changed


def drawn_on_pad(phone: Phone) -> None:
    """One stroke on the pad for the signature."""
    pad = phone.on("pad")
    expect(pad).to_have_attribute("data-ready", "true")
    pad.scroll_into_view_if_needed()
    at = pad.bounding_box()
    assert at
    phone.page.mouse.move(at["x"] + 30, at["y"] + 40)
    phone.page.mouse.down()
    phone.page.mouse.move(at["x"] + 200, at["y"] + 110, steps=10)
    phone.page.mouse.up()
    expect(pad).to_have_attribute("data-strokes", "1")


def as_agent(paper: Paper) -> None:
    """Whoever is signed in acts by a mandate."""
    home = paper.example_of("read_home")
    parties = [one | {"capacity": "受托人", "until": "2099-02-22"} for one in home["parties"]]
    paper.says["read_home"] = home | {"parties": parties}


def sign_in(phone: Phone) -> None:
    """By a code to the own number, on the page that asks for it."""
    phone.on("page-sign-in")
    phone.on("phone-number").fill(OWN_NUMBER)
    phone.tap("ask-code")
    phone.on("sms-code").fill("482913")
    phone.tap("enter-code")
