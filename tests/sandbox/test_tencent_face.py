"""The emulated FaceID answers as the vendor's documents say: signature, limits, tokens, and its one shape."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.sandbox.kit import Books, Running
from adapters.sandbox.tencent_face import FaceIdSandbox, create_app
from adapters.sandbox.tencent_face_book import Citizen
from tests.sandbox.conftest import FixedClock, Hand

NAME, NUMBER = "甲子", "370285199001019985"
OTHER = "110101199003070011"
CONFIG = FaceIdSandbox(
    secrets={"testSecretId": "testSecretKey"},
    rules=frozenset({"1"}),
    citizens=[Citizen(NAME, NUMBER), Citizen("乙某", OTHER, has_photo=False)],
)
BACK = "https://palm.invalid/#/identity?check=idc_1&ticket=t"
VECTOR_BODY = '{"RuleId":"1","IdCard":"11010119900101001X","Name":"张三","Extra":"o=1"}'.encode()
VECTOR_SIGNATURE = "c37d973a881eb5485f5ee6959ef7f23c05e859983ee1a313abb713b2e3edbb0f"  # by the vendor's SDK


@dataclass
class Client:
    """Signs with code of its own: neither the adapter's nor the emulator's."""

    hand: Hand
    vendor: Running
    clock: FixedClock
    secret: str = "testSecretKey"

    async def ask(self, action: str, *, kind: str = "application/json", **values: str) -> dict[str, Any]:
        body = json.dumps(values, ensure_ascii=False).encode()
        host = self.vendor.url.removeprefix("http://")
        stamp = int(self.clock.now().timestamp())
        return await self.send(body, action, self.header(body, host, stamp), stamp, kind=kind)

    async def send(
        self, body: bytes, action: str, authorization: str, stamp: int, *, host: str = "", kind: str = ""
    ) -> dict[str, Any]:
        headers = {
            "Authorization": authorization,
            "Content-Type": "application/json",
            "X-TC-Action": action,
            "X-TC-Version": "2018-03-01",
            "X-TC-Timestamp": str(stamp),
            **({"Host": host} if host else {}),
        }
        async with self.hand.http.post(f"{self.vendor.url}/", data=body, headers=headers) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"] == (kind or "application/json")
            return dict((await answer.json(content_type=None))["Response"])

    def header(self, body: bytes, host: str, stamp: int) -> str:
        day = datetime.fromtimestamp(stamp, UTC).date().isoformat()
        scope = f"{day}/faceid/tc3_request"
        canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n"
        hashed = hashlib.sha256(canonical.encode() + hashlib.sha256(body).hexdigest().encode()).hexdigest()
        key = f"TC3{self.secret}".encode()
        for part in (day, "faceid", "tc3_request"):
            key = hmac.digest(key, part.encode(), "sha256")
        signed = hmac.digest(key, f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashed}".encode(), "sha256").hex()
        return (
            f"TC3-HMAC-SHA256 Credential=testSecretId/{scope}, "
            f"SignedHeaders=content-type;host, Signature={signed}"
        )

    async def open(self, **changes: str) -> dict[str, Any]:
        values = {"RuleId": "1", "Name": NAME, "IdCard": NUMBER, "RedirectUrl": BACK, "Extra": "o1"}
        return await self.ask("DetectAuth", **(values | changes))

    async def result(self, token: str, **changes: str) -> dict[str, Any]:
        values = {"RuleId": "1", "BizToken": token, "InfoType": "1"}
        return await self.ask("GetDetectInfoEnhanced", **(values | changes))

    async def finish(self, token: str, outcome: str = "0") -> dict[str, Any]:
        return dict(await self.hand.control(self.vendor, "/__face", bizToken=token, outcome=outcome))


@pytest.fixture
async def client(hand: Hand, books: Books, clock: FixedClock) -> Client:
    vendor = await hand.start(create_app(books, config=CONFIG, now=clock.now))
    return Client(hand, vendor, clock)


def code(answer: Mapping[str, Any]) -> str:
    return str(answer.get("Error", {}).get("Code", ""))


async def test_the_signature_the_vendors_own_sdk_makes_is_let_in(client: Client) -> None:
    scope = "Credential=testSecretId/2026-01-02/faceid/tc3_request"
    header = f"TC3-HMAC-SHA256 {scope}, SignedHeaders=content-type;host, Signature={VECTOR_SIGNATURE}"

    told = await client.send(VECTOR_BODY, "DetectAuth", header, 1767323045, host="faceid.tencentcloudapi.com")

    assert told["BizToken"]


async def test_one_changed_character_of_the_secret_lets_nobody_in(client: Client) -> None:
    client.secret = "testSecretKez"

    assert code(await client.open()) == "AuthFailure.SignatureFailure"


async def test_an_old_signature_lets_nobody_in(client: Client) -> None:
    body, stamp = b"{}", int(client.clock.now().timestamp())
    header = client.header(body, client.vendor.url.removeprefix("http://"), stamp)
    client.clock.move(minutes=6)

    assert code(await client.send(body, "DetectAuth", header, stamp)) == "AuthFailure.SignatureExpire"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"RuleId": "2"}, "InvalidParameterValue.RuleIdNotExist"),
        ({"Name": ""}, "FailedOperation.NameFormatError"),
        ({"Name": "甲" * 33}, "InvalidParameterValue"),
        ({"IdCard": "1"}, "FailedOperation.IdFormatError"),
        ({"Extra": "x" * 1025}, "InvalidParameterValue"),
        ({"RedirectUrl": "palm://back"}, "InvalidParameterValue"),
    ],
)
async def test_a_check_out_of_form_does_not_open(client: Client, changes: dict[str, str], told: str) -> None:
    assert code(await client.open(**changes)) == told


async def test_until_somebody_was_there_the_result_has_no_code(client: Client) -> None:
    opened = await client.open()

    text = (await client.result(opened["BizToken"]))["Text"]

    assert (text["ErrCode"], text["Extra"]) == (None, "o1")


async def test_a_result_is_told_for_three_days_and_a_token_lives_two_hours(client: Client) -> None:
    used, unused = (await client.open())["BizToken"], (await client.open())["BizToken"]
    assert await client.finish(used) == {"outcome": "0", "returnUrl": BACK}
    client.clock.move(seconds=7201)

    assert code(await client.result(unused)) == "InvalidParameterValue.BizTokenExpired"
    assert "error" in await client.finish(unused)
    assert (await client.result(used))["Text"]["ErrCode"] == 0
    client.clock.move(days=3)
    assert code(await client.result(used)) == "InvalidParameterValue.BizTokenExpired"
    assert code(await client.result("NOBODYS")) == "InvalidParameterValue.BizTokenIllegal"


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        ("丙", "370285199001010007", "FailedOperation.IdNoExistSystem"),
        ("丙", NUMBER, "FailedOperation.IdNameMisMatch"),
        ("乙某", OTHER, "FailedOperation.IdPhotoNoExist"),
    ],
)
async def test_who_the_library_does_not_know_cannot_pass(
    client: Client, name: str, number: str, told: str
) -> None:
    opened = await client.open(Name=name, IdCard=number)
    await client.finish(opened["BizToken"])

    assert code(await client.result(opened["BizToken"])) == told


async def test_one_card_is_compared_thirty_times_a_day(client: Client) -> None:
    for _ in range(30):
        token = (await client.open())["BizToken"]
        assert (await client.finish(token))["outcome"] == "0"
        client.clock.move(minutes=5)

    last = (await client.open())["BizToken"]

    assert (await client.finish(last))["outcome"] == "2018"


async def test_the_page_takes_one_submission(client: Client) -> None:
    opened = await client.open()
    async with client.hand.http.get(opened["Url"]) as page:
        assert page.status == 200
    form = {"token": opened["BizToken"], "choice": "0"}
    for status in (303, 410):
        async with client.hand.http.post(
            f"{client.vendor.url}/detect/submit", data=form, allow_redirects=False
        ) as answer:
            assert answer.status == status


async def test_another_content_type_is_a_switch(client: Client) -> None:
    await client.hand.control(client.vendor, "/__mode", mode="charset", times=1)

    told = await client.ask("DetectAuth", kind="application/json;charset=utf-8", RuleId="2")

    assert code(told) == "InvalidParameterValue.RuleIdNotExist"


async def test_the_books_and_the_log_name_nobody(client: Client) -> None:
    opened = await client.open()

    shown = json.dumps(
        [await client.hand.look(client.vendor, path) for path in ("/__books", "/__log")], ensure_ascii=False
    )

    for secret in (NAME, NUMBER, opened["BizToken"], "ticket=t"):
        assert secret not in shown
