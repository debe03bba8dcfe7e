"""The emulated bank's directory (证照目录), and how a changed licence is issued anew."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.city_items import DEFINER
from adapters.sandbox.kit import Books
from adapters.sandbox.licence_bank import create_app
from tests.sandbox.public_bodies import CALLER, now, open_body, the_city
from tests.sandbox.test_licence_bank import Bank

CITY = the_city()
BUILDER = CITY.enterprise("renamed-builder")
FIRST = BUILDER.licences[0]
CHANGE = {
    "caseNo": "C1",
    "holderCode": BUILDER.uscc,
    "certTypeCode": FIRST.certificate.type_code,
    "issuedOn": "2026-11-21",
    "validFrom": "2026-11-21",
    "validUntil": "2031-11-20",
    "keepTerm": True,
    "printed": {"name": BUILDER.name},
}


def bank_of(books: Books) -> Any:
    return create_app(
        books,
        caller=CALLER,
        access_id="palm",
        access_token="invented-access-token",
        organisations=CITY.organisations,
        held=CITY.held,
        now=now,
    )


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    with Books(":memory:") as books:
        async with open_body(bank_of(books)) as caller:
            yield Bank(caller.http, caller.url)


async def row_of(bank: Bank, record_id: str) -> Any:
    status, row = await bank.ask("/queryCertInfoByRecord", recordId=record_id)
    assert status == "0"
    return row


async def test_the_directory_is_read_page_by_page_and_nothing_is_missed_or_doubled(bank: Bank) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        _, page = await bank.ask("/pageCertInfo", cursor=cursor, limit="9")
        seen += [row["recordId"] for row in page["rows"]]
        cursor = page["nextCursor"]

    wanted = [held.record_id for held in CITY.held]
    wanted += [organisation.certificate.record_id for organisation in CITY.organisations]
    assert sorted(seen) == sorted(wanted)


async def test_a_licence_is_told_as_it_was_printed(bank: Bank) -> None:
    row = await row_of(bank, FIRST.record_id)

    data = row["certData"]
    assert (row["holderKind"], row["state"]) == ("企业", "in-force")
    assert row["copies"] == {"original": 1, "duplicate": FIRST.certificate.duplicates}
    assert (data["CZZT"], data["FDDBR"], data["ZS"]) == (FIRST.holder, FIRST.responsible, FIRST.address)
    assert data["CZZT"] != BUILDER.name


async def test_a_licence_that_is_no_longer_good_stands_in_the_directory_with_its_state(bank: Bank) -> None:
    revoked = CITY.of("revoked").certificate

    assert (await row_of(bank, revoked.record_id))["state"] == "cancelled"


async def test_a_persons_licences_are_found_by_their_number(bank: Bank) -> None:
    [sample] = CITY.licences("happy-99")

    status, rows = await bank.ask(
        "/queryCertRecordsByHolderCode", holderCode=sample.holder_code, holderTypeCode="111"
    )

    assert (status, [row["recordId"] for row in rows]) == ("0", [sample.record_id])
    assert rows[0]["holderKind"] == "自然人"


@pytest.mark.parametrize(
    ("call", "data", "status"),
    [
        ("/pageCertInfo", {"limit": "1001"}, "102"),
        ("/pageCertInfo", {"cursor": "!"}, "102"),
        ("/pageCertInfo", {"useCause": ""}, "12"),
        ("/queryCertInfoByRecord", {}, "12"),
        ("/queryCertInfoByRecord", {"recordId": "k999999"}, "10"),
        ("/queryCertRecordsByHolderCode", {"holderCode": BUILDER.uscc}, "12"),
        ("/queryCertRecordsByHolderCode", {"holderCode": BUILDER.uscc, "holderTypeCode": "777"}, "103"),
        ("/queryCertRecordsByHolderCode", {"holderCode": "x", "holderTypeCode": "001"}, "10"),
    ],
)
async def test_a_question_that_is_not_in_order_gets_the_banks_own_status(
    bank: Bank, call: str, data: dict[str, Any], status: str
) -> None:
    assert (await bank.ask(call, **data))[0] == status


async def test_a_changed_licence_keeps_its_number_its_term_and_its_record(bank: Bank) -> None:
    before = await row_of(bank, FIRST.record_id)

    issued = (await bank.control("/__issue", CHANGE)).json

    after = await row_of(bank, FIRST.record_id)
    old, new = before["certData"], after["certData"]
    assert after["certIdentifier"] == issued["certIdentifier"] != before["certIdentifier"]
    assert (new["CZZT"], old["CZZT"]) == (BUILDER.name, FIRST.holder)
    assert all(old[kept] == new[kept] for kept in ("ZZBH", "ZZYXQQSRQ", "ZZYXQJZRQ", "FDDBR", "ZS"))
    assert issued["validUntil"] == old["ZZYXQJZRQ"]
    assert after["updatedAt"] > before["updatedAt"]
    assert (await bank.ask("/queryCertInfo", certIdentifier=before["certIdentifier"]))[0] == "21"


async def test_two_changes_of_one_licence_both_stand_on_the_last_version(bank: Bank) -> None:
    await bank.control("/__issue", CHANGE)
    second = CHANGE | {"caseNo": "C2", "printed": {"responsible": "丁卯宁", "address": "新地址"}}

    await bank.control("/__issue", second)

    row = await row_of(bank, FIRST.record_id)
    assert row["certIdentifier"].split(".")[-2] == "003"
    assert [row["certData"][key] for key in ("CZZT", "FDDBR", "ZS")] == [BUILDER.name, "丁卯宁", "新地址"]


async def test_only_the_licence_of_that_type_is_issued_anew(bank: Bank) -> None:
    await bank.control("/__issue", CHANGE)

    others = [await row_of(bank, held.record_id) for held in BUILDER.licences[1:]]
    assert {row["certData"]["CZZT"] for row in others} == {FIRST.holder}


async def test_a_first_licence_of_a_type_is_issued_by_the_body_of_the_holders_other_one(bank: Bank) -> None:
    agency = CITY.enterprise("happy-19")
    first = {
        "caseNo": "C9",
        "holderCode": agency.uscc,
        "certTypeCode": DEFINER + "819",
        "issuedOn": "2026-11-21",
        "keepTerm": True,
    }

    issued = (await bank.control("/__issue", first)).json
    again = (await bank.control("/__issue", first)).json

    _, shown = await bank.ask("/queryCertInfo", certIdentifier=issued["certIdentifier"])
    data = shown["certData"]
    assert issued == again
    assert (data["ZZMC"], data["CZZT"], data["ZZYXQJZRQ"]) == ("人力资源服务备案凭证", agency.name, "长期")
    assert data["ZZBFJGDM"] == agency.licences[0].certificate.issuing_body.uscc
    assert "validUntil" not in issued


@pytest.mark.parametrize("lacks", [{"certTypeCode": "x" * 21}, {"holderCode": "52370200MJ0000018D"}])
async def test_a_licence_nobody_could_issue_is_not_issued(bank: Bank, lacks: dict[str, str]) -> None:
    answer = await bank.control("/__issue", CHANGE | lacks)

    assert answer.status == 400


async def test_books_of_before_the_directory_are_read_and_completed(tmp_path: Path) -> None:
    path = tmp_path / "bank.sqlite3"
    with Books(path) as books:
        async with open_body(bank_of(books)) as caller:
            issued = (await caller.control("/__issue", CHANGE)).json
    with sqlite3.connect(path) as old:
        old.execute("DROP INDEX licences_record")
        for column in ("record_id", "holder_kind", "responsible", "address", "originals", "duplicates"):
            old.execute(f"ALTER TABLE licences DROP COLUMN {column}")
        old.execute("ALTER TABLE licences DROP COLUMN updated_at")
        old.execute("DELETE FROM licences WHERE holder_type = '111'")
    old.close()

    with Books(path) as books:
        async with open_body(bank_of(books)) as caller:
            bank = Bank(caller.http, caller.url)
            row = await row_of(bank, FIRST.record_id)
            sample = await row_of(bank, CITY.licences("happy-99")[0].record_id)

    assert (row["certIdentifier"], row["holderKind"]) == (issued["certIdentifier"], "企业")
    assert sample["holderKind"] == "自然人"
