"""Mandates over HTTP: given with the face, used by the agent, told to the giver, revoked at once."""

import pytest

from domain.staff.account import Role
from tests.http.agents import MANDATES, arrives, draft_of, given, shows_face
from tests.http.hand import confirmation, yes
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.usecases.case_world import JIA, YI

OTHER = "wg-16-society-certificate-renewal"


async def test_the_agent_walks_the_schools_matter_and_the_giver_reads_of_it(town: Town) -> None:
    jia, matter = await town.arrived()
    mandate = await given(town, jia, draft_of())
    assert (mandate["state"], mandate["words"], mandate["uses"]) == ("given", "有效", [])

    yi = await town.sign_in(YI)
    home = await yi.get("/v1/citizen/home")
    assert [(one["capacity"], one.get("until")) for one in home["parties"]] == [
        ("本人", None),
        ("受托人", "2026-12-31"),
    ]
    yi.party = home["parties"][1]["partyId"]
    theirs = await yi.get("/v1/citizen/home")
    assert ([one["matterId"] for one in theirs["matters"]], theirs["cards"]) == ([matter], 0)
    await shows_face(town, yi, matter)
    case = await town.begun(yi, matter)
    await town.confirmed(yi, case)

    shown = await jia.get(f"{MANDATES}/{mandate['mandateId']}")
    assert [one["what"] for one in shown["uses"]] == ["已确认申报信息", "答复办理提示"]
    assert {one["caseId"] for one in shown["uses"]} == {case}
    alerts = (await jia.get("/v1/citizen/alerts"))["alerts"]
    assert [one["kind"] for one in alerts] == ["mandate-used", "mandate-used", "mandate-given"]
    timeline = await jia.get(f"/v1/citizen/cases/{case}/timeline")
    [line] = [one for one in timeline["entries"] if one["title"] == "已确认申报信息"]
    assert line["actor"]["who"] == "乙**（受托人）"


async def test_the_letter_is_shown_whole_before_the_face_and_stays(town: Town) -> None:
    jia, _ = await town.arrived()

    drafted = await jia.post(201, MANDATES, draft_of(mostCases=3))
    kept = await jia.get(f"{MANDATES}/{drafted['mandateId']}")

    assert kept == drafted
    text = "".join(drafted["text"]["paragraphs"])
    for part in ("莱西市晨光艺术培训学校", "乙丑宁", "最多办理3件", "2026年12月31日", "撤销"):
        assert part in text
    assert YI[1].reveal() not in str(drafted)


async def test_without_the_face_for_it_what_is_missing_is_said(town: Town) -> None:
    jia, _ = await town.arrived()
    drafted = await jia.post(201, MANDATES, draft_of())
    path = f"{MANDATES}/{drafted['mandateId']}/confirmation"

    answer = await jia.send("POST", path, json={"digest": drafted["digest"]})

    assert (answer.status, answer.code) == (401, "face-needed-for-matter")
    assert (answer.body["purpose"], answer.body["mandateId"]) == ("mandate", drafted["mandateId"])


async def test_a_check_for_a_mandate_names_one_and_no_other_check_does(town: Town) -> None:
    jia, matter = await town.arrived()
    drafted = await jia.post(201, MANDATES, draft_of())
    mandate = drafted["mandateId"]

    for more in (
        {"purpose": "mandate"},
        {"purpose": "sign_in", "mandateId": mandate},
        {"mandateId": mandate},
        {"purpose": "mandate", "mandateId": mandate, "matterId": matter},
    ):
        body = {**town.applicant(JIA), **more}
        answer = await town.caller.send("POST", "/v1/citizen/identity-checks", json=body, token=jia.token)
        assert (answer.status, answer.code) == (422, "malformed-body"), more
    body = {**town.applicant(JIA), "purpose": "mandate", "mandateId": mandate}
    answer = await town.caller.send("POST", "/v1/citizen/identity-checks", json=body)
    assert (answer.status, answer.code) == (401, "sign-in-needed")


async def test_in_the_mini_program_it_is_given_and_used_alike(town: Town) -> None:
    await town.invited()
    phone = WechatPhone(town)
    await phone.enter()
    hand = await phone.prove(JIA)
    hand.party = (await hand.get("/v1/enterprise/home"))["parties"][1]["partyId"]
    drafted = await hand.post(201, "/v1/enterprise/mandates", draft_of())
    opened = await phone.open_check(purpose="mandate", mandateId=drafted["mandateId"])
    hand.token = (await phone.finish(opened)).body["session"]["accessToken"]

    path = f"/v1/enterprise/mandates/{drafted['mandateId']}"
    await hand.post(200, f"{path}/confirmation", {"digest": drafted["digest"]})

    theirs = WechatPhone(town, "o-invented-yi")
    await theirs.enter()
    agent = await theirs.prove(YI)
    agent.party = hand.party
    assert (await agent.get("/v1/enterprise/home"))["matters"]
    assert (await hand.send("DELETE", path, key="")).status == 204
    assert (await agent.send("GET", "/v1/enterprise/home")).code == "not-representative"


async def test_revoked_the_agents_very_next_request_finds_nothing(town: Town) -> None:
    jia, matter = await town.arrived()
    mandate = await given(town, jia, draft_of())
    yi = await arrives(town, jia.party, matter=matter)
    case = await town.begun(yi, matter)

    ended = await jia.send("DELETE", f"{MANDATES}/{mandate['mandateId']}", key="")

    assert ended.status == 204
    stranger = await town.sign_in(YI)
    answers = yes(await jia.get(f"/v1/citizen/matters/{matter}"))
    for method, path, body in (
        ("GET", "/v1/citizen/home", None),
        ("GET", f"/v1/citizen/cases/{case}", None),
        ("GET", f"/v1/citizen/matters/{matter}", None),
        ("POST", f"/v1/citizen/matters/{matter}/answers", answers),
    ):
        answer = await yi.send(method, path, json=body)
        assert (answer.status, answer.code) == (404, "not-representative"), path
    form = await jia.get(f"/v1/citizen/cases/{case}/form")
    answer = await yi.send("POST", f"/v1/citizen/cases/{case}/form/confirmation", json=confirmation(form))
    assert (answer.status, answer.code) == (404, "not-representative")
    assert (await stranger.send("GET", f"/v1/citizen/cases/{case}")).status == 404


async def test_out_of_scope_a_case_answers_as_an_unknown_one_does(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    await given(town, jia, draft_of(OTHER))
    yi = await arrives(town, jia.party)

    for path in (
        f"/v1/citizen/cases/{case}",
        f"/v1/citizen/cases/{case}/form",
        f"/v1/citizen/matters/{matter}",
    ):
        theirs = await yi.send("GET", f"/v1/citizen/{path}")
        head, _, tail = path.partition(case if case in path else matter)
        prefix = "case_" if case in path else "mtr_"
        unknown = await yi.send("GET", f"/v1/citizen/{head}{prefix}{'0' * 25}7{tail}")
        assert theirs.status == unknown.status == 404
        assert theirs.code == unknown.code == "not-found"
        said = [one.raw.content.replace(one.body["instance"].encode(), b"") for one in (theirs, unknown)]
        assert said[0] == said[1]


async def test_what_cannot_be_given_is_named_field_by_field(town: Town) -> None:
    jia, _ = await town.arrived()

    answer = await jia.send("POST", MANDATES, json=draft_of("wg-none", agent=JIA, until="2026-11-01"))

    assert (answer.status, answer.code) == (422, "mandate-unsound")
    assert [(one["field"], one["code"]) for one in answer.body["fields"]] == [
        ("agentNumber", "oneself"),
        ("items", "unknown"),
        ("until", "before-from"),
    ]
    assert JIA[1].reveal() not in str(answer.body)


@pytest.mark.parametrize("path", ["wallet", "accesses", "grievances", "mandates"])
async def test_what_is_the_principals_own_an_agent_does_not_read(town: Town, path: str) -> None:
    jia, _ = await town.arrived()
    await given(town, jia, draft_of())
    yi = await arrives(town, jia.party)

    answer = await yi.send("GET", f"/v1/citizen/{path}")

    assert (answer.status, answer.code) == (404, "not-representative")


async def test_the_desk_names_the_agent_masked_and_until_when(town: Town) -> None:
    jia, matter = await town.arrived()
    await given(town, jia, draft_of())
    yi = await arrives(town, jia.party, matter=matter)
    case = await town.begun(yi, matter)

    shown = await town.caller.expect(200, "GET", f"/v1/console/cases/{case}", token=town.staff[Role.CLERK])

    assert shown["mandate"] == {
        "agent": "乙**",
        "from": "2026-11-23",
        "until": "2026-12-31",
        "words": "有效",
    }
