"""What one of the office's own people might try with their account: each way is closed, or leaves a name."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain.staff.account import Role
from tests.http.afterwards import PREPARATION, STATEMENT, at_desk, complaint, over
from tests.http.caller import Answer
from tests.http.desk import texts_back
from tests.http.town import Town
from tests.support.staff import Colleague, enrolled

ACCOUNTS = "/account-changes"


async def asked(town: Town, token: str, wish: dict[str, Any], *, key: str | None = None) -> Answer:
    return await town.caller.send("POST", f"/v1/console{ACCOUNTS}", json=wish, token=token, key=key)


async def decided(town: Town, token: str, change: str) -> Answer:
    path = f"/v1/console{ACCOUNTS}/{change}/decision"
    return await town.caller.send("POST", path, json={"decision": "confirm"}, token=token)


async def guard(town: Town, number: int) -> Colleague:
    """One more security administrator."""
    login = f"guard-{number}"
    return await enrolled(
        town.office.staff, town.clock, login, "安全管理", Role.SECURITY, address=f"198.51.100.{number}"
    )


async def changed(town: Town, **wish: object) -> Any:
    """Asked for by one security administrator, confirmed by another."""
    told = await asked(town, town.staff[Role.SECURITY], {"reason": "岗位调整", **wish})
    assert told.status == 201, told.body
    answer = await decided(town, (await guard(town, 9)).token, told.body["changeId"])
    assert answer.status == 200, answer.body
    return answer.body


async def looked(kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await get_connection("default").execute_query_dict(
        "SELECT staff, case_id, facts FROM ledger_entries WHERE kind = %s", [kind]
    )
    return rows


async def test_who_prepared_a_list_does_not_sign_it_as_a_chief_either(town: Town) -> None:
    push_list = await town.prepared()
    await changed(town, kind="change_roles", login="business-1", roles=["chief"])
    town.clock.go_on(timedelta(minutes=1))  # a code counts once
    town.staff[Role.CHIEF] = await town.colleagues[Role.BUSINESS].sign_in(address="198.51.100.40")
    path = f"/push-lists/{push_list}"
    digest = (await at_desk(town, "GET", path, role=Role.CHIEF)).body["digest"]

    answer = await at_desk(
        town, "POST", f"{path}/signature", {"decision": "sign", "digest": digest}, role=Role.CHIEF
    )

    assert (answer.status, answer.code) == (403, "signer-is-preparer")


@pytest.mark.parametrize("wish", [{"kind": "change_roles", "roles": ["chief"]}, {"kind": "end"}])
async def test_another_post_or_none_ends_every_session_at_once(town: Town, wish: dict[str, Any]) -> None:
    before = town.staff[Role.CLERK]

    await changed(town, login="clerk-1", **wish)

    answer = await town.caller.send("GET", "/v1/console/today", token=before)
    assert (answer.status, answer.code) == (401, "key-unknown")


async def test_two_recoveries_at_once_are_one_and_show_one_key(town: Town) -> None:
    first, second, third = town.staff[Role.SECURITY], await guard(town, 1), await guard(town, 2)
    wish = {"kind": "recover", "login": "clerk-1", "reason": "手机丢失，本人到场"}

    wishes = await asyncio.gather(*(asked(town, token, wish) for token in (first, second.token)))
    [known] = [one.body["changeId"] for one in wishes if one.status == 201]
    outsiders = [third.token, second.token if wishes[0].status == 201 else first]
    answers = await asyncio.gather(*(decided(town, token, known) for token in outsiders))

    assert sorted(one.status for one in wishes) == [201, 409]
    assert sorted(one.status for one in answers) == [200, 409]
    assert sum("activationKey" in one.body for one in answers) == 1


async def test_a_colleagues_key_answers_nobody_else(town: Town) -> None:
    other = await enrolled(
        town.office.staff, town.clock, "clerk-2", "窗口乙", Role.CLERK, address="198.51.100.8"
    )
    body = {"reason": "other", "phone": "19900000118"}

    told = [
        await town.caller.send("POST", "/v1/console/calls", json=body, token=token, key="the-same")
        for token in (town.staff[Role.CLERK], other.token)
    ]

    assert [one.status for one in told] == [201, 201]
    assert {one["staff"] for one in await looked("call-noted")} == {"clerk-1", "clerk-2"}


async def test_nobody_gets_a_login_that_reads_as_a_colleagues(town: Town) -> None:
    wish = {"kind": "add", "login": "clerk-1\n", "name": "窗口乙", "roles": ["clerk"], "reason": "新到岗"}

    answer = await asked(town, town.staff[Role.SECURITY], wish)

    assert (answer.status, [one["field"] for one in answer.body["fields"]]) == (422, ["login"])


@pytest.mark.parametrize("name", ["审计\u202e员", "\u200b", "甲\n乙", " 甲", "甲\u2066"])
async def test_nobody_is_called_what_others_cannot_see(town: Town, name: str) -> None:
    wish = {"kind": "add", "login": "new-1", "name": name, "roles": ["clerk"], "reason": "新到岗"}

    answer = await asked(town, town.staff[Role.SECURITY], wish)

    assert (answer.status, [one["field"] for one in answer.body["fields"]]) == (422, ["name"])


async def test_who_reads_a_document_of_a_neighbour_is_in_the_ledger_by_name(town: Town) -> None:
    jia, _, case = await town.done()
    [paper, *_] = (await jia.get(f"/v1/citizen/cases/{case}"))["documents"]
    path = f"/cases/{case}/documents/{paper['documentId']}"
    told = await jia.get(f"/v1/citizen/cases/{case}/timeline")

    answer = await town.caller.http.get(
        f"/v1/console{path}", headers={"Authorization": f"Bearer {town.staff[Role.CLERK]}"}
    )

    [entry] = await looked("document-shown")
    assert (answer.status_code, entry["staff"]) == (200, "clerk-1")
    assert await jia.get(f"/v1/citizen/cases/{case}/timeline") == told


async def test_to_have_read_a_document_is_no_hand_in_the_case(town: Town) -> None:
    jia, _, case = await town.done()
    [paper, *_] = (await jia.get(f"/v1/citizen/cases/{case}"))["documents"]
    made = await over(town, jia, case)
    other = await enrolled(
        town.office.staff, town.clock, "clerk-2", "窗口乙", Role.CLERK, address="198.51.100.8"
    )
    town.staff[Role.CLERK] = other.token
    headers = {"Authorization": f"Bearer {other.token}"}
    await town.caller.http.get(f"/v1/console/cases/{case}/documents/{paper['documentId']}", headers=headers)

    verdict = {"verdict": "right", "reason": "与登记一致"}
    answer = await at_desk(town, "POST", f"/instant/rechecks/{made['recheckId']}/verdict", verdict)

    assert answer.status == 200, answer.body


async def test_what_the_person_says_against_a_revocation_is_not_written_over_at_the_desk(town: Town) -> None:
    jia, _, case = await town.done()
    prepared = await at_desk(town, "POST", f"/cases/{case}/revocation", PREPARATION)
    revocation = f"/revocations/{prepared.body['revocationId']}"
    await jia.post(200, f"/v1/citizen/cases/{case}/revocation/statement", STATEMENT)

    answer = await at_desk(
        town, "POST", f"{revocation}/statement", {"words": "当事人没有意见", "nothingToSay": True}
    )

    assert (answer.status, answer.code) == (409, "step-not-allowed")
    read = await at_desk(town, "GET", revocation)
    assert read.body["statement"]["words"] == STATEMENT["words"]


async def test_nobody_takes_back_what_is_for_the_chiefs_to_answer(town: Town) -> None:
    jia, _, case = await town.done()
    made = await jia.post(201, "/v1/citizen/grievances", complaint(case))
    path = f"/grievances/{made['grievanceId']}"
    answered = {"text": "已核实，与登记一致", "remedy": "stands"}
    assert (await at_desk(town, "POST", f"{path}/answer", answered)).status == 200
    await jia.post(
        200, f"/v1/citizen/grievances/{made['grievanceId']}/reopening", {"words": "仍然没有门牌号。"}
    )

    answer = await at_desk(town, "POST", f"{path}/handover", {"to": "clerk-1", "reason": "我来处理"})

    assert (answer.status, answer.code) == (403, "handled-the-case")
    assert not (await at_desk(town, "GET", path)).body["mayAnswer"]


async def test_nobody_is_put_off_for_years(town: Town) -> None:
    await town.invited()
    await texts_back(town, "1")
    [entry] = (await at_desk(town, "GET", "/calls")).body["calls"]

    told = await at_desk(
        town,
        "POST",
        f"/calls/{entry['callId']}/outcome",
        {"outcome": "not_reached", "againOn": "9999-12-31"},
    )

    assert date.fromisoformat(told.body["againOn"]) <= town.clock().date() + timedelta(days=31)


@pytest.mark.parametrize("number", ["%00", "LX%00-1", "%0A1", "%E2%80%AE1"])
async def test_what_no_printer_prints_is_no_number_of_a_case(town: Town, number: str) -> None:
    answer = await at_desk(town, "GET", f"/cases?q={number}")

    assert (answer.status, answer.body) == (200, {"cases": []})


BOMBS = {
    "brackets": "a = " + "[" * 9000,
    "dots": ".".join("a" * 9000) + " = 1",
    "digits": "a = 0x" + "f" * 15_000,
    "a list that never seems to end": "a = [\n" + "1,\n" * 6000 + "]",
}


@pytest.mark.parametrize("what", BOMBS)
async def test_an_item_written_to_choke_on_is_read_and_given_up_like_any(town: Town, what: str) -> None:
    new = {"code": "wg-21-tea", "name": "茶馆", "kind": "备案", "why": "新增"}
    drafted = (await at_desk(town, "POST", "/items", new, role=Role.BUSINESS)).body
    path = f"/v1/console/items/wg-21-tea/versions/{drafted['versionId']}"
    business = town.staff[Role.BUSINESS]
    body = {"digest": drafted["digest"], "text": BOMBS[what]}

    async with asyncio.timeout(10):
        kept = await town.caller.expect(200, "PUT", f"{path}/text", json=body, token=business)
        fields = {"digest": kept["digest"], "changes": {"name": "茶楼"}}
        edited = await town.caller.send("POST", f"{path}/fields", json=fields, token=business)
        ended = await town.caller.send("POST", f"{path}/discard", json={"reason": "不改了"}, token=business)

    assert kept["check"]["state"] != "passed"
    assert (edited.status in (200, 409), ended.status) == (True, 200)
