"""The emulated approval back-end: a filing is taken once, or refused and kept nowhere."""

import json
from typing import Any

import aiohttp
import pytest

from tests.sandbox.approval.back_end import CITY, JOURNEY, TASK, BackEnd, Starting, filing
from tests.sandbox.public_bodies import (
    SECRET,
)


async def test_a_filed_case_gets_a_case_number(back_end: BackEnd) -> None:
    answer = await back_end.file()

    assert answer.code == "0"
    assert answer.data["caseNo"] == f"{TASK.code}202611210001"
    assert (await back_end.case(answer.data["caseNo"]))["materialsMissing"] == [0]


async def test_filing_again_with_the_same_number_answers_the_first_case(back_end: BackEnd) -> None:
    first = await back_end.file()
    again = await back_end.call("POST", "/api/v1/cases", dict(reversed(filing().items())))

    assert again.data["caseNo"] == first.data["caseNo"]
    assert len((await back_end.look("/__books"))["cases"]) == 1


async def test_the_same_number_with_other_content_is_refused(back_end: BackEnd) -> None:
    await back_end.file()

    answer = await back_end.file(form={"orgName": "另一名称"})

    assert (answer.status, answer.code) == (200, "4091")


async def test_a_case_filed_while_the_answer_was_lost_can_be_asked_for(back_end: BackEnd) -> None:
    await back_end.control("/__mode", {"mode": "malformed_json", "times": 1})
    await back_end.file()

    asked = await back_end.call("GET", "/api/v1/cases", query={"bizNo": "biz-00000001"})

    assert asked.data["caseNo"] == (await back_end.file()).data["caseNo"]


async def test_a_case_that_never_arrived_is_unknown(back_end: BackEnd) -> None:
    by_ours = await back_end.call("GET", "/api/v1/cases", query={"bizNo": "biz-00000001"})
    by_theirs = await back_end.call("GET", "/api/v1/cases/none")

    assert (by_ours.code, by_theirs.code) == ("4040", "4040")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"taskCode": TASK.code[:-1]}, "4001"),
        ({"taskCode": "11370800MB285591843370117002011"}, "4041"),
        ({"applicant": {"name": "x", "code": JOURNEY.uscc[:-1] + "0", "codeType": "001"}}, "4001"),
        ({"actor": {"name": "x", "idNumber": "370202198808089990", "capacity": "负责人"}}, "4001"),
        ({"decidePath": "instant"}, "4000"),
        ({"surprise": 1}, "4000"),
        ({"form": {"orgName": 1}}, "4000"),
        (
            {"intent": {"at": "2026-11-21T09:58:00", "textVersion": "3", "digest": "a" * 64, "level": "x"}},
            "4000",
        ),
        ({"materials": None}, "4000"),
        ({"bizNo": "short"}, "4000"),
    ],
)
async def test_a_filing_that_is_not_in_order_is_refused_and_kept_nowhere(
    back_end: BackEnd, changed: dict[str, Any], code: str
) -> None:
    answer = await back_end.file(**changed)

    assert (answer.status, answer.code) == (200, code)
    assert (await back_end.look("/__books"))["cases"] == []


async def test_a_refusal_names_the_field_and_never_its_value(back_end: BackEnd) -> None:
    answer = await back_end.file(decidePath="甲子安的秘密")

    assert "$.decidePath" in answer.json["msg"]
    assert "秘密" not in answer.body.decode()


async def test_a_wrong_secret_files_nothing(back_end: BackEnd) -> None:
    answer = await back_end.call("POST", "/api/v1/cases", filing(), secret=SECRET[:-1] + "f")

    assert (answer.status, answer.code) == (401, "4014")
    assert (await back_end.look("/__books"))["cases"] == []


async def test_a_replayed_filing_is_refused(back_end: BackEnd) -> None:
    await back_end.call("POST", "/api/v1/cases", filing(), nonce="n" * 16)

    answer = await back_end.call("POST", "/api/v1/cases", filing(), nonce="n" * 16)

    assert (answer.status, answer.code) == (401, "4013")


async def test_the_log_names_nobody(back_end: BackEnd) -> None:
    await back_end.file()

    log = json.dumps(await back_end.look("/__log"), ensure_ascii=False)

    person = JOURNEY.responsible
    assert not any(secret in log for secret in (person.name, person.id_number))


async def test_the_connection_breaks_after_the_effect_on_the_second_case_only(start: Starting) -> None:
    """By task: three items of one matter are filed, the second answer is lost, and nothing is filed twice."""
    back_end = await start()
    tasks = [task.code for task in CITY.tasks[:3]]
    await back_end.control("/__mode", {"mode": "reset_after", "times": 1, "match": {"taskCode": tasks[1]}})

    numbers = []
    for place, task in enumerate(tasks):
        named = filing(bizNo=f"biz-0000000{place}", taskCode=task, matterNo="mtr-1")
        try:
            numbers.append((await back_end.call("POST", "/api/v1/cases", named)).data["caseNo"])
        except aiohttp.ClientError:
            asked = await back_end.call("GET", "/api/v1/cases", query={"bizNo": str(named["bizNo"])})
            numbers.append(f"lost:{asked.data['caseNo']}")

    kept = (await back_end.look("/__books"))["cases"]
    assert [number.startswith("lost:") for number in numbers] == [False, True, False]
    assert sorted(number.removeprefix("lost:") for number in numbers) == [row["case_no"] for row in kept]
    assert {row["matter_no"] for row in kept} == {"mtr-1"}
