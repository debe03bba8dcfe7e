"""The emulated licence bank (证照库): heads, statuses, versions, files."""

import base64
import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.keys.sm2 import Sm2Key
from adapters.licences.cipher import BankCipher
from adapters.sandbox.kit import Books
from adapters.sandbox.licence_bank import create_app
from adapters.sandbox.public_codes import identifier_check
from tests.sandbox.public_bodies import CALLER, Caller, now, open_body, the_city

ACCESS = {"accessId": "palm", "accessToken": "invented-access-token"}
JOURNEY = the_city().of("journey")
TYPE = JOURNEY.certificate.type_code
RENEWAL = {
    "caseNo": "C1",
    "holderCode": JOURNEY.uscc,
    "certTypeCode": TYPE,
    "issuedOn": "2026-11-21",
    "validFrom": "2026-11-21",
    "validUntil": "2031-11-20",
}


class Bank(Caller):
    async def ask(self, path: str, head: Any = None, **data: object) -> tuple[str, Any]:
        request = {"head": head or ACCESS, "data": {"useCause": "证书到期换发"} | data}
        answer = (await self.call("POST", path, request)).json
        return answer["head"]["status"], answer["data"]

    async def of(self, uscc: str) -> tuple[str, Any]:
        return await self.ask("/queryCertInfoByHolderCode", holderCode=uscc, holderTypeCode="001")


def bank_app(books: Books) -> web.Application:
    return create_app(
        books,
        caller=CALLER,
        access_id="palm",
        access_token="invented-access-token",
        organisations=the_city().organisations,
        now=now,
    )


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    with Books(":memory:") as books:
        async with open_body(bank_app(books)) as caller:
            yield Bank(caller.http, caller.url)


async def test_a_holders_licence_is_told_by_the_names_of_the_standard(bank: Bank) -> None:
    status, listed = await bank.of(JOURNEY.uscc)

    shown = listed[0]["certData"]
    assert (status, listed[0]["status"]) == ("0", "0")
    assert shown["ZZMC"] == "民办非企业单位登记证书"
    assert (shown["CZZTDM"], shown["CZZTDMLXDM"]) == (JOURNEY.uscc, "001")
    assert shown["ZZBH"] == JOURNEY.certificate.number
    assert shown["ZZBFJGDM"] == JOURNEY.certificate.issuing_body.uscc


async def test_the_identifier_is_built_by_the_standard(bank: Bank) -> None:
    _, listed = await bank.of(JOURNEY.uscc)

    *root, type_code, issuer, serial, version, check = listed[0]["certIdentifier"].split(".")
    assert ".".join(root) == "1.2.156.3005.2"
    assert (type_code, issuer, version) == (TYPE, JOURNEY.certificate.issuing_body.uscc, "001")
    assert check == identifier_check(type_code + issuer + serial + version)


async def test_a_licence_is_found_by_its_printed_number(bank: Bank) -> None:
    status, found = await bank.ask("/queryCertInfo", certNo=JOURNEY.certificate.number, certTypeCode=TYPE)

    assert (status, found["certData"]["CZZT"]) == ("0", JOURNEY.name)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"holderCode": JOURNEY.uscc, "holderTypeCode": "001", "useCause": ""}, "12"),
        ({"holderCode": JOURNEY.uscc, "holderTypeCode": "001", "useCause": "用" * 201}, "102"),
        ({"holderCode": JOURNEY.uscc}, "12"),
        ({"holderCode": JOURNEY.uscc, "holderTypeCode": "777"}, "103"),
        ({"holderCode": JOURNEY.uscc, "holderTypeCode": "001", "certTypeCode": "x"}, "13"),
        ({"holderCode": "52370200MJ0000018D", "holderTypeCode": "001"}, "10"),
        ({"holderCode": JOURNEY.uscc, "holderTypeCode": "001", "surprise": "x"}, "102"),
    ],
)
async def test_a_question_that_is_not_in_order_gets_the_banks_own_status(
    bank: Bank, data: dict[str, Any], status: str
) -> None:
    assert (await bank.ask("/queryCertInfoByHolderCode", **data))[0] == status


async def test_a_wrong_access_token_is_status_11(bank: Bank) -> None:
    head = {"accessId": "palm", "accessToken": "invented-access-tokem"}

    status, data = await bank.ask(
        "/queryCertInfoByHolderCode", head, holderCode=JOURNEY.uscc, holderTypeCode="001"
    )

    assert (status, data) == ("11", None)


async def test_a_wrong_signature_never_reaches_the_bank(bank: Bank) -> None:
    answer = await bank.call("POST", "/queryCertInfo", {"head": ACCESS, "data": {}}, secret="wrong")

    assert (answer.status, answer.code) == (401, "4014")


async def test_a_service_the_bank_does_not_offer_is_status_2(bank: Bank) -> None:
    assert (await bank.ask("/verifyFile"))[0] == "2"


@pytest.mark.parametrize(("story", "status"), [("expired", "22"), ("revoked", "21"), ("cancelled", "21")])
async def test_a_licence_no_longer_good_shows_its_state_and_no_data(
    bank: Bank, story: str, status: str
) -> None:
    certificate = the_city().of(story).certificate

    answer = await bank.ask("/queryCertInfo", certNo=certificate.number, certTypeCode=certificate.type_code)

    assert answer == (status, None)


async def test_a_restricted_licence_is_status_23_until_released(bank: Bank) -> None:
    _, listed = await bank.of(JOURNEY.uscc)
    identifier = listed[0]["certIdentifier"]
    await bank.control("/__status", {"certIdentifier": identifier, "state": "restricted"})
    restricted = await bank.ask("/queryCertInfo", certIdentifier=identifier)

    await bank.control("/__status", {"certIdentifier": identifier, "state": "in-force"})

    assert restricted == ("23", None)
    assert (await bank.ask("/queryCertInfo", certIdentifier=identifier))[0] == "0"


async def test_a_new_version_supersedes_the_old(bank: Bank) -> None:
    _, before = await bank.of(JOURNEY.uscc)

    issued = (await bank.control("/__issue", RENEWAL)).json

    _, after = await bank.of(JOURNEY.uscc)
    old, new = before[0]["certIdentifier"].split("."), after[0]["certIdentifier"].split(".")
    assert len(after) == 1
    assert after[0]["certIdentifier"] == issued["certIdentifier"]
    assert (old[:-2], old[-2], new[-2]) == (new[:-2], "001", "002")
    assert after[0]["certData"]["ZZYXQJZRQ"] == "2031-11-20"
    assert after[0]["certData"]["ZZBH"] != JOURNEY.certificate.number
    assert (await bank.ask("/queryCertInfo", certIdentifier=before[0]["certIdentifier"]))[0] == "21"


async def test_the_same_case_issues_one_licence(bank: Bank) -> None:
    first = await bank.control("/__issue", RENEWAL)
    again = await bank.control("/__issue", RENEWAL)

    assert first.body == again.body


async def test_two_renewals_in_one_year_still_tell_old_from_new(bank: Bank) -> None:
    first = (await bank.control("/__issue", RENEWAL)).json
    second = (await bank.control("/__issue", RENEWAL | {"caseNo": "C2"})).json

    assert first["certNo"] != second["certNo"]


async def test_the_ofd_carries_the_licence_and_the_use_it_was_fetched_for(bank: Bank) -> None:
    status, file = await bank.ask(
        "/downloadFile", certNo=JOURNEY.certificate.number, certTypeCode=TYPE, fileType="ofd"
    )

    with zipfile.ZipFile(io.BytesIO(base64.b64decode(file["content"]))) as archive:
        page = archive.read("Doc_0/Pages/Page_0/Content.xml").decode()
        assert "OFD.xml" in archive.namelist()
    assert status == "0"
    assert JOURNEY.name in page
    assert "用途：证书到期换发" in page


async def test_a_picture_is_a_png_and_other_kinds_are_refused(bank: Bank) -> None:
    which = {"certNo": JOURNEY.certificate.number, "certTypeCode": TYPE}

    _, picture = await bank.ask("/downloadFile", fileType="png", **which)

    assert base64.b64decode(picture["content"]).startswith(b"\x89PNG\r\n\x1a\n")
    assert (await bank.ask("/downloadFile", fileType="doc", **which))[0] == "102"
    assert (await bank.ask("/downloadFile", **which))[0] == "12"


@pytest.mark.parametrize(("shown", "result"), [({}, "true"), ({"ZZYXQJZRQ": "2099-01-01"}, "false")])
async def test_what_is_shown_is_compared_with_what_is_kept(
    bank: Bank, shown: dict[str, Any], result: str
) -> None:
    _, listed = await bank.of(JOURNEY.uscc)
    identifier, kept = listed[0]["certIdentifier"], listed[0]["certData"]

    status, told = await bank.ask("/verifyCertInfo", certIdentifier=identifier, certData=kept | shown)

    assert (status, told["result"], told["differs"]) == ("0", result, sorted(shown))


async def test_the_bank_remembers_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "bank.sqlite3"
    with Books(path) as books:
        async with open_body(bank_app(books)) as caller:
            issued = (await caller.control("/__issue", RENEWAL)).json

    with Books(path) as books:
        async with open_body(bank_app(books)) as caller:
            _, listed = await Bank(caller.http, caller.url).of(JOURNEY.uscc)

    assert [licence["certIdentifier"] for licence in listed] == [issued["certIdentifier"]]


PRIVATE = f"{7:064x}"


@pytest.mark.parametrize("form", ["hex", "base64", "hex-bare"])
@pytest.mark.parametrize("order", ["C1C2C3", "C1C3C2"])
async def test_with_a_key_on_file_what_stands_on_a_licence_is_sealed_to_it(
    bank: Bank, form: str, order: str
) -> None:
    _, [clear] = await bank.of(JOURNEY.uscc)

    told = await bank.control("/__key", {"publicKey": Sm2Key(PRIVATE).public, "form": form, "order": order})

    _, [sealed] = await bank.of(JOURNEY.uscc)
    cipher = BankCipher("licences", lambda: (PRIVATE,))
    opened = await cipher.clear(json.dumps(sealed["certData"]).encode())
    assert told.status == 200
    assert isinstance(sealed["certData"], str)
    assert json.loads(opened) == clear["certData"]


@pytest.mark.parametrize("key", ["", "04", "04" + "11" * 64, Sm2Key(PRIVATE).public[2:], "z" * 130])
async def test_what_is_no_point_of_the_curve_is_no_key(bank: Bank, key: str) -> None:
    assert (await bank.control("/__key", {"publicKey": key})).status == 400
