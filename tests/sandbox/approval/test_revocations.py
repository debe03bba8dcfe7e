"""The emulated approval back-end revokes (撤销): the bank first, then the sealed paper and the push."""

from contextlib import AsyncExitStack
from typing import Any

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.licence_bank import create_app as bank_app
from tests.sandbox.approval.back_end import CITY, JOURNEY, BackEnd, Starting, reach
from tests.sandbox.public_bodies import CALLER, Listener, now, open_body, until

ASKED: dict[str, Any] = {
    "revocationId": "00000000-0000-4000-8000-000000000001",
    "basis": "行政许可法第六十九条第一款第四项",
    "reasons": ["申请时登记信息已变更（演示）"],
    "heardUntil": "2026-11-30",
    "preparedBy": "clerk-1",
    "signedBy": "chief-1",
}


async def granted(back_end: BackEnd) -> str:
    case_no = await back_end.accepted_case()
    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})
    return case_no


async def asks(back_end: BackEnd, case_no: str, **changed: Any) -> Any:
    return await back_end.call("POST", f"/api/v1/cases/{case_no}/revocation", ASKED | changed)


async def test_by_hand_it_gives_reasons_remedies_and_a_sealed_decision(
    told: BackEnd, listener: Listener
) -> None:
    case_no = await granted(told)
    assert (await asks(told, case_no)).data["state"] == "waiting"

    await told.control("/__decide", {"caseNo": case_no, "outcome": "revoke", "reasons": ASKED["reasons"]})

    await until(lambda: len(listener.got) == 3)
    push = listener.got[2]
    assert (push["status"], push["reasons"]) == ("撤销", ASKED["reasons"])
    assert [one["kind"] for one in push["remedies"]] == ["行政复议", "行政诉讼"]
    case = await told.case(case_no)
    assert (case["status"], case["documents"][-1]["kind"]) == ("撤销", "revocation")
    answer = await told.call("GET", f"/api/v1/cases/{case_no}/revocation")
    assert answer.data["state"] == "revoked"


async def test_by_tempo_its_people_take_the_request_up(start: Starting) -> None:
    back_end = await start(tempo_seconds=0.01)
    case_no: str = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)
    await reach(back_end, case_no, "办结-准予")

    await asks(back_end, case_no)
    await reach(back_end, case_no, "撤销")

    answer = await back_end.call("GET", f"/api/v1/cases/{case_no}/revocation")
    assert answer.data["state"] == "revoked"


async def test_the_licence_bank_is_told_before_anybody_else(stack: AsyncExitStack, start: Starting) -> None:
    books = stack.enter_context(Books(":memory:"))
    app = bank_app(
        books,
        caller=CALLER,
        access_id="palm",
        access_token="t",
        organisations=CITY.organisations,
        now=now,
    )
    bank = await stack.enter_async_context(open_body(app))
    back_end = await start(licence_bank=bank.url)
    case_no = await granted(back_end)
    identifier = (await back_end.case(case_no))["licence"]["certIdentifier"]

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "revoke"})

    kept = (await bank.look("/__books"))["licences"]
    [ended] = [one for one in kept if one["identifier"] == identifier]
    assert (ended["state"], ended["holder_code"]) == ("revoked", JOURNEY.uscc)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"signedBy": "clerk-1"}, "4222"),
        ({"reasons": []}, "4000"),
        ({"revocationId": "x"}, "4000"),
    ],
)
async def test_what_is_not_in_order_is_refused(back_end: BackEnd, changed: dict[str, Any], code: str) -> None:
    case_no = await granted(back_end)

    assert (await asks(back_end, case_no, **changed)).code == code


async def test_only_a_granted_case_is_revoked(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()

    assert (await asks(back_end, case_no)).code == "4092"
    assert (await back_end.call("GET", f"/api/v1/cases/{case_no}/revocation")).code == "4040"
