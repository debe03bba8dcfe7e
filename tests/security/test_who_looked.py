"""Who looked at my data: written down before it is shown, told to whom it belongs, and changed by nobody."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from tortoise.connection import get_connection

from domain.kernel.ids import unshort
from domain.staff.account import Role
from tests.http.afterwards import at_desk
from tests.http.desk import card, clerk, served
from tests.http.hand import Hand
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.support.house import rows
from tests.support.server import Urls
from tests.usecases.case_world import JIA, YI
from tests.usecases.wallet_world import PURPOSE

MINE = "/v1/citizen/accesses"
OFFICE = "政务服务管理部门"


async def looks(hand: Hand, query: str = "") -> list[Any]:
    found: list[Any] = (await hand.get(f"{hand.front}/accesses{query}"))["accesses"]
    return found


async def purposes(hand: Hand) -> list[str]:
    return [one["purpose"] for one in await looks(hand) if one["by"] == OFFICE]


async def test_whoever_opens_a_case_is_told_to_its_party_by_post_and_never_by_name(town: Town) -> None:
    jia, _, case = await town.under_way()

    await at_desk(town, "GET", f"/cases/{case}")

    answer = await jia.send("GET", MINE)
    [look] = [one for one in answer.body["accesses"] if one["by"] == OFFICE]
    assert (look["post"], look["purpose"], look["shown"]) == (
        "窗口工作人员",
        "办理您的办件",
        ["办件内容和经过"],
    )
    assert (look["caseId"], look["itemName"]) == (case, "民办非企业单位登记证书到期换发")
    clerk_1 = town.colleagues[Role.CLERK].account
    assert clerk_1.name not in answer.raw.text
    assert clerk_1.login not in answer.raw.text


async def test_who_applied_for_a_school_sees_who_looked_at_their_own_number(town: Town) -> None:
    jia, _, case = await town.under_way()
    await at_desk(town, "GET", f"/cases/{case}/phone")

    own = Hand(town.caller, jia.token)

    assert ["联系电话"] in [one["shown"] for one in await looks(own)]


async def test_nobody_reads_who_looked_at_somebody_else(town: Town) -> None:
    jia, _, case = await town.under_way()
    await at_desk(town, "GET", f"/cases/{case}")
    yi = await town.sign_in(YI)

    assert await looks(yi) == []
    refused = await yi.send("GET", MINE, acting_for=jia.party)
    assert refused.status == 404


async def test_who_audits_is_shown_to_audit_whatever_page_they_open(town: Town) -> None:
    jia, _, case = await town.under_way()

    await at_desk(town, "GET", f"/cases/{case}", role=Role.AUDIT)

    [look] = [one for one in await looks(jia) if one["by"] == OFFICE]
    assert (look["post"], look["purpose"]) == ("审计管理员", "审计检查")


async def test_a_list_opened_over_and_over_is_one_look_an_hour(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.moves(jia, case, "collect", "103")

    for _ in range(3):
        await at_desk(town, "GET", "/shipments/arriving")
    assert await purposes(jia) == ["查看待办清单"]
    town.clock.go_on(timedelta(minutes=61))
    await at_desk(town, "GET", "/shipments/arriving")

    again = await town.sign_in(JIA)
    again.party = jia.party
    assert await purposes(again) == ["查看待办清单"] * 2


async def test_a_case_opened_twice_is_two_looks(town: Town) -> None:
    jia, _, case = await town.under_way()

    for _ in range(2):
        await at_desk(town, "GET", f"/cases/{case}")

    assert await purposes(jia) == ["办理您的办件"] * 2


async def test_a_search_is_written_down_for_whom_it_found(town: Town) -> None:
    jia, _, case = await town.under_way()
    number = (await jia.get(f"/v1/citizen/cases/{case}"))["number"]

    await at_desk(town, "GET", f"/cases?q={number}")

    assert await purposes(jia) == ["查找办件"]


async def test_at_the_counter_the_person_is_who_was_looked_at(town: Town) -> None:
    visit = await clerk(town).post(201, "/v1/console/visits", card(code=await town.invited()))
    hand = await served(town, visit)
    await hand.get(f"{hand.front}/home")

    told = await looks(hand)

    assert {one["purpose"] for one in told} == {"在窗口为您办理"}
    own = Hand(town.caller, (await town.sign_in(JIA)).token)
    assert {one["purpose"] for one in await looks(own)} == {"在窗口为您办理"}


async def test_verifiers_the_back_end_and_the_courier_stand_beside_the_office(town: Town) -> None:
    jia, _, case = await town.done()
    view = await jia.get(f"/v1/citizen/cases/{case}")
    shown = await jia.post(201, f"/v1/citizen/licences/{view['licenceId']}/presentations")
    scanned = {"code": shown["code"], "purpose": PURPOSE}
    verified = "/v1/verifier/verifications"
    await town.caller.expect(200, "POST", verified, json=scanned, token=town.verifier)
    again = await town.caller.expect(200, "POST", verified, json=scanned, token=town.verifier)

    told = [(one["by"], one["post"], one["purpose"], one["shown"][0]) for one in await looks(jia)]

    assert again["result"] == "used"
    assert told.count(("莱西市虚构教育主管局", "核验单位", PURPOSE, "电子证照")) == 1
    assert told.count(("审批系统", "审批部门", "您提交的申请报送审批", "申请表和材料")) == 1
    assert told.count(("中国邮政速递（EMS）", "快递公司", "上门收取、寄送证照", "收寄件人、电话和地址")) == 2


async def test_each_page_goes_on_where_the_one_before_ended(town: Town) -> None:
    jia, _, case = await town.done()
    for _ in range(3):
        await at_desk(town, "GET", f"/cases/{case}")  # the clock stands still: all at one instant
    whole = await looks(jia)

    found: list[Any] = []
    cursor = ""
    while True:
        page = await jia.get(f"{MINE}?limit=2{cursor}")
        found += page["accesses"]
        if "nextCursor" not in page:
            break
        cursor = f"&cursor={page['nextCursor']}"

    assert len(found) > 4
    assert found == whole


async def test_in_the_mini_program_the_same_is_told(town: Town) -> None:
    jia, _, case = await town.under_way()
    await at_desk(town, "GET", f"/cases/{case}")
    phone = WechatPhone(town)
    await phone.enter()
    hand = await phone.prove(JIA)
    hand.party = jia.party

    assert await looks(hand) == await looks(jia)


async def test_an_id_that_somebody_writes_in_their_own_words_is_no_look_at_anybody(town: Town) -> None:
    """Who names a neighbour's case in a complaint fills nobody's list but their own."""
    jia, _, case = await town.under_way()
    yi = await town.sign_in(YI)
    body = {"kind": "complaint", "words": case}
    made = await yi.post(201, "/v1/citizen/grievances", body)

    await at_desk(town, "GET", f"/grievances/{made['grievanceId']}")

    assert await purposes(yi) == ["处理您反映的问题"]
    assert await purposes(jia) == []


@pytest.fixture
async def unwritable(town: Town, urls: Urls) -> AsyncIterator[Town]:
    """What is looked at cannot be written down."""
    async with await psycopg.AsyncConnection.connect(urls.owner, autocommit=True) as owner:
        await owner.execute("REVOKE INSERT ON data_accesses FROM palm_runtime")
        yield town
        await owner.execute("GRANT INSERT ON data_accesses TO palm_runtime")


async def test_what_cannot_be_written_down_is_not_shown(unwritable: Town) -> None:
    jia, _, case = await unwritable.under_way()

    number = (await jia.get(f"/v1/citizen/cases/{case}"))["number"]

    for path in (f"/cases/{case}", f"/cases/{case}/phone", f"/cases?q={number}"):
        answer = await at_desk(unwritable, "GET", path)

        assert (answer.status, answer.code) == (503, "access-not-noted"), path
        assert case not in answer.raw.text

    assert (await jia.send("GET", f"/v1/citizen/cases/{case}")).status == 200


async def test_an_effect_that_could_not_be_shown_stands_and_is_shown_under_its_key(
    unwritable: Town, urls: Urls
) -> None:
    _, _, case = await unwritable.under_way()
    path, token = f"/v1/console/cases/{case}/clock/stop", unwritable.staff[Role.CLERK]
    body = {"reason": "hearing", "documentNumber": "莱审听告〔2026〕3号", "since": "2026-11-23"}
    await unwritable.push(case, "已受理")
    refused = await unwritable.caller.send("POST", path, json=body, token=token, key="one")
    async with await psycopg.AsyncConnection.connect(urls.owner, autocommit=True) as owner:
        await owner.execute("GRANT INSERT ON data_accesses TO palm_runtime")

    told = await unwritable.caller.expect(200, "POST", path, json=body, token=token, key="one")

    assert (refused.status, refused.code) == (503, "access-not-noted")
    assert len(told["stops"]) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE data_accesses SET purpose = 'audit'",
        "DELETE FROM data_accesses",
        "TRUNCATE data_accesses",
    ],
)
async def test_the_running_office_cannot_change_who_looked(town: Town, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        await get_connection("default").execute_query(statement)

    assert (await town.caller.send("GET", "/live")).status == 200


async def test_who_audits_reads_who_looked_at_a_case_by_name_and_nobody_else_does(town: Town) -> None:
    _, _, case = await town.under_way()
    await at_desk(town, "GET", f"/cases/{case}", role=Role.CHIEF)
    await at_desk(town, "GET", f"/cases/{case}/phone")

    told = (await at_desk(town, "GET", f"/cases/{case}/accesses", role=Role.AUDIT)).body["accesses"]

    assert [(one["login"], one["name"], one["roles"], one["operation"]) for one in told] == [
        ("clerk-1", "工作人员clerk", ["clerk"], "read_case_phone"),
        ("chief-1", "工作人员chief", ["chief"], "read_case_for_staff"),
    ]
    for role in (Role.CLERK, Role.CHIEF, Role.BUSINESS, Role.SECURITY):
        refused = await at_desk(town, "GET", f"/cases/{case}/accesses", role=role)
        assert (refused.status, refused.code) == (403, "role-missing")


async def test_what_is_kept_holds_codes_and_ids_alone(town: Town) -> None:
    jia, _, case = await town.under_way()
    await at_desk(town, "GET", f"/cases/{case}")

    kept = await rows("data_accesses")

    party = unshort("pty", jia.party)
    [row] = [one for one in kept if one["party_id"] == party and one["operation"] == "read_case_for_staff"]
    assert (row["by_kind"], row["by_ref"], row["purpose"], row["what"]) == (
        "staff",
        "clerk-1",
        "case",
        ["case"],
    )
    assert row["case_id"] == unshort("case", case)
    assert {len(one["request_id"]) for one in kept} == {32}


async def test_a_refused_or_empty_answer_is_no_look(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    before = len(await rows("data_accesses"))

    await at_desk(town, "GET", f"/cases/{case}/documents/doc_{'0' * 26}")
    await at_desk(town, "GET", "/shipments/arriving")

    assert len(await rows("data_accesses")) == before
