"""What was tried against this office and got through once: each way stays closed (SE-3, AU-4, AZ-2)."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.courier.kuaidi100 import sign
from adapters.courier.kuaidi100_callbacks import FORM, Kuaidi100Callbacks
from domain.kernel.callbacks import SignatureWrong
from domain.usecases.spend_try import line_of
from tests.http.caller import Answer
from tests.http.town import BING, Town
from tests.support.house import HandClock

REFRESH = "/v1/citizen/session/refresh"


async def renew(town: Town, cookie: str) -> Answer:
    return await town.caller.send("POST", REFRESH, headers={"Cookie": cookie}, key="")


def cookie_of(answer: Answer) -> str:
    return answer.raw.headers["set-cookie"].partition(";")[0]


@pytest.mark.parametrize("generations", [1, 2, 5])
async def test_a_stolen_refresh_token_ends_the_session_however_often_the_thief_renewed(
    town: Town, generations: int
) -> None:
    owner = await town.sign_in()
    thief = owner.cookie
    for _ in range(generations):
        renewed = await renew(town, thief)
        assert renewed.status == 200
        thief = cookie_of(renewed)

    told = await renew(town, owner.cookie)

    assert told.code == "session-ended"
    assert (await renew(town, thief)).code == "session-ended"
    assert (await owner.send("GET", "/v1/citizen/home")).code == "session-ended"


async def test_half_a_refresh_token_renews_nothing_and_ends_nobody_elses_session(town: Town) -> None:
    jia, other = await town.sign_in(), await town.sign_in(BING)
    name, _, token = jia.cookie.partition("=")
    family, _, own = token.partition(".")

    told = [await renew(town, f"{name}={half}") for half in (own, f"{own}.{family}", f".{own}", "..")]

    assert {answer.code for answer in told} == {"session-ended"}
    assert (await renew(town, jia.cookie)).status == 200
    assert (await renew(town, other.cookie)).status == 200


async def test_a_stranger_who_had_the_code_leaves_no_line_in_the_holders_story(town: Town) -> None:
    code = await town.invited()
    await town.sign_in(BING, code=code)
    jia, matter = await town.arrived(code)
    case = await town.begun(jia, matter)

    told: Any = await jia.get(f"/v1/citizen/cases/{case}/timeline")

    checked = [entry for entry in told["entries"] if entry["title"] == "完成实人认证"]
    assert [entry["actor"]["who"][0] for entry in checked] == ["甲"]
    assert BING[0].masked() not in str(told)


async def test_who_acted_for_the_school_and_left_it_stays_in_its_story(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    town.is_led_by(BING)
    town.clock.go_on(timedelta(minutes=6))
    bing = await town.sign_in(BING)
    bing.party = jia.party

    told: Any = await bing.get(f"/v1/citizen/cases/{case}/timeline")

    titles = {(entry["title"], entry["actor"]["who"][0]) for entry in told["entries"]}
    assert {("完成实人认证", "甲"), ("已确认办理意向", "甲")} <= titles


@pytest.mark.parametrize(
    "address",
    [
        "2001:db8:7:1::9",
        "[2001:db8:7:1::9]",
        "[2001:db8:7:1:ffff::1]:4711",
        "[2001:db8:7:1:ffff::1]:50000",
    ],
)
def test_a_household_is_one_line_however_the_proxy_writes_it(address: str) -> None:
    assert line_of(address) == line_of("2001:db8:7:1::1")


@pytest.mark.parametrize("address", ["198.51.100.7:4711", "198.51.100.7:50000", "[::ffff:198.51.100.7]:1"])
def test_a_port_makes_no_second_line(address: str) -> None:
    assert line_of(address) == "198.51.100.7"


@pytest.mark.parametrize("freight", ["Infinity", "-Infinity", "NaN", "1e999999"])
def test_a_price_that_is_no_amount_is_refused_like_any_bad_message(freight: str) -> None:
    step = {"orderId": "1", "status": "15", "freight": freight}
    param = json.dumps({"kuaidicom": "ems", "kuaidinum": "1", "data": step})
    body = urlencode({"param": param, "sign": sign(param, "salt")}).encode()

    with pytest.raises(SignatureWrong):
        Kuaidi100Callbacks(clock=HandClock()).parse(body, FORM, salt="salt")
