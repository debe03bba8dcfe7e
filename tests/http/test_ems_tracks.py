"""What EMS posts to us: at an address only it knows, under the seal we share."""

import json

import pytest

from adapters.courier.ems_envelope import seal
from tests.http.opening import SM4_KEY
from tests.http.town import SECRET, Town

STEP = '{"waybillNo":"1200000000001","opCode":"203","opTime":"2026-11-23 10:05:00","opDesc":"已收寄"}'
TRACKS = f"/v1/callbacks/ems/{SECRET}/tracks"


def pushed(document: str = STEP, key: str = SM4_KEY) -> dict[str, str]:
    return {
        "logitcsInterface": seal(document, key),
        "method": "040002",
        "serialNo": "S" * 80,
        "senderNo": "1100000000000",
    }


async def test_a_step_under_our_seal_is_taken_and_its_number_said_back(town: Town) -> None:
    answer = await town.caller.send("POST", TRACKS, key="", json=pushed())

    assert (answer.status, answer.body) == (
        200,
        {"serialNo": "S" * 64, "senderNo": "1100000000000", "code": "00000", "codeMessage": ""},
    )


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"serialNo": 12345, "senderNo": None}, ("12345", "")),
        ({"serialNo": 1e300, "senderNo": True}, ("", "")),
        ({"serialNo": ["S"], "senderNo": {}}, ("", "")),
        ({"serialNo": int("9" * 80)}, ("9" * 64, "1100000000000")),
        ({"serialNo": "S\0"}, ("S\0", "1100000000000")),
    ],
)
async def test_what_was_kept_is_said_to_be_whatever_stands_beside_it(
    town: Town, numbers: dict[str, object], said: tuple[str, str]
) -> None:
    answer = await town.caller.send("POST", TRACKS, key="", json=pushed() | numbers)

    assert (answer.status, answer.body["code"]) == (200, "00000")
    assert (answer.body["serialNo"], answer.body["senderNo"]) == said


async def test_a_step_under_another_seal_is_refused(town: Town) -> None:
    answer = await town.caller.send("POST", TRACKS, key="", json=pushed(key="YW5vdGhlci1rZXktMDAwMA=="))

    assert (answer.status, answer.code) == (401, "signature-wrong")


async def test_who_does_not_know_the_address_finds_nothing(town: Town) -> None:
    answer = await town.caller.send("POST", f"/v1/callbacks/ems/{SECRET[:-1]}x/tracks", key="", json=pushed())

    assert answer.status == 404
    assert SECRET not in json.dumps(answer.body)
