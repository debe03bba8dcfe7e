"""Vendors calling in: nobody else is heard, and what they say ten times is said once."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.envelope.signature import EnvelopeKey
from tests.http.books import books, differing
from tests.http.town import APPROVAL, CONTACT, SECRET, Town
from tests.support.house import count, jobs_deferred
from tests.usecases.case_world import YI

REPORTS, REPLIES = (f"/v1/callbacks/aliyun-sms/{SECRET}/{what}" for what in ("reports", "replies"))
REPLY = {"phone_number": CONTACT, "content": "1", "send_time": "2026-11-23 12:30:00", "sequence_id": 7}


def a_report(town: Town) -> dict[str, object]:
    sent = town.sms.sent[-1]
    return {
        "phone_number": sent.to.reveal(),
        "report_time": "2026-11-23 12:00:05",
        "success": True,
        "biz_id": sent.reference,
        "out_id": sent.out_id,
        "err_code": "DELIVERED",
    }


async def inbox_jobs() -> int:
    return len([name for name, _ in await jobs_deferred() if name == "read-inbox"])


@pytest.mark.parametrize("secret", ["another-secret-000000001", SECRET[:-1], SECRET.upper(), "%00", "é"])
@pytest.mark.parametrize("what", ["reports", "replies"])
async def test_who_does_not_know_the_address_finds_nothing_there(town: Town, secret: str, what: str) -> None:
    before = await books()

    answer = await town.caller.send("POST", f"/v1/callbacks/aliyun-sms/{secret}/{what}", json=[REPLY], key="")

    assert (answer.status, answer.code) == (404, "not-found")
    assert await differing(before) == []


async def test_a_report_told_ten_times_is_worked_on_once(town: Town) -> None:
    await town.invited()

    answers = [await town.caller.send("POST", REPORTS, json=[a_report(town)], key="") for _ in range(10)]

    assert {one.raw.content for one in answers} == {'{"code":0,"msg":"接收成功"}'.encode()}
    assert [await count("inbox"), await inbox_jobs()] == [1, 1]
    await town.work()


async def test_a_reply_told_ten_times_is_one_entry_on_the_list(town: Town) -> None:
    await town.invited()

    for _ in range(10):
        await town.caller.send("POST", REPLIES, json=[REPLY], key="")
        await town.work()

    assert await count("calls") == 1


async def test_a_report_nobody_sent_a_message_for_changes_nothing_else(town: Town) -> None:
    await town.invited()
    before = await books()
    strange = {**a_report(town), "biz_id": "another^0", "out_id": "nobody"}

    await town.caller.send("POST", REPORTS, json=[strange], key="")

    assert await differing(before) == ["inbox", "procrastinate_events", "procrastinate_jobs"]


def tencents(town: Town, **changed: object) -> dict[str, object]:
    sent = town.sms.sent[-1]
    told = {"mobile": sent.to.reveal(), "report_status": "SUCCESS", "errmsg": "DELIVRD", "sid": "2640:1"}
    return {**told, "user_receive_time": "2026-11-23 12:00:05", "nationcode": "86"} | changed


TENCENT_REPORTS, TENCENT_REPLIES = (
    f"/v1/callbacks/tencent-sms/{SECRET}/{what}" for what in ("reports", "replies")
)
TENCENT_REPLY = {"mobile": CONTACT, "nationcode": "86", "sign": "莱西政务", "text": "1", "time": 1795406400}


async def test_the_other_operators_report_is_taken_in_its_own_shape_and_answered_in_its_own_words(
    town: Town,
) -> None:
    await town.invited()

    answers = [
        await town.caller.send("POST", TENCENT_REPORTS, json=[tencents(town)], key="") for _ in range(3)
    ]

    assert {one.raw.content for one in answers} == {b'{"result":0,"errmsg":"OK"}'}
    assert [await count("inbox"), await inbox_jobs()] == [1, 1]


async def test_the_other_operators_reply_told_twice_is_one_entry_on_the_list(town: Town) -> None:
    await town.invited()

    for _ in range(2):
        await town.caller.send("POST", TENCENT_REPLIES, json=TENCENT_REPLY, key="")
        await town.work()

    assert await count("calls") == 1


@pytest.mark.parametrize("what", ["reports", "replies"])
async def test_the_other_operators_address_is_as_secret(town: Town, what: str) -> None:
    before = await books()

    answer = await town.caller.send(
        "POST", f"/v1/callbacks/tencent-sms/another-secret-000000001/{what}", json=[], key=""
    )

    assert (answer.status, answer.code) == (404, "not-found")
    assert await differing(before) == []


JSON = {"Content-Type": "application/json"}
ODD: list[bytes] = [
    b"",
    b"null",
    b"{}",
    b"[null]",
    b"[1]",
    b'[{"phone_number": 1}]',
    b"[" * 5000,
    b'{"a": NaN}',
    b"\xff\xfe",
    json.dumps([{**REPLY, "content": "\0\0"}]).encode(),
    json.dumps([{**REPLY, "sequence_id": 10**30}]).encode(),
    json.dumps([{**REPLY, "send_time": "yesterday"}]).encode(),
    json.dumps([{**REPLY, "phone_number": "\ud800"}]).encode(),
    json.dumps(
        [{"phone_number": "1", "report_time": "0001-01-01 00:00:00", "success": True, "biz_id": "\0"}]
    ).encode(),
]


async def test_nothing_a_vendor_may_send_is_an_error_of_ours(town: Town) -> None:
    jia, _, case = await town.under_way()
    path, _ = await town.track(await town.shipment(jia, case, "collect"), "103")

    answered = [
        answer
        for body in ODD
        for answer in (
            await town.caller.send("POST", REPORTS, content=body, headers=JSON, key=""),
            await town.caller.send("POST", REPLIES, content=body, headers=JSON, key=""),
            await town.post_form(path, body),
            await town.post_form(path, b"param=" + body),
            await town.post_push(body),
        )
    ]

    assert len(answered) == 5 * len(ODD)
    assert [one.status for one in answered if one.status >= 500] == []
    await town.work()


def _tampered(body: bytes) -> bytes:
    return body.replace(b"103", b"301")


@pytest.mark.parametrize(
    "spoil",
    [
        _tampered,
        lambda body: body.replace(b"sign=", b"sign=0"),
        lambda body: body.partition(b"&")[2],
        lambda body: body + b"&param=%7B%7D",
        lambda body: b"sign=&" + body.partition(b"&")[2],
        lambda _: b"",
    ],
)
async def test_a_track_that_the_courier_did_not_sign_moves_nothing(
    town: Town, spoil: Callable[[bytes], bytes]
) -> None:
    jia, _, case = await town.under_way()
    path, body = await town.track(await town.shipment(jia, case, "collect"), "103")
    before = await books()

    answer = await town.post_form(path, spoil(body))

    assert (answer.status, answer.code) == (401, "signature-wrong")
    assert await differing(before) == []


async def test_a_track_signed_for_another_parcel_moves_nothing(town: Town) -> None:
    jia, _, case = await town.done()
    collect, deliver = [await town.shipment(jia, case, way) for way in ("collect", "deliver")]
    path, _ = await town.track(deliver, "103")
    _, body = await town.track(collect, "103", "301")

    elsewhere = await town.post_form(path, body)
    nowhere = await town.post_form("/v1/callbacks/kuaidi100/invented-path-token-00001/tracks", body)

    assert [elsewhere.status, nowhere.status] == [401, 404]


async def test_a_track_told_ten_times_moves_the_parcel_once(town: Town) -> None:
    jia, _, case = await town.under_way()
    path, body = await town.track(await town.shipment(jia, case, "collect"), "103")

    for _ in range(10):
        answer = await town.post_form(path, body)
        await town.work()

    assert answer.body == {"result": True, "returnCode": "200", "message": "成功"}
    assert await count("inbox") == 1
    assert len((await town.shipment(jia, case, "collect"))["events"]) == 1


async def test_a_parcel_never_goes_back(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.moves(jia, case, "collect", "103", "1001", "5")
    path, late = await town.track(await town.shipment(jia, case, "collect"), "103")

    await town.post_form(path, late)
    await town.work()

    assert (await town.shipment(jia, case, "collect"))["state"] == "out_for_delivery"


async def test_a_track_longer_than_our_clients_may_send_is_taken_from_a_courier(town: Town) -> None:
    jia, _, case = await town.under_way()
    shipment = await town.shipment(jia, case, "collect")
    path, long = await town.track(shipment, "103", *["1001"] * 700)
    _, too_long = await town.track(shipment, "103", *["1001"] * 12_000)

    taken, refused = await town.post_form(path, long), await town.post_form(path, too_long)

    assert 64 * 1024 < len(long) < 1024 * 1024 < len(too_long)
    assert [taken.status, refused.status] == [200, 413]


FORGED: dict[str, dict[str, Any]] = {
    "another secret": {"key": EnvelopeKey("approval-laixi", b"another secret")},
    "another caller": {"key": EnvelopeKey("approval-jimo", b"invented push secret")},
    "another hash": {"key": EnvelopeKey("approval-laixi", b"invented push secret", "HMAC-SHA256")},
}


@pytest.mark.parametrize("what", FORGED)
async def test_a_push_the_back_end_did_not_sign_decides_nothing(town: Town, what: str) -> None:
    _, _, case = await town.under_way()
    body = town.letter(case, "办结-准予", 1, licence={"licenceNumber": "伪造"})
    before = await books()

    answer = await town.post_push(body, **FORGED[what])

    assert (answer.status, answer.code) == (401, "signature-wrong")
    assert await differing(before) == []


async def test_a_push_repeated_with_its_own_signature_is_heard_once(town: Town) -> None:
    jia, _, case = await town.under_way()
    body = town.letter(case, "已受理", 1)

    answers = [await town.post_push(body, nonce="a1b2c3d4e5f6a7b8c9") for _ in range(10)]
    anew = [await town.post_push(body) for _ in range(10)]
    await town.work()

    assert [one.status for one in answers] == [200, *[401] * 9]
    assert [one.body for one in anew] == [{"code": "0", "msg": "ok"}] * 10
    assert [await count("inbox"), await inbox_jobs()] == [1, 1]
    assert (await jia.get(f"/v1/citizen/cases/{case}"))["state"] == "accepted"


async def test_a_late_push_does_not_undo_a_decision(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.granted(case)

    await town.post_push(town.letter(case, "补正告知", 1))
    await town.work()

    assert (await jia.get(f"/v1/citizen/cases/{case}"))["state"] == "licensed"
    assert APPROVAL.app_id == "approval-laixi"


async def test_the_face_doorbell_is_heard_and_never_believed(town: Town) -> None:
    opened = await town.open_check(YI)
    ring = next(iter(town.face.checks.values())).callback_url.partition("palm.test")[2]

    heard = await town.caller.send("GET", f"{ring}?certifyId=x&passed=T")
    unknown = await town.caller.send("GET", "/v1/callbacks/aliyun-face/invented-path-token-00001?passed=T")

    assert (heard.status, heard.body) == (unknown.status, unknown.body) == (200, b"")
    assert (await town.finish(opened)).body == {"state": "pending"}
