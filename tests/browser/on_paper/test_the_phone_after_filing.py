"""The phone after the filing, against the contract's own examples: 补正, 撤回, 容缺后补 and 告知承诺."""

from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import AT, LICENCE, a_case, as_agent, example, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

PROMISE = "prm_01je7jryg2e008000000000031"
COMMITMENT = "prm_01je7jryg2e008000000000032"
PICTURE = FilePayload(name="one.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n")
UNDER_WAY = ("intended", "with_staff", "confirmed", "filed", "supplementing", "accepted")
OVER = (
    "granted",
    "licensed",
    "delivered",
    "closed",
    "denied",
    "not_accepted",
    "returned",
    "withdrawn",
    "revoked",
)


def supplementing(paper: Paper) -> dict[str, Any]:
    """Two wanted, the first one given."""
    told = example(paper, "SupplementAsked")
    told["materials"].append({"index": 4, "name": "章程修正案", "why": "缺少盖章页"})
    return told


def test_a_supplement_is_given_piece_by_piece_and_answered_once_after_the_face(
    phone: Phone, paper: Paper
) -> None:
    whole = supplementing(paper)
    whole["materials"][1]["given"] = whole["materials"][0]["given"]
    paper.says["read_supplement"] = supplementing(paper)
    go(phone, f"{AT}/supplement")
    expect(phone.on("page-supplement")).to_contain_text("请补充上年度年检结论")
    expect(phone.on("documents")).to_contain_text("补正通知书")
    phone.on("days-left")
    phone.check_screen()
    phone.tick("promise")
    phone.tap("supplement-answer")
    expect(phone.on("wanted-4")).to_contain_text("这一份还没有交")

    paper.says["put_supplement_material"] = paper.says["read_supplement"] = whole
    phone.on("give-4").set_input_files(PICTURE)
    expect(phone.on("wanted-4")).to_have_attribute("data-given", "true")
    paper.refuses["answer_supplement"] = ["face-needed"]
    phone.tap("supplement-answer")
    phone.on("page-consent")
    go(phone, f"{AT}/supplement")

    expect(phone.on("promise")).to_be_checked()
    phone.tap("supplement-answer")
    phone.on("case-head")
    assert paper.heard("answer_supplement", 2) == [{"digest": whole["digest"], "promise": True}] * 2


def test_a_wanted_material_comes_out_of_the_wallet(phone: Phone, paper: Paper) -> None:
    paper.says["read_supplement"] = supplementing(paper)
    go(phone, f"{AT}/supplement")
    phone.tap("wallet-4")

    phone.tap(f"use-4-{LICENCE}")

    expect(phone.page.get_by_test_id("cards-4")).to_be_hidden()
    assert paper.heard("put_supplement_licence") == [{"licenceId": LICENCE}]


def test_an_agent_is_not_offered_the_wallet_for_a_supplement(phone: Phone, paper: Paper) -> None:
    as_agent(paper)
    paper.says["read_supplement"] = supplementing(paper)
    go(phone, "/")
    phone.on("page-home")

    go(phone, f"{AT}/supplement")

    phone.on("give-4")
    expect(phone.page.get_by_test_id("wallet-4")).to_have_count(0)


@pytest.mark.parametrize("state", ["given", "answered", "late", "withdrawn", "contested", "set_aside"])
def test_a_supplement_that_is_not_open_asks_for_nothing_and_says_why(
    phone: Phone, paper: Paper, state: str
) -> None:
    paper.says["read_supplement"] = supplementing(paper) | {"state": state, "stateText": "状态"}
    go(phone, f"{AT}/supplement")

    expect(phone.on("supplement-over").locator("p").first).not_to_be_empty()

    assert phone.page.locator("input").count() == 0
    phone.tap("supplement-to-case")
    phone.on("case-head")


def test_a_supplement_changed_elsewhere_is_read_again(phone: Phone, paper: Paper) -> None:
    go(phone, f"{AT}/supplement")
    phone.tick("promise")
    paper.refuses["answer_supplement"] = ["supplement-changed"]
    phone.tap("supplement-answer")
    expect(phone.on("problem")).to_contain_text("已在别处更新")

    phone.tap("try-again")

    expect(phone.page.get_by_test_id("problem")).to_be_hidden()
    expect(phone.on("promise")).to_be_checked()


def test_what_is_owed_stands_first_on_the_first_screen_with_the_days_left(phone: Phone, paper: Paper) -> None:
    go(phone, "/")
    phone.on("cases")
    home = phone.page.evaluate("fetch('/v1/citizen/home').then((told) => told.json())")
    owed = {"owedBy": "2026-12-09", "next": {"action": "supplement", "label": "补正材料"}}
    home["cases"][0] |= {"state": "supplementing", **owed}
    paper.says["read_home"] = home
    phone.page.reload()

    expect(phone.on("matters-waiting").get_by_test_id(f"owed-{CASE}")).to_contain_text("12月9日前")
    phone.check_screen()
    phone.tap(f"owed-{CASE}")

    phone.on("supplement-answer")


def test_a_withdrawal_says_what_becomes_of_the_certificate_and_asks_for_the_face(
    phone: Phone, paper: Paper
) -> None:
    paper.says["read_case"] = a_case(paper, state="filed")
    go(phone, AT)
    phone.tap("to-withdrawal")
    expect(phone.on("fate")).to_contain_text("免费寄回")
    phone.check_screen()
    phone.tap("withdraw")
    phone.on("slip")
    phone.tick("sure")
    paper.refuses["withdraw_case"] = ["face-needed-for-matter"]
    phone.tap("withdraw")
    phone.on("page-consent")
    go(phone, f"{AT}/withdrawal")
    expect(phone.on("sure")).to_be_checked()

    paper.says["read_case"] = example(paper, "CaseWithdrawing")
    phone.page.reload()

    phone.on("not-withdrawable")
    phone.tap("withdrawal-to-case")
    expect(phone.on("ending-withdrawal")).to_contain_text("正在撤回申请")
    assert phone.page.get_by_test_id("to-withdrawal").count() == 0


def test_a_decision_that_came_first_is_told_instead_of_the_withdrawal(phone: Phone, paper: Paper) -> None:
    paper.says["read_case"] = a_case(paper, state="accepted")
    go(phone, f"{AT}/withdrawal")
    phone.tick("sure")
    paper.refuses["withdraw_case"] = ["decided-already"]

    phone.tap("withdraw")

    expect(phone.on("decided-already")).to_contain_text("审批结果已经作出")


def test_only_a_case_not_yet_decided_offers_its_withdrawal(phone: Phone, paper: Paper) -> None:
    for state in UNDER_WAY + OVER:
        paper.says["read_case"] = a_case(paper, state=state)
        go(phone, "/grievances")
        phone.on("page-grievances")
        go(phone, AT)
        phone.on("rights")

        assert phone.page.get_by_test_id("to-withdrawal").count() == (state in UNDER_WAY), state


def test_a_promised_material_is_brought_and_a_commitment_taken_back(phone: Phone, paper: Paper) -> None:
    promises = example(paper, "PromisesOfCase")["promises"]
    commitment = example(paper, "PromiseWithdrawn", state="open", stateText="已承诺", mayWithdraw=True)
    paper.says["list_promises"] = {"promises": [*promises, commitment]}
    go(phone, f"{AT}/promises")
    expect(phone.on("promise-until")).to_contain_text("12月7日")
    phone.check_screen()

    phone.on(f"give-{PROMISE}").set_input_files(PICTURE)
    expect(phone.on(f"promise-{PROMISE}")).to_have_attribute("data-state", "given")
    phone.tap(f"withdraw-{COMMITMENT}")
    phone.on("promise-warning")
    phone.tap("withdraw-promise")

    expect(phone.on(f"promise-{COMMITMENT}")).to_have_attribute("data-state", "withdrawn")
    assert [one.operation for one in paper.sent][-2:] == ["put_promised_material", "withdraw_promise"]
