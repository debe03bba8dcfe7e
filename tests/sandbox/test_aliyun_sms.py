"""The emulated SMS product refuses what Aliyun refuses, counts as it counts, reports as it reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.sandbox.aliyun_sms import SmsSandbox, create_app
from adapters.sandbox.aliyun_sms_rules import Template, segments
from adapters.sandbox.kit import Books, Running
from tests.sandbox.aliyun_client import KEY_ID, SECRET, AliyunClient
from tests.sandbox.conftest import FixedClock, Hand, Listener

SIGN = "某市政务服务"
OTP = Template("SMS_0001", "您的验证码为${code}，5分钟内有效。", "otp", SIGN)
NOTICE = Template(
    "SMS_0002", "${name}，您有${count}项业务可办理，办理码${code}。本短信不含链接。", "notice", SIGN
)
OTHER = Template("SMS_0003", "系统维护通知${day}。", "notice", "某区政务服务")
VALUES = {"name": "甲某", "count": "2", "code": "123-456-789"}


def config(listener: Listener | None = None) -> SmsSandbox:
    url = listener.url if listener is not None else ""
    return SmsSandbox(
        secrets={KEY_ID: SECRET},
        templates=[OTP, NOTICE, OTHER],
        report_url=f"{url}/report" if url else "",
        reply_url=f"{url}/reply" if url else "",
    )


@pytest.fixture
async def vendor(books: Books, clock: FixedClock, hand: Hand, listener: Listener) -> Running:
    return await hand.start(create_app(books, config=config(listener), now=clock.now))


@pytest.fixture
def client(hand: Hand, vendor: Running, clock: FixedClock) -> AliyunClient:
    return AliyunClient(hand.http, vendor, clock, "2017-05-25")


async def send(client: AliyunClient, phone: str = "19900000001", **changes: str) -> dict[str, Any]:
    params = {
        "PhoneNumbers": phone,
        "SignName": SIGN,
        "TemplateCode": "SMS_0002",
        "TemplateParam": json.dumps(VALUES, ensure_ascii=False),
        "OutId": "matter-1",
    }
    _, answer = await client.call("SendSms", {k: v for k, v in (params | changes).items() if v})
    return dict(answer)


async def code_of(client: AliyunClient, **values: str) -> str:
    return str((await send(client, TemplateParam=json.dumps(VALUES | values)))["Code"])


async def test_a_lever_reads_the_newest_code_off_a_phone_and_never_a_notices(
    client: AliyunClient, hand: Hand, vendor: Running
) -> None:
    await send(client, TemplateCode="SMS_0001", TemplateParam='{"code": "048213"}')
    await send(client)

    told = await hand.control(vendor, "/__code", phone="19900000001")

    assert told == {"code": "048213"}


async def test_a_notice_is_accepted_and_its_wording_can_be_read_with_the_phone_masked(
    client: AliyunClient, hand: Hand, vendor: Running
) -> None:
    answer = await send(client)

    (message,) = await hand.look(vendor, "/__outbox")
    assert (answer["Code"], answer["BizId"]) == ("OK", message["biz_id"])
    assert (
        message["content"] == "【某市政务服务】甲某，您有2项业务可办理，办理码123-456-789。本短信不含链接。"
    )
    assert message["phone"] == "199****0001"
    assert "19900000001" not in json.dumps(await hand.look(vendor, "/__log"))
    assert "123-456-789" not in json.dumps(await hand.look(vendor, "/__log"))


@pytest.mark.parametrize("phone", ["+8619900000001", "8619900000001", "008619900000001", "19900000001"])
async def test_a_mainland_number_is_known_by_any_of_its_prefixes(phone: str, client: AliyunClient) -> None:
    assert (await send(client, phone))["Code"] == "OK"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PhoneNumbers": "0532-8888888"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": ",".join(["19900000001"] * 1001)}, "isv.MOBILE_COUNT_OVER_LIMIT"),
        ({"SignName": "别的签名"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"SignName": "某区政务服务"}, "isv.SMS_SIGNATURE_SCENE_ILLEGAL"),
        ({"TemplateCode": "SMS_9999"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"TemplateParam": '{"name":"甲某"}'}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TemplateParam": "name=甲某"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '{"name":1,"count":"2","code":"3"}'}, "isv.INVALID_JSON_PARAM"),
        ({"OutId": "x" * 257}, "isv.PARAM_LENGTH_LIMIT"),
        ({"PhoneNumbers": ""}, "MissingPhoneNumbers"),
        ({"TemplateCode": ""}, "MissingTemplateCode"),
    ],
)
async def test_a_wrong_letter_is_refused_by_its_own_code_and_not_sent(
    changes: dict[str, str], code: str, client: AliyunClient, hand: Hand
) -> None:
    answer = await send(client, **changes)

    assert answer["Code"] == code
    assert await hand.look(client.vendor, "/__outbox") == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "isv.PARAM_LENGTH_LIMIT"),
        ("一" * 36, "isv.PARAM_LENGTH_LIMIT"),
        ("一" * 35, "OK"),
        ("http://a.example/x", "isv.PARAM_NOT_SUPPORT_URL"),
        ("palm.gov.cn", "isv.PARAM_NOT_SUPPORT_URL"),
        ("【急】", "isv.TEMPLATE_PARAMS_ILLEGAL"),
    ],
)
async def test_a_variable_has_one_to_thirty_five_characters_and_no_link(
    value: str, code: str, client: AliyunClient
) -> None:
    assert await code_of(client, name=value) == code


async def test_a_phone_number_in_the_url_is_refused(client: AliyunClient) -> None:
    params = {"PhoneNumbers": "19900000001", "SignName": SIGN, "TemplateCode": "SMS_0001"}

    status, answer = await client.get("SendSms", params)

    assert (status, answer["Code"]) == (400, "Sandbox.PersonalDataInUrl")


async def send_code(client: AliyunClient, phone: str = "19900000001") -> dict[str, Any]:
    return await send(client, phone, TemplateCode="SMS_0001", TemplateParam='{"code":"246810"}')


async def test_a_second_code_in_the_same_minute_is_refused_and_one_in_the_next_is_sent(
    client: AliyunClient, clock: FixedClock
) -> None:
    assert (await send_code(client))["Code"] == "OK"

    second = await send_code(client)
    other = await send_code(client, "19900000002")
    clock.move(minutes=1)
    third = await send_code(client)

    assert (second["Code"], second["Message"]) == ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")
    assert (other["Code"], third["Code"]) == ("OK", "OK")


async def test_the_sixth_code_of_an_hour_and_the_eleventh_of_a_day_are_refused(
    client: AliyunClient, clock: FixedClock
) -> None:
    messages = []
    for _ in range(2):
        for _ in range(6):
            messages.append((await send_code(client))["Message"])
            clock.move(minutes=1)
        clock.move(hours=1)
    eleventh = (await send_code(client))["Message"]

    assert messages.count("OK") == 10
    assert messages[5] == messages[11] == "触发小时级流控Permits:5"
    assert eleventh == "触发天级流控Permits:10"


async def test_the_fifty_first_notice_of_one_template_in_a_day_is_refused(
    client: AliyunClient, clock: FixedClock
) -> None:
    for _ in range(50):
        assert (await send(client))["Code"] == "OK"

    refused = await send(client)
    clock.move(hours=24)

    assert refused["Code"] == "isv.BUSINESS_LIMIT_CONTROL"
    assert (await send(client))["Code"] == "OK"


async def test_a_batch_is_sent_whole_under_one_number_or_not_at_all(client: AliyunClient, hand: Hand) -> None:
    batch = {
        "PhoneNumberJson": '["19900000001","19900000002"]',
        "SignNameJson": json.dumps([SIGN, SIGN]),
        "TemplateCode": "SMS_0001",
        "TemplateParamJson": '[{"code":"1"},{"code":"2"}]',
    }

    _, short = await client.call("SendBatchSms", batch | {"TemplateParamJson": '[{"code":"1"}]'})
    _, bad = await client.call("SendBatchSms", batch | {"PhoneNumberJson": '["19900000001","1"]'})
    _, good = await client.call("SendBatchSms", batch)

    assert (short["Code"], bad["Code"]) == ("isv.INVALID_PARAMETERS", "isv.MOBILE_NUMBER_ILLEGAL")
    outbox = await hand.look(client.vendor, "/__outbox")
    assert [message["biz_id"] for message in outbox] == [good["BizId"]] * 2


async def query(client: AliyunClient, phone: str = "19900000001", **changes: str) -> dict[str, Any]:
    params = {"PhoneNumber": phone, "SendDate": "20260102", "PageSize": "10", "CurrentPage": "1"}
    _, answer = await client.call("QuerySendDetails", params | changes)
    return dict(answer)


async def test_a_message_waits_until_its_receipt_has_come(client: AliyunClient, clock: FixedClock) -> None:
    await send(client)
    await send(client, "19900000404")
    await send(client, "19900000405")

    before = (await query(client))["SmsSendDetailDTOs"]["SmsSendDetailDTO"][0]
    clock.move(seconds=1)
    after = [
        (await query(client, phone))["SmsSendDetailDTOs"]["SmsSendDetailDTO"][0]
        for phone in ("19900000001", "19900000404", "19900000405")
    ]

    assert (before["SendStatus"], before["OutId"]) == (1, "matter-1")
    assert [(one["SendStatus"], one["ErrCode"]) for one in after] == [
        (3, "DELIVERED"),
        (2, "UNDELIV"),
        (1, ""),
    ]


async def test_a_query_reaches_thirty_days_back_and_fifty_rows_wide(client: AliyunClient) -> None:
    await send(client)

    assert (await query(client))["TotalCount"] == 1
    assert (await query(client, SendDate="20251203"))["Code"] == "OK"
    for wrong in (
        {"SendDate": "20251202"},
        {"SendDate": "tomorrow"},
        {"PageSize": "51"},
        {"CurrentPage": "0"},
    ):
        assert (await query(client, **wrong))["Code"] == "isv.INVALID_PARAMETERS"


async def test_a_receipt_is_an_array_and_says_whether_the_message_arrived(
    client: AliyunClient, clock: FixedClock, listener: Listener
) -> None:
    good = await send(client)
    bad = await send(client, "19900000404")
    clock.move(seconds=1)

    got = await listener.wait_for(2)

    items = [json.loads(one.body)[0] for one in got]
    assert [one.path for one in got] == ["/report", "/report"]
    assert [(item["biz_id"], item["success"], item["err_code"]) for item in items] == [
        (good["BizId"], True, "DELIVERED"),
        (bad["BizId"], False, "UNDELIV"),
    ]
    assert items[0]["send_time"] == "2026-01-02 11:04:05"
    assert (items[0]["out_id"], items[0]["sms_size"]) == ("matter-1", "1")


async def test_a_receipt_not_taken_comes_again_after_one_five_and_ten_minutes_and_then_never(
    client: AliyunClient, hand: Hand, listener: Listener
) -> None:
    listener.answer = {"code": "0"}  # the vendor wants a number
    await send(client)
    await hand.control(client.vendor, "/__advance", seconds=1)
    await listener.wait_for(1)

    counts = []
    for seconds in (59, 1, 299, 1, 599, 1, 86400):
        await hand.control(client.vendor, "/__advance", seconds=seconds)
        await hand.control(client.vendor, "/__flush")
        counts.append(len(listener.got))

    assert counts == [1, 2, 2, 3, 3, 4, 4]


async def test_what_a_person_answers_is_passed_on_with_a_sequence_number(
    client: AliyunClient, hand: Hand, listener: Listener
) -> None:
    told = await hand.control(client.vendor, "/__reply", phone="19900000001", content="2")

    (got,) = await listener.wait_for(1)

    (item,) = json.loads(got.body)
    assert (got.path, item["phone_number"], item["content"]) == ("/reply", "19900000001", "2")
    assert item["sequence_id"] == told["sequence_id"]


@pytest.mark.parametrize(("mode", "sent"), [("answer", 0), ("answer_after", 1)])
async def test_a_fault_of_the_vendor_may_come_before_or_after_the_message_was_sent(
    mode: str, sent: int, client: AliyunClient, hand: Hand
) -> None:
    await hand.control(client.vendor, "/__mode", mode=mode, code="isp.SYSTEM_ERROR", times=1)

    answer = await send(client)

    assert answer["Code"] == "isp.SYSTEM_ERROR"
    assert len(await hand.look(client.vendor, "/__outbox")) == sent


async def test_messages_and_limits_survive_a_restart(tmp_path: Path, clock: FixedClock, hand: Hand) -> None:
    path = tmp_path / "aliyun-sms.sqlite3"
    with Books(path) as books:
        vendor = await hand.start(create_app(books, config=config(), now=clock.now))
        first = await send_code(AliyunClient(hand.http, vendor, clock, "2017-05-25"))
        await vendor.stop()

    with Books(path) as books:
        vendor = await hand.start(create_app(books, config=config(), now=clock.now))
        client = AliyunClient(hand.http, vendor, clock, "2017-05-25")
        reused = (await client.call("SendSms", {}, SignatureNonce="nonce-0"))[1]
        second = await send_code(client)
        await vendor.stop()

    assert first["Code"] == "OK"
    assert reused["Code"] == "SignatureNonceUsed"
    assert second["Code"] == "isv.BUSINESS_LIMIT_CONTROL"


@pytest.mark.parametrize(
    ("characters", "units"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4), (500, 8)]
)
def test_a_long_message_counts_as_several(characters: int, units: int) -> None:
    assert segments("一" * characters) == units
