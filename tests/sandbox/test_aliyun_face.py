"""The emulated face check opens once, takes one submission, and its verdict is what Describe says."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.aliyun_face import FaceSandbox, create_app
from adapters.sandbox.aliyun_face_book import Resident
from adapters.sandbox.kit import Books, Running
from tests.sandbox.aliyun_client import KEY_ID, SECRET, AliyunClient
from tests.sandbox.conftest import FixedClock, Hand, Listener

NUMBER, OTHER, FACELESS = "110101199003070011", "110101199003070038", "110101199003070054"
RESIDENTS = [Resident("甲某", NUMBER), Resident("乙某", OTHER), Resident("丙某", FACELESS, has_photo=False)]
CONFIG = FaceSandbox(
    secrets={KEY_ID: SECRET}, scenes=frozenset({"1000001"}), residents=RESIDENTS, tries_a_day=3
)


@pytest.fixture
async def vendor(books: Books, clock: FixedClock, hand: Hand) -> Running:
    return await hand.start(create_app(books, config=CONFIG, now=clock.now))


@pytest.fixture
def client(hand: Hand, vendor: Running, clock: FixedClock) -> AliyunClient:
    return AliyunClient(hand.http, vendor, clock, "2019-03-07")


async def open_check(client: AliyunClient, **changes: str) -> dict[str, Any]:
    params = {
        "SceneId": "1000001",
        "OuterOrderNo": "a1b2c3",
        "ProductCode": "ID_PRO",
        "CertType": "IDENTITY_CARD",
        "CertName": "甲某",
        "CertNo": NUMBER,
        "MetaInfo": '{"zimVer":"3.0.0","appVersion":"1"}',
        "ReturnUrl": "http://127.0.0.1:9/back",
        "Model": "MULTI_ACTION",
    }
    _, answer = await client.call("InitFaceVerify", {k: v for k, v in (params | changes).items() if v})
    return dict(answer)


async def certify_id(client: AliyunClient, **changes: str) -> str:
    return str((await open_check(client, **changes))["ResultObject"]["CertifyId"])


async def describe(client: AliyunClient, certify: str, scene: str = "1000001") -> dict[str, Any]:
    _, answer = await client.call("DescribeFaceVerify", {"SceneId": scene, "CertifyId": certify})
    return dict(answer)


async def press(hand: Hand, client: AliyunClient, certify: str, code: str = "200") -> dict[str, Any]:
    return dict(await hand.control(client.vendor, "/__face", certifyId=certify, subCode=code))


async def test_a_person_who_passes_is_told_with_material_in_a_json_string(
    client: AliyunClient, hand: Hand
) -> None:
    certify = await certify_id(client)
    await press(hand, client, certify)

    result = (await describe(client, certify))["ResultObject"]

    assert (result["Passed"], result["SubCode"]) == ("T", "200")
    assert json.loads(result["MaterialInfo"])["facialPictureFront"]["verifyScore"] > 90


@pytest.mark.parametrize("code", ["204", "205", "206"])
async def test_another_face_or_a_picture_does_not_pass(code: str, client: AliyunClient, hand: Hand) -> None:
    certify = await certify_id(client)
    await press(hand, client, certify, code)

    result = (await describe(client, certify))["ResultObject"]

    assert (result["Passed"], result["SubCode"]) == ("F", code)


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [("乙某", NUMBER, "201"), ("丁某", "110101199003070070", "202"), ("丙某", FACELESS, "203")],
)
async def test_who_the_authority_source_does_not_know_cannot_pass_and_is_not_asked_again(
    name: str, number: str, code: str, client: AliyunClient, hand: Hand
) -> None:
    certify = await certify_id(client, CertName=name, CertNo=number)

    told = await press(hand, client, certify, "200")
    again = await open_check(client, CertName=name, CertNo=number)

    assert told["subCode"] == code
    assert (await describe(client, certify))["ResultObject"]["Passed"] == "F"
    assert again["Code"] == "417"
    assert (await open_check(client))["Code"] == "200"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"CertName": ""}, "400"),
        ({"CertNo": ""}, "400"),
        ({"SceneId": ""}, "400"),
        ({"SceneId": "7"}, "404"),
        ({"CertNo": "110101199003070012"}, "401"),
        ({"OuterOrderNo": "a" * 33}, "401"),
        ({"OuterOrderNo": "a-1"}, "401"),
        ({"ProductCode": "ID_MIN"}, "401"),
        ({"CertType": "PASSPORT"}, "401"),
        ({"Model": "SMILE"}, "401"),
        ({"CallbackUrl": "http://palm.example/cb"}, "401"),
        ({"CallbackUrl": "http://127.0.0.1:1/cb"}, "401"),
    ],
)
async def test_a_wrong_parameter_opens_no_check(
    changes: dict[str, str], code: str, client: AliyunClient, hand: Hand
) -> None:
    answer = await open_check(client, **changes)

    assert answer["Code"] == code
    assert await hand.look(client.vendor, "/__books") == {"checks": []}


@pytest.mark.parametrize("meta", ["", "zimVer=3", "[]", '"text"', "{}"])
async def test_without_the_phones_own_meta_information_there_is_no_page_to_go_to(
    meta: str, client: AliyunClient
) -> None:
    answer = await open_check(client, MetaInfo=meta)

    assert answer["Code"] == "200"
    assert "CertifyUrl" not in answer["ResultObject"]


async def test_a_fourth_check_on_one_day_is_refused_and_the_next_day_it_is_not(
    client: AliyunClient, hand: Hand
) -> None:
    for _ in range(3):
        assert (await open_check(client))["Code"] == "200"

    fourth = await open_check(client)
    await hand.control(client.vendor, "/__advance", seconds=86400)

    assert fourth["Code"] == "418"
    assert (await open_check(client))["Code"] == "200"


async def test_an_unknown_check_an_unopened_one_and_an_unfinished_one_are_told_apart(
    client: AliyunClient, hand: Hand
) -> None:
    answer = (await open_check(client))["ResultObject"]
    unopened = await describe(client, answer["CertifyId"])
    async with hand.http.get(answer["CertifyUrl"]) as page:
        assert page.status == 200

    unfinished = await describe(client, answer["CertifyId"])

    assert (unopened["Code"], unfinished["Code"]) == ("424", "403")
    assert (await describe(client, "f" * 32))["Code"] == "406"
    assert (await describe(client, answer["CertifyId"], scene="2"))["Code"] == "406"


async def test_the_page_takes_one_submission_and_leads_back(client: AliyunClient, hand: Hand) -> None:
    answer = (await open_check(client))["ResultObject"]
    form = {"certifyId": answer["CertifyId"], "choice": "200"}
    async with hand.http.get(answer["CertifyUrl"]) as page:
        text = await page.text()

    submit = f"{client.vendor.url}/h5/submit"
    async with hand.http.post(submit, data=form, allow_redirects=False) as first:
        status, back = first.status, first.headers["Location"]
    async with hand.http.post(submit, data=form | {"choice": "204"}, allow_redirects=False) as second:
        again = second.status
    async with hand.http.get(answer["CertifyUrl"]) as page:
        reopened = page.status

    assert all(words in text for words in ("模拟：本人通过", "模拟：不是本人", "取消"))
    assert (status, back, again, reopened) == (303, "http://127.0.0.1:9/back", 410, 410)
    assert (await describe(client, answer["CertifyId"]))["ResultObject"]["SubCode"] == "200"


async def test_a_person_who_cancels_has_submitted_nothing(client: AliyunClient, hand: Hand) -> None:
    answer = (await open_check(client))["ResultObject"]
    form = {"certifyId": answer["CertifyId"], "choice": "cancel"}

    async with hand.http.post(f"{client.vendor.url}/h5/submit", data=form, allow_redirects=False) as done:
        assert done.status == 303

    assert (await describe(client, answer["CertifyId"]))["Code"] == "424"


async def test_after_half_an_hour_the_page_is_dead(client: AliyunClient, hand: Hand) -> None:
    answer = (await open_check(client))["ResultObject"]
    await hand.control(client.vendor, "/__advance", seconds=1801)

    async with hand.http.get(answer["CertifyUrl"]) as page:
        status = page.status

    assert status == 410
    assert "error" in await press(hand, client, answer["CertifyId"])
    assert (await describe(client, answer["CertifyId"]))["Code"] == "424"


async def test_the_callback_carries_the_sub_code_and_our_token_and_gives_up_after_three_tries(
    client: AliyunClient, hand: Hand, listener: Listener
) -> None:
    listener.status = 500
    url = f"{listener.url}/face?place=1"
    certify = await certify_id(client, CallbackUrl=url, CallbackToken="t-1")

    await press(hand, client, certify, "204")
    await listener.wait_for(1)
    for seconds in (1, 2, 3600):
        await hand.control(client.vendor, "/__advance", seconds=seconds)
        await hand.control(client.vendor, "/__flush")

    assert len(listener.got) == 3
    assert {one.method for one in listener.got} == {"GET"}
    expected = {"place": "1", "callbackToken": "t-1", "certifyId": certify, "passed": "204"}
    assert [one.query for one in listener.got] == [expected] * 3


async def test_a_check_without_our_token_is_called_back_without_one(
    client: AliyunClient, hand: Hand, listener: Listener
) -> None:
    certify = await certify_id(client, CallbackUrl=f"{listener.url}/face")

    await press(hand, client, certify)

    (got,) = await listener.wait_for(1)
    assert got.query == {"certifyId": certify, "passed": "200"}


async def test_a_result_is_deleted_once_and_only_after_it_was_asked_for(
    client: AliyunClient, hand: Hand
) -> None:
    certify = await certify_id(client)
    await press(hand, client, certify)
    delete = {"CertifyId": certify, "DeleteAfterQuery": "Y"}

    _, early = await client.call("DeleteFaceVerifyResult", delete)
    await describe(client, certify)
    _, done = await client.call("DeleteFaceVerifyResult", delete)
    _, again = await client.call("DeleteFaceVerifyResult", delete)

    assert early["ResultObject"] == {"DeleteResult": "N", "FailReason": "NEED_QUERY_VERIFY_RESULT"}
    assert done["ResultObject"] == {"DeleteResult": "Y"}
    assert again["ResultObject"]["FailReason"] == "NOT_DELETE_REPEATEDLY"
    assert (await describe(client, certify))["Code"] == "406"


async def test_a_flipped_character_of_the_secret_is_refused(client: AliyunClient) -> None:
    client.secret = f"u{SECRET[1:]}"

    assert (await open_check(client))["Code"] == "SignatureDoesNotMatch"


async def test_arrears_are_answered_when_told_so(client: AliyunClient, hand: Hand) -> None:
    await hand.control(client.vendor, "/__mode", mode="answer", code="412")

    assert (await open_check(client))["Code"] == "412"


async def test_neither_log_nor_books_show_the_person(client: AliyunClient, hand: Hand) -> None:
    certify = await certify_id(client)

    log = json.dumps(await hand.look(client.vendor, "/__log"), ensure_ascii=False)
    shown = log + json.dumps(await hand.look(client.vendor, "/__books"), ensure_ascii=False)

    assert not any(secret in shown for secret in ("甲某", NUMBER, "zimVer"))
    assert certify not in log


async def test_a_verdict_survives_a_restart(tmp_path: Path, clock: FixedClock, hand: Hand) -> None:
    path = tmp_path / "aliyun-face.sqlite3"
    with Books(path) as books:
        vendor = await hand.start(create_app(books, config=CONFIG, now=clock.now))
        client = AliyunClient(hand.http, vendor, clock, "2019-03-07")
        certify = await certify_id(client)
        await press(hand, client, certify)
        await vendor.stop()

    with Books(path) as books:
        client.vendor = await hand.start(create_app(books, config=CONFIG, now=clock.now))
        result = await describe(client, certify)
        other = await certify_id(client, CertName="乙某", CertNo=OTHER)
        await client.vendor.stop()

    assert result["ResultObject"]["Passed"] == "T"
    assert other != certify
