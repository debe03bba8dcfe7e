"""The app on a phone asks under which name it is pushed to: for whoever is signed in there, and no longer."""

import re
from datetime import timedelta

from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.test_sessions import on_a_device
from tests.http.town import Town

PATH = "/v1/citizen/app-devices/current"


async def put(hand: Hand, platform: str = "android") -> Answer:
    return await hand.send("PUT", PATH, json={"platform": platform}, key="")


async def test_an_app_is_bound_listed_and_unbound(town: Town) -> None:
    hand, _ = await on_a_device(town)

    first, again = await put(hand), await put(hand)
    [line] = (await hand.get("/v1/citizen/sessions"))["sessions"]
    gone = await hand.send("DELETE", PATH, key="")
    [after] = (await hand.get("/v1/citizen/sessions"))["sessions"]

    assert (first.status, first.body) == (200, again.body)
    assert re.fullmatch("[0-9A-Za-z_-]{43}", first.body["account"])
    assert (line["appBound"], gone.status, "appBound" in after) == (True, 204, False)


async def test_who_signed_in_by_a_code_alone_binds_no_app(town: Town) -> None:
    """Whoever holds the number holds it: the notices of its owner would go to them alone."""
    hand, _ = await on_a_device(town)
    town.clock.go_on(timedelta(minutes=6))

    told = await put(hand)
    [line] = (await hand.get("/v1/citizen/sessions"))["sessions"]

    assert (told.status, told.code, told.body["needs"]) == (401, "face-needed", "face")
    assert "appBound" not in line


async def test_another_platform_on_the_same_session_is_another_app(town: Town) -> None:
    hand, _ = await on_a_device(town)

    accounts = [(await put(hand, platform)).body["account"] for platform in ("android", "ios", "android")]

    assert len(set(accounts)) == 3


async def test_a_platform_nobody_makes_is_refused(town: Town) -> None:
    hand, _ = await on_a_device(town)

    answer = await put(hand, "palm")

    assert (answer.status, answer.code) == (422, "malformed-body")
