"""The emulated approval back-end: a clerk decides by hand or by tempo, and a licence is issued or not."""

from contextlib import AsyncExitStack
from typing import Any

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.licence_bank import create_app as bank_app
from adapters.sandbox.social_register import create_app as register_app
from tests.sandbox.approval.back_end import CITY, JOURNEY, TASK, BackEnd, Starting, reach
from tests.sandbox.public_bodies import (
    CALLER,
    PURPOSE,
    Listener,
    now,
    open_body,
    until,
)


async def test_a_denial_gives_reasons_and_remedies(told: BackEnd, listener: Listener) -> None:
    case_no = await told.accepted_case()

    await told.control("/__decide", {"caseNo": case_no, "outcome": "deny", "reasons": ["材料不实"]})

    await until(lambda: len(listener.got) == 2)
    push = listener.got[1]
    assert (push["status"], push["reasons"]) == ("办结-不予", ["材料不实"])
    assert [(r["kind"], r.get("days"), r.get("months")) for r in push["remedies"]] == [
        ("行政复议", 60, None),
        ("行政诉讼", None, 6),
    ]
    assert "licence" not in push


async def test_a_refused_application_is_refused_with_a_document(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]

    await back_end.control("/__decide", {"bizNo": "biz-00000001", "outcome": "refuse"})

    case = await back_end.case(case_no)
    assert (case["status"], case["documents"][0]["kind"]) == ("不予受理", "refused-acceptance")
    assert (await back_end.put(case_no)).code == "4092"


async def test_a_supplement_asks_for_the_material_again(back_end: BackEnd) -> None:
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "supplement", "materials": [0]})

    case = await back_end.case(case_no)
    assert (case["status"], case["materialsMissing"]) == ("补正告知", [0])
    assert (await back_end.put(case_no)).data["materialsMissing"] == []


async def test_a_decided_case_is_not_decided_again(back_end: BackEnd) -> None:
    case_no = await back_end.accepted_case()
    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "deny"})

    assert answer.status == 400
    assert (await back_end.case(case_no))["status"] == "办结-准予"


async def test_with_a_tempo_the_case_goes_its_way_and_the_licence_is_issued(
    stack: AsyncExitStack, start: Starting
) -> None:
    bank_books, register_books = (stack.enter_context(Books(":memory:")) for _ in range(2))
    bank = await stack.enter_async_context(
        open_body(
            bank_app(
                bank_books,
                caller=CALLER,
                access_id="palm",
                access_token="t",
                organisations=CITY.organisations,
                now=now,
            )
        )
    )
    register = await stack.enter_async_context(
        open_body(
            register_app(register_books, caller=CALLER, organisations=CITY.organisations, now=now),
            catalogue="370000000-social-organisations",
        )
    )
    back_end = await start(licence_bank=bank.url, register=register.url, tempo_seconds=30)
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "已受理")
    await reach(back_end, case_no, "办结-准予")

    licence = (await back_end.case(case_no))["licence"]
    kept = [row for row in (await bank.look("/__books"))["licences"] if row["case_no"] == case_no]
    renewed = await register.call("GET", f"/api/v1/organisations/{JOURNEY.uscc}", headers=PURPOSE)
    assert licence["certIdentifier"] == kept[0]["identifier"]
    assert licence["licenceNumber"] == kept[0]["number"]
    assert licence["validUntil"] == "2031-11-20"
    assert renewed.data["certificates"][-1]["certificateNumber"] == kept[0]["number"]


async def test_nothing_reads_decided_while_the_licence_bank_is_away(
    stack: AsyncExitStack, start: Starting
) -> None:
    books = stack.enter_context(Books(":memory:"))
    app = bank_app(
        books, caller=CALLER, access_id="p", access_token="t", organisations=CITY.organisations, now=now
    )
    async with open_body(app) as bank:
        gone = bank.url
    back_end = await start(licence_bank=gone)
    case_no = await back_end.accepted_case()

    answer = await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    assert answer.status == 400
    assert (await back_end.case(case_no))["status"] == "已受理"


@pytest.mark.parametrize(
    "match", [{}, {"taskCode": TASK.code}, {"bizNo": "biz-00000001"}, {"applicantCode": JOURNEY.uscc}]
)
async def test_told_to_deny_the_clerk_denies(start: Starting, match: dict[str, Any]) -> None:
    back_end = await start(tempo_seconds=1)
    await back_end.control("/__mode", {"mode": "deny", "match": match, "reasons": ["演示理由"]})
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "已受理")
    await reach(back_end, case_no, "办结-不予")

    case = await back_end.case(case_no)
    assert [paper["kind"] for paper in case["documents"]] == ["accepted", "decision-denied"]
    assert (case["seq"], case["licence"]) == (2, None)


async def test_told_to_deny_another_the_clerk_grants_this_one(start: Starting) -> None:
    back_end = await start(tempo_seconds=1)
    await back_end.control("/__mode", {"mode": "deny", "match": {"bizNo": "biz-99999999"}})
    case_no = (await back_end.file()).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "办结-准予")

    case = await back_end.case(case_no)
    assert [paper["kind"] for paper in case["documents"]] == ["accepted", "decision-granted"]


async def test_the_organisation_the_city_denies_is_denied_and_its_licence_untouched(
    stack: AsyncExitStack, start: Starting
) -> None:
    denied, books = CITY.of("due-but-denied"), stack.enter_context(Books(":memory:"))
    app = bank_app(
        books, caller=CALLER, access_id="p", access_token="t", organisations=CITY.organisations, now=now
    )
    bank = await stack.enter_async_context(open_body(app))
    before = await bank.look("/__books")
    back_end = await start(licence_bank=bank.url, tempo_seconds=1)
    applicant = {"name": denied.name, "code": denied.uscc, "codeType": "001"}
    case_no = (await back_end.file(applicant=applicant)).data["caseNo"]
    await back_end.put(case_no)

    await reach(back_end, case_no, "办结-不予")

    assert await bank.look("/__books") == before
