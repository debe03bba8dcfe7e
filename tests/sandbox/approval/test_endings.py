"""补正, 撤回 and 退件 at the emulated approval back-end: asked, answered whole, and pushed."""

import hashlib
from typing import Any

import pytest

from tests.sandbox.approval.back_end import CONTENT, PIECES, BackEnd
from tests.sandbox.public_bodies import Answer, Listener, until

REPORT = b"%PDF-1.4 the annual inspection"
AT = "2026-11-25T10:00:00+08:00"


def material(index: int, content: bytes, name: str = "上年度年检结论") -> dict[str, Any]:
    return {
        "index": index,
        "name": name,
        "digestAlg": "sm3",
        "digest": hashlib.new("sm3", content).hexdigest(),
        "contentType": "application/pdf",
        "size": len(content),
    }


async def asked(back_end: BackEnd) -> str:
    """A case whose back-end wants its form again and one thing more."""
    case_no: str = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)
    wanted = [0, {"name": "上年度年检结论", "why": "登记系统中没有"}]
    body = {"caseNo": case_no, "outcome": "supplement", "reasons": ["一次补齐（演示）"], "materials": wanted}
    assert (await back_end.control("/__decide", body)).status == 200
    return case_no


async def answer(back_end: BackEnd, case_no: str, *materials: dict[str, Any], no: str = "sup_0001") -> Answer:
    body = {"answerNo": no, "at": AT, "materials": list(materials)}
    return await back_end.call("POST", f"/api/v1/cases/{case_no}/supplement", body)


async def test_what_is_asked_for_is_missing_until_it_is_handed_in_whole(back_end: BackEnd) -> None:
    case_no = await asked(back_end)
    assert (await back_end.case(case_no))["materialsMissing"] == [0, 1]
    assert (await back_end.put(case_no, REPORT, "1")).code == "4220"  # nobody said yet what would come

    assert (await answer(back_end, case_no, material(0, CONTENT), material(1, REPORT))).code == "0"
    await back_end.put(case_no)
    assert (await back_end.put(case_no, REPORT, "1")).data["materialsMissing"] == []

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "accept"})
    assert (await back_end.case(case_no))["status"] == "已受理"


async def test_a_notice_without_reasons_speaks_of_the_materials_in_its_own_list(
    told: BackEnd, listener: Listener
) -> None:
    case_no = (await told.file()).data["caseNo"]
    wanted = [0, {"name": "上年度年检结论", "why": "登记系统中没有"}]
    body = {"caseNo": case_no, "outcome": "supplement", "materials": wanted}

    await told.control("/__decide", body)

    await until(lambda: len(listener.got) == 1)
    [push] = listener.got
    assert push["reasons"] == ["申请表：请重新提交（演示）", "上年度年检结论：登记系统中没有（演示）"]
    assert [one["name"] for one in push["supplement"]["materials"]] == ["申请表", "上年度年检结论"]


async def test_half_an_answer_is_refused(back_end: BackEnd) -> None:
    case_no = await asked(back_end)

    assert (await answer(back_end, case_no, material(1, REPORT))).code == "4220"


async def test_the_same_answer_again_changes_nothing_and_another_is_refused(back_end: BackEnd) -> None:
    case_no = await asked(back_end)
    whole = (material(0, CONTENT), material(1, REPORT))
    await answer(back_end, case_no, *whole)
    await back_end.put(case_no)

    assert (await answer(back_end, case_no, *whole)).data["materialsMissing"] == [1]
    other = (material(0, CONTENT), material(1, REPORT + b"!"))
    assert (await answer(back_end, case_no, *other)).code == "4091"


async def test_nothing_is_answered_that_was_not_asked(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()

    assert (await answer(back_end, case_no, material(0, CONTENT))).code == "4092"


@pytest.mark.parametrize(
    ("call", "body", "status", "paper"),
    [
        ("withdrawal", {"at": AT}, "撤回", "withdrawal"),
        ("return", {"reason": "supplement-late", "at": AT}, "退件", "return"),
    ],
)
async def test_an_undecided_case_ends_as_asked_once_with_a_sealed_paper(
    back_end: BackEnd, call: str, body: dict[str, Any], status: str, paper: str
) -> None:
    case_no = await asked(back_end)
    path = f"/api/v1/cases/{case_no}/{call}"

    assert (await back_end.call("POST", path, body)).data == {"status": status}
    assert (await back_end.call("POST", path, body)).data == {"status": status}

    case = await back_end.case(case_no)
    assert (case["status"], case["seq"]) == (status, 2)
    assert [one["kind"] for one in case["documents"]] == ["supplement", paper]


@pytest.mark.parametrize("call", ["withdrawal", "return"])
async def test_a_decision_that_came_first_stands(back_end: BackEnd, call: str) -> None:
    case_no = await back_end.accepted_case()
    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})
    body = {"at": AT} | ({"reason": "promise-late"} if call == "return" else {})

    assert (await back_end.call("POST", f"/api/v1/cases/{case_no}/{call}", body)).code == "4092"
    assert (await back_end.case(case_no))["status"] == "办结-准予"


async def test_a_back_end_told_to_keep_the_case_does_not_end_it(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    await back_end.control("/__mode", {"mode": "keep", "match": {"asked": "withdraw"}})

    assert (await back_end.call("POST", f"/api/v1/cases/{case_no}/withdrawal", {"at": AT})).code == "4092"
    body = {"reason": "promise-late", "at": AT}
    assert (await back_end.call("POST", f"/api/v1/cases/{case_no}/return", body)).code == "0"


async def test_a_denial_never_waits_for_the_old_certificate(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case(oldCertificate="before-decision", oldPieces=PIECES)

    assert (await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})).status == 400
    assert (await back_end.control("/__decide", {"caseNo": case_no, "outcome": "deny"})).status == 200


async def test_a_stop_is_told_and_the_case_stays_where_it_is(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    stop = {"reason": "听证", "documentNumber": "演特〔2026〕1号"}

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "suspend", "stop": stop})

    case = await back_end.case(case_no)
    assert (case["status"], case["seq"]) == ("已受理", 2)
    assert (await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})).status == 200
