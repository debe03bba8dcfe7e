"""Queue 4 over HTTP: looked at and handed on, rechecked, revoked by the back-end's signed push alone."""

from datetime import timedelta
from typing import Any

from domain.decisions.outside import DocumentKind
from domain.decisions.proposal import ProposalState
from domain.kernel.ids import RecheckId, RevocationId, short, unshort
from domain.staff.account import Role
from tests.http.afterwards import PREPARATION, REMEDIES, STATEMENT, at_desk, weighed
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.support.house import count
from tests.usecases.case_world import JIA, YI


async def rows(town: Town, kind: str) -> list[Any]:
    backlog = await town.office.instant.queue_instant(size=20)
    return [row for row in backlog.rows if row.kind == kind]


async def hearing(town: Town, case: str, *, role: Role = Role.CLERK) -> Any:
    made = await at_desk(town, "POST", f"/cases/{case}/revocation", PREPARATION, role=role)
    assert made.status == 201, made.body
    return made.body


async def taken_down(town: Town, revocation: str) -> Answer:
    """At the desk somebody says that they have nothing to say."""
    taken = {"words": "本人到窗口表示没有意见。", "nothingToSay": True}
    return await at_desk(town, "POST", f"/revocations/{revocation}/statement", taken)


async def signed(town: Town, revocation: str) -> None:
    path = f"/revocations/{revocation}"
    done = await at_desk(town, "POST", f"{path}/signature", {"decision": "sign"}, role=Role.CHIEF)
    assert done.body["state"] == "signed"
    await town.work()


async def test_a_case_the_rules_left_is_read_rule_by_rule_and_handed_on(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.push(case, "已受理")
    await weighed(town, case, ProposalState.NOT_GRANTED)
    path = f"/instant/cases/{case}"

    shown = await at_desk(town, "GET", path, role=Role.AUDIT)
    [rule] = shown.body["instant"]["rules"]
    assert (rule["met"], rule["input"], rule["source"]) == (False, "1项不一致", "社会组织登记系统")
    assert len(await rows(town, "case")) == 1
    asks = {"note": "已看过，转人工。", "asks": "请核对住所。"}
    once, twice = [await at_desk(town, "POST", f"{path}/review", asks, key="same") for _ in range(2)]
    assert (once.status, once.raw.content) == (200, twice.raw.content)

    assert await rows(town, "case") == []
    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert view["instant"]["asks"] == "请核对住所。"
    again = await at_desk(town, "POST", f"{path}/review", asks)
    assert (again.status, again.code) == (409, "step-not-allowed")


async def test_a_drawn_case_is_judged_by_somebody_who_had_no_hand_in_it(town: Town) -> None:
    _, _, case = await town.done()
    await weighed(town, case, ProposalState.ADOPTED)
    town.clock.go_on(timedelta(days=7))
    await town.office.instant.draw_sample()
    [row] = await rows(town, "recheck")
    path = f"/instant/rechecks/{short('rck', RecheckId(row.ref))}"

    shown = await at_desk(town, "GET", path)
    assert (shown.body["state"], shown.body["case"]["caseId"]) == ("open", case)
    verdict = {"verdict": "right", "reason": "与登记一致"}
    by_clerk = await at_desk(town, "POST", f"{path}/verdict", verdict)  # who scanned its old certificate
    assert (by_clerk.status, by_clerk.code) == (403, "handled-the-case")
    once, twice = [
        await at_desk(town, "POST", f"{path}/verdict", verdict, role=Role.CHIEF, key="v") for _ in range(2)
    ]
    assert (once.body["state"], once.raw.content) == ("right", twice.raw.content)


async def test_shadows_and_figures_are_there_for_all_who_may_read(town: Town) -> None:
    _, _, case = await town.done()
    await weighed(town, case, ProposalState.ADOPTED)

    for role in (Role.CLERK, Role.CHIEF, Role.BUSINESS, Role.AUDIT):
        assert (await at_desk(town, "GET", "/instant/shadows", role=role)).body == {"shadows": []}
        [figure] = (await at_desk(town, "GET", "/instant/figures", role=role)).body["figures"]
        assert (figure["weighed"], figure["adopted"], figure["areaCode"]) == (1, 1, "370285")


async def spoken(hand: Hand, case: str) -> None:
    """The person reads what is planned and speaks for themselves."""
    told = (await hand.get(f"{hand.front}/cases/{case}"))["revocation"]
    assert (told["state"], told["reasons"]) == ("hearing", PREPARATION["reasons"])
    path = f"{hand.front}/cases/{case}/revocation/statement"
    once, twice = [await hand.post(200, path, STATEMENT, key="mine") for _ in range(2)]
    assert once == twice
    assert once["statement"] == STATEMENT["words"]


async def test_a_revocation_is_heard_signed_by_another_and_done_by_the_signed_push(town: Town) -> None:
    jia, _, case = await town.done()
    made = await hearing(town, case)
    path = f"/revocations/{made['revocationId']}"
    early = await at_desk(town, "POST", f"{path}/signature", {"decision": "sign"}, role=Role.CHIEF)
    assert (early.status, early.code) == (409, "hearing-not-over")
    await spoken(jia, case)
    written_over = await taken_down(town, made["revocationId"])
    assert (written_over.status, written_over.code) == (409, "step-not-allowed")

    await signed(town, made["revocationId"])

    assert (await at_desk(town, "GET", path)).body["state"] == "told"
    assert (await jia.get(f"/v1/citizen/cases/{case}"))["state"] == "delivered"
    town.approval.seal(town.approval.filings[case][1].number, DocumentKind.REVOCATION)
    await town.push(case, "撤销", reasons=["不符合法定条件（演示）"], remedies=REMEDIES)
    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert (view["state"], view["stateText"]) == ("revoked", "已撤销")
    assert [one["kind"] for one in view["revocation"]["remedies"]] == ["行政复议", "行政诉讼"]
    said = [card["statusText"] for card in (await jia.get("/v1/citizen/wallet"))["cards"]]
    assert said[0] == "已撤销"


async def test_in_the_mini_program_the_person_speaks_alike(town: Town) -> None:
    jia, _, case = await town.done()
    await hearing(town, case)
    phone = WechatPhone(town)
    await phone.enter()
    hand = await phone.prove(JIA)
    hand.party = jia.party

    await spoken(hand, case)

    outside = await jia.get(f"/v1/citizen/cases/{case}")
    assert outside["revocation"]["statement"] == STATEMENT["words"]


async def test_a_stranger_has_nothing_to_say_there(town: Town) -> None:
    _, _, case = await town.done()
    await hearing(town, case)
    yi = await town.sign_in(YI)

    answer = await yi.send("POST", f"/v1/citizen/cases/{case}/revocation/statement", json=STATEMENT)

    assert (answer.status, answer.code) == (404, "not-found")


async def test_a_chief_does_not_sign_what_they_prepared(town: Town) -> None:
    _, _, case = await town.done()
    made = await hearing(town, case, role=Role.CHIEF)

    path = f"/revocations/{made['revocationId']}/signature"
    refused = await at_desk(town, "POST", path, {"decision": "sign"}, role=Role.CHIEF)

    assert (refused.status, refused.code) == (403, "revocation-signer-is-preparer")
    assert unshort("rvk", made["revocationId"])


async def test_the_same_key_prepares_hears_and_signs_once(town: Town) -> None:
    _, _, case = await town.done()
    first, second = [
        await at_desk(town, "POST", f"/cases/{case}/revocation", PREPARATION, key="p") for _ in range(2)
    ]
    assert (first.status, first.raw.content) == (201, second.raw.content)
    path = f"/revocations/{first.body['revocationId']}"
    taken = {"words": "没有意见。", "nothingToSay": True}
    heard = [await at_desk(town, "POST", f"{path}/statement", taken, key="h") for _ in range(2)]
    decision = {"decision": "drop", "note": "理由不足"}
    dropped = [
        await at_desk(town, "POST", f"{path}/signature", decision, role=Role.CHIEF, key="s") for _ in range(2)
    ]

    assert heard[0].raw.content == heard[1].raw.content
    assert (dropped[0].body["state"], dropped[0].raw.content) == ("dropped", dropped[1].raw.content)
    assert await count("revocations") == 1
    found = await town.office.instant.show_revocation(_id(first.body["revocationId"]))
    assert found.note == "理由不足"


def _id(text: str) -> RevocationId:
    found = unshort("rvk", text)
    assert found is not None
    return RevocationId(found)


async def refused(town: Town, hand: Hand, case: str) -> dict[str, Any]:
    """They would not take what rules alone came to, and a person answers: what they read then."""
    path = f"{hand.front}/cases/{case}"
    assert (await hand.get(path))["instant"]["canRefuse"] is True
    words = {"words": "请工作人员再看一次。"}
    once, twice = [await hand.post(200, f"{path}/instant/refusal", words, key="mine") for _ in range(2)]
    assert once == twice
    assert (once["state"], once["stateText"]) == ("open", "已转给工作人员复核")
    [row] = await rows(town, "recheck")
    recheck = f"/instant/rechecks/{short('rck', RecheckId(row.ref))}"
    assert (await at_desk(town, "GET", recheck)).body["asked"] == words["words"]
    verdict = {"verdict": "right", "reason": "与登记一致，结果不变"}
    assert (await at_desk(town, "POST", f"{recheck}/verdict", verdict, role=Role.CHIEF)).status == 200
    told: dict[str, Any] = (await hand.get(path))["instant"]
    return told


async def test_what_rules_alone_came_to_is_refused_and_answered_by_a_person(town: Town) -> None:
    jia, _, case = await town.done()
    await weighed(town, case, ProposalState.ADOPTED)

    told = await refused(town, jia, case)

    assert (told["refusal"]["state"], told["refusal"]["answer"]) == ("right", "与登记一致，结果不变")
    assert "canRefuse" not in told
    again = await jia.send("POST", f"/v1/citizen/cases/{case}/instant/refusal", json={})
    assert (again.status, again.code) == (409, "step-not-allowed")


async def test_in_the_mini_program_it_is_refused_alike(town: Town) -> None:
    jia, _, case = await town.done()
    await weighed(town, case, ProposalState.ADOPTED)
    phone = WechatPhone(town)
    await phone.enter()
    hand = await phone.prove(JIA)
    hand.party = jia.party

    told = await refused(town, hand, case)

    assert (told["refusal"]["state"], told["refusal"]["answer"]) == ("right", "与登记一致，结果不变")
    assert "canRefuse" not in told
