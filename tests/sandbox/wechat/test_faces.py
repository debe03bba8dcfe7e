"""The emulated platform compares a face with the photo library, once, and tells it for an hour."""

import pytest

from tests.sandbox.conftest import FixedClock
from tests.sandbox.wechat.client import NAME, NUMBER, Client


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"out_seq_no": ""}, 84010),
        ({"out_seq_no": "a.b.c"}, 84011),
        ({"out_seq_no": "a" * 33}, 84011),
        ({"cert_info": None}, 84012),
        ({"cert_info": {"cert_type": "PASSPORT"}}, 84013),
        ({"cert_info": {"cert_type": "IDENTITY_CARD", "cert_name": ""}}, 84014),
        ({"cert_info": {"cert_type": "IDENTITY_CARD", "cert_name": NAME, "cert_no": "1"}}, 84015),
        ({"openid": ""}, 84016),
        ({"openid": "o-nobody"}, 40003),
    ],
)
async def test_a_check_out_of_form_does_not_open(
    client: Client, changes: dict[str, object], code: int
) -> None:
    assert (await client.verify_id(**changes))["errcode"] == code


async def test_a_check_is_finished_once_and_told_for_an_hour(client: Client, clock: FixedClock) -> None:
    opened = await client.verify_id()
    assert (await client.verify_id())["errcode"] == 84019
    assert (await client.verdict(opened["verify_id"]))["verify_ret"] == 10300

    assert await client.control("/__face", verifyId=opened["verify_id"]) == {"result": 10000}
    assert "error" in await client.control("/__face", verifyId=opened["verify_id"])
    assert (await client.verdict(opened["verify_id"]))["verify_ret"] == 10000
    clock.move(seconds=3601)
    assert (await client.verdict(opened["verify_id"]))["errcode"] == 84022
    assert (await client.verdict("0" * 64))["errcode"] == 84021


@pytest.mark.parametrize(("shown", "told"), [(NUMBER, 10000), ("110101199003070011", 10004)])
async def test_the_camera_sees_the_face_that_is_there(client: Client, shown: str, told: int) -> None:
    opened = await client.verify_id()

    assert await client.control("/__face", verifyId=opened["verify_id"], idNumber=shown) == {"result": told}


@pytest.mark.parametrize(
    ("name", "number", "told"), [("乙丑", NUMBER, 10003), (NAME, "110101199003070011", 10026)]
)
async def test_who_the_library_does_not_know_cannot_pass(
    client: Client, name: str, number: str, told: int
) -> None:
    cert = {"cert_type": "IDENTITY_CARD", "cert_name": name, "cert_no": number}
    opened = await client.verify_id(cert_info=cert)

    assert await client.control("/__face", verifyId=opened["verify_id"]) == {"result": told}
