"""For whom one acts (为谁办) on the phone: chosen in one tap, and said on every page of the work."""

import json
from typing import Any

from playwright.sync_api import Request, expect

from tests.browser.on_paper.telling import go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

SELF, PRINCIPAL = "prt_01je7jryg0e00800000000000s", "prt_01je7jryg0e00800000000000p"
NAME = "莱西市晨光艺术培训学校（虚构）"
MYSELF = {"partyId": SELF, "name": "甲**", "kind": "person", "capacity": "本人"}
BY_MANDATE = {
    "partyId": PRINCIPAL,
    "name": NAME,
    "kind": "organisation",
    "capacity": "受托人",
    "until": "2027-01-31",
}


def house(paper: Paper, *parties: dict[str, str]) -> None:
    """Where one may act for these, the first is oneself."""
    paper.says["list_parties"] = {"person": {"name": "甲**"}, "parties": [*parties]}
    paper.says["read_home"] = shown(paper, "/v1/citizen/home") | {
        "parties": [*parties],
        "actingFor": parties[0]["partyId"],
    }


def shown(paper: Paper, address: str) -> dict[str, Any]:
    """What the contract shows there."""
    operation = paper.find("GET", address)
    assert operation
    told: dict[str, Any] = json.loads(operation.answer[2])
    return told


def test_whoever_has_a_choice_finds_it_in_the_header_of_every_page(phone: Phone, paper: Paper) -> None:
    house(paper, MYSELF, BY_MANDATE)
    go(phone, "/")
    phone.tap("to-items")
    phone.tap("to-acting")

    expect(phone.on(f"party-{SELF}")).to_have_attribute("aria-current", "true")
    expect(phone.on(f"party-{SELF}")).to_contain_text("您自己的事")
    expect(phone.on(f"party-{PRINCIPAL}")).to_contain_text("受托人，到2027年1月31日为止，只能办让您办的事")
    phone.check_screen()


def test_one_tap_chooses_and_everything_asked_from_then_on_says_for_whom(phone: Phone, paper: Paper) -> None:
    house(paper, MYSELF, BY_MANDATE)
    go(phone, "/acting")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.headers.get("acting-for", ""))

    phone.on(f"party-{PRINCIPAL}")
    phone.page.on("request", note)
    with phone.page.expect_request("**/v1/citizen/home*"):
        phone.tap(f"party-{PRINCIPAL}")

    phone.on("page-home")
    assert {one for one in asked if one} == {PRINCIPAL}
    assert NAME not in str(phone.written_down())


def test_whoever_acts_by_a_mandate_reads_so_on_every_page_of_the_work(phone: Phone, paper: Paper) -> None:
    house(paper, BY_MANDATE, MYSELF)
    go(phone, "/acting")
    phone.tap(f"party-{PRINCIPAL}")
    phone.on("page-home")
    go(phone, "/items")

    expect(phone.on("agency-bar")).to_contain_text("您正在替别人办（受托，至")


def test_whoever_has_no_choice_is_not_offered_one(phone: Phone, paper: Paper) -> None:
    house(paper, MYSELF)
    go(phone, "/acting")

    expect(phone.on("acting-alone")).to_contain_text("现在只有您自己的事")
    expect(phone.page.get_by_test_id("to-acting")).to_have_count(0)
