"""The phone and mandates (授权委托), against the contract's examples: given, used, taken back, acted by."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from playwright.sync_api import expect

from tests.browser.on_paper.telling import AT, a_case, example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

MANDATE = "mdt_01je7jryg9e00800000000000m"
ITEM = "wg-15-minban-renewal"
WANTS_THE_FACE = "face-needed-for-a-mandate"
OPENED = {"identityCheckId": "idc_01je7jryg7e008000000000008", "resumeToken": "invented-resume-token-0000"}
NAME, NUMBER = "庚子安", "999999190001010007"
BEIJING = timezone(timedelta(hours=8))


def test_nobody_acts_for_me_and_the_page_says_so_and_lists_nothing(phone: Phone, paper: Paper) -> None:
    paper.says["list_mandates"] = {"given": [], "received": []}
    paper.says["read_home"] = home(paper, acting="person")
    go(phone, "/")
    phone.tap("to-mandates")

    expect(phone.on("empty")).to_contain_text("现在没有人能代表您")
    expect(phone.page.get_by_test_id("mandates-given")).to_have_count(0)
    expect(phone.page.get_by_test_id("mandates-received")).to_have_count(0)
    phone.check_screen()
    assert paper.effects() == []


def test_whoever_answers_for_an_organisation_reads_whose_mandates_they_are(
    phone: Phone, paper: Paper
) -> None:
    paper.says["list_mandates"] = {"given": [], "received": []}
    go(phone, "/mandates")

    expect(phone.on("empty")).to_contain_text("现在没有人能代表本单位")
    expect(phone.on("page-mandates")).to_contain_text("莱西市晨光艺术培训学校（虚构）的事")


def test_a_mandate_is_filled_in_read_whole_and_given_with_the_face_for_it_alone(
    phone: Phone, paper: Paper
) -> None:
    wants_the_face(paper)
    paper.says["open_identity_check"] = {**OPENED, "verifyUrl": f"{phone.url}/#/identity"}
    paper.says["read_mandate"] = letter(paper, state="draft", words="待您确认", givenAt=None, uses=[])
    go(phone, "/mandates")
    phone.tap("to-new-mandate")
    phone.tap("draft-mandate")
    expect(phone.page.locator(".palm-field__slip")).to_have_count(3)
    phone.check_screen()
    phone.type("agent-name", NAME)
    phone.type("agent-number", NUMBER)
    phone.tick(f"item-{ITEM}")
    phone.tap("draft-mandate")

    expect(phone.on("mandate-text")).to_contain_text("受托人：刘测试，身份证号370***********0017")
    phone.check_screen()
    phone.tap("give-mandate")
    phone.on("page-consent")
    phone.tap("agree-face")
    phone.type("name", "甲子安")
    phone.type("id-number", NUMBER)
    phone.tap("open-face")
    phone.on("page-identity-lost")  # the vendor's page leads nowhere on paper

    [draft], [check] = paper.heard("draft_mandate"), paper.heard("open_identity_check")
    assert (draft["agentName"], draft["agentNumber"]) == (NAME, NUMBER)
    assert (draft["items"], draft["acts"], draft.get("mostCases")) == ([ITEM], ["apply", "follow"], None)
    assert three_months(draft["from"], draft["until"])
    assert paper.heard("give_mandate") == [{"digest": letter(paper)["digest"]}]
    assert (check["purpose"], check["mandateId"]) == ("mandate", MANDATE)
    assert "matterId" not in check
    assert NUMBER not in str(phone.written_down()) + str(phone.addresses)


def test_less_may_be_given_for_less_time_and_for_fewer_cases(phone: Phone, paper: Paper) -> None:
    go(phone, "/mandates/new")
    phone.type("agent-name", NAME)
    phone.type("agent-number", NUMBER)
    phone.tick(f"item-{ITEM}")
    phone.tick("acts-follow")
    phone.on("months").select_option("12")
    phone.on("most").select_option("2")

    phone.tap("draft-mandate")

    phone.on("page-mandate")
    [draft] = paper.heard("draft_mandate")
    assert (draft["acts"], draft["mostCases"]) == (["follow"], 2)
    assert date_of(draft["until"]) - date_of(draft["from"]) < timedelta(days=366)


def test_a_letter_that_is_not_what_would_be_given_now_is_written_anew(phone: Phone, paper: Paper) -> None:
    paper.says["read_mandate"] = letter(paper, state="draft", words="待您确认", givenAt=None, uses=[])
    paper.refuses["give_mandate"] = ["mandate-changed"]
    go(phone, f"/mandates/{MANDATE}")
    phone.tap("give-mandate")

    phone.on("mandate-changed")
    phone.tap("draft-again")

    assert phone.on("page-new-mandate").locator("h1").inner_text() == "让别人替我办"
    assert len(paper.heard("give_mandate")) == 1


def test_what_was_done_by_it_is_read_and_it_is_taken_back_after_a_second_thought_and_once(
    phone: Phone, paper: Paper
) -> None:
    go(phone, "/mandates")
    phone.tap(f"mandate-{MANDATE}")
    expect(phone.on("uses")).to_contain_text("已确认申报信息")
    expect(phone.on("mandate-cases")).to_contain_text("已办 1 件")
    phone.tap("end-mandate")
    phone.tap("end-not")
    phone.tap("end-mandate")
    expect(phone.on("end-asked")).to_contain_text("对方马上不能再替您办")
    phone.check_screen()
    paper.says["read_mandate"] = letter(paper, state="revoked", words="已撤销")

    phone.tap("end-sure")

    expect(phone.on("mandate-state")).to_contain_text("已撤销")
    expect(phone.page.get_by_test_id("end-mandate")).to_have_count(0)
    assert paper.effects(1) == ["end_mandate"]


def test_an_agent_sees_for_whom_and_until_when_and_is_offered_nothing_of_the_principals_own(
    phone: Phone, paper: Paper
) -> None:
    paper.says["read_home"] = home(paper, until="2027-02-22")
    paper.says["read_case"] = a_case(paper, state="accepted")
    go(phone, "/")

    expect(phone.on("agency")).to_contain_text("您正在代表 莱西市晨光艺术培训学校（虚构） 办理")
    expect(phone.on("agency")).to_contain_text("受托，至2027年2月22日")
    for absent in ("to-wallet", "to-grievances", "to-accesses"):
        expect(phone.page.get_by_test_id(absent)).to_have_count(0)
    phone.check_screen()
    go(phone, AT)
    expect(phone.on("agency-bar")).to_contain_text("受托，至2027年2月22日")
    expect(phone.page.get_by_test_id("to-complaint")).to_have_count(0)
    phone.check_screen()
    paper.says["read_case"] = example(paper, "CaseDelivered", rating=None)
    go(phone, "/")
    phone.on("agency")
    go(phone, AT)
    phone.on("case-head")
    for absent in ("case-next", "to-rating", "to-licence", "to-automatic"):
        expect(phone.page.get_by_test_id(absent)).to_have_count(0)


def test_an_agent_lays_a_mandate_down_as_themselves_and_gives_none_further(
    phone: Phone, paper: Paper
) -> None:
    paper.says["list_mandates"] = {"given": [], "received": [listed(paper)]}
    paper.says["read_home"] = home(paper, until="2027-02-22")
    go(phone, "/mandates/new")
    expect(phone.on("agent-cannot")).to_contain_text("受托办事的人不能再让别人替办")
    phone.tap("to-mandates")
    paper.refuses["list_mandates"] = ["not-representative"]  # asked for the principal: that is not theirs
    phone.page.reload()
    phone.on("mandates-received")
    phone.check_screen()
    phone.tap(f"mandate-{MANDATE}")
    phone.tap("end-mandate")
    phone.tap("end-sure")

    phone.on("mandate-state")
    assert len(paper.heard("end_mandate")) == 1
    [ended] = [one for one in paper.sent if one.operation == "end_mandate"]
    assert "Acting-For" not in ended.headers


def shown(paper: Paper, path: str, method: str = "get") -> dict[str, Any]:
    told = paper.contract["paths"][path][method]["responses"]["200"]
    value: dict[str, Any] = told["content"]["application/json"]["example"]
    return dict(value)


def home(paper: Paper, *, acting: str = "organisation", until: str = "") -> dict[str, Any]:
    """`until`: by a mandate to that day."""
    told = shown(paper, "/v1/citizen/home")
    by = {"capacity": "受托人", "until": until} if until else {}
    parties = [dict(one) | (by if one["kind"] == "organisation" else {}) for one in told["parties"]]
    [chosen] = [one["partyId"] for one in parties if one["kind"] == acting]
    return told | {"parties": parties, "actingFor": chosen}


def letter(paper: Paper, **changed: Any) -> dict[str, Any]:
    told = shown(paper, "/v1/citizen/mandates/{mandateId}") | changed
    return {name: value for name, value in told.items() if value is not None}


def listed(paper: Paper) -> dict[str, Any]:
    found: dict[str, Any] = shown(paper, "/v1/citizen/mandates")["given"][0]
    return found


def wants_the_face(paper: Paper) -> None:
    """What the office answers who is signed in without it."""
    asked = example(paper, "face-needed") | {"purpose": "mandate", "mandateId": MANDATE}
    paper.contract["components"]["examples"][WANTS_THE_FACE] = {"value": asked}
    paper.refuses["give_mandate"] = [WANTS_THE_FACE]


def date_of(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def three_months(first: str, last: str) -> bool:
    """From today in Beijing, both days counted."""
    today = datetime.now(BEIJING).date()  # noqa: TID251 - the page goes by the server's clock, which is real
    whole = date_of(last) - date_of(first) + timedelta(days=1)
    return first == today.isoformat() and timedelta(days=89) <= whole <= timedelta(days=92)
