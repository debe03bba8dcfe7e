"""Preferences over HTTP: what holds by itself, two tabs, what cannot be wished for, and whose they are."""

from datetime import timedelta
from typing import Any

import pytest

from tests.http.hand import Hand
from tests.http.own_data import copied, erased, facing, read
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.support.house import jobs_deferred, rows
from tests.usecases.case_world import JIA, YI

PATH = "/v1/citizen/preferences"
LUNCH = {"starts": "12:30", "ends": "14:00"}


async def put(hand: Hand, body: object, **more: Any) -> Any:
    return await hand.send("PUT", PATH, json=body, key="", **more)


def ways(told: Any) -> dict[str, tuple[bool, bool, bool]]:
    return {one["way"]: (one["isOn"], one["isReady"], one["mayTurnOff"]) for one in told["ways"]}


async def with_wechat(town: Town) -> Hand:
    """甲 by face, who also asked to be told in the mini-program."""
    phone = WechatPhone(town)
    await phone.enter()
    await phone.prove(JIA)
    listed = (await phone.send("GET", "/subscriptions")).body
    for one in listed["templates"]:
        await phone.tap(one["templateId"])
    return await town.sign_in(JIA)


async def test_who_never_changed_anything_reads_what_holds_by_itself(town: Town) -> None:
    told = await (await town.sign_in(YI)).get(PATH)

    assert (told["version"], told["muted"], told["leastOpenHours"]) == (0, [], 6)
    assert {"quietHours", "language", "changedAt"} & set(told) == set()
    assert ways(told)["sms"] == (True, True, False)


async def test_a_change_is_read_by_every_device_of_theirs_and_by_nobody_else(town: Town) -> None:
    hand, other = await town.sign_in(YI), await town.sign_in(YI)

    told = (await put(hand, {"version": 0, "muted": [], "quietHours": LUNCH, "language": "en"})).body

    assert (told["version"], told["quietHours"], told["language"]) == (1, LUNCH, "en")
    assert await other.get(PATH) == told
    assert (await (await town.sign_in(JIA)).get(PATH))["version"] == 0
    [step] = [one for one in await rows("ledger_entries") if one["kind"] == "preferences-changed"]
    assert step["facts"] == {"version": 1, "what": "quiet-hours language", "muted": ""}


async def test_of_two_tabs_the_later_one_is_told_and_the_same_change_twice_is_one(town: Town) -> None:
    hand, muted = await town.sign_in(YI), {"version": 0, "muted": ["app"]}
    first = await put(hand, muted)

    again = await put(hand, muted)
    other = await put(hand, {"version": 0, "muted": [], "language": "en"})

    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert (other.status, other.code) == (409, "changed-meanwhile")
    assert (await hand.get(PATH))["muted"] == ["app"]
    assert [one["kind"] for one in await rows("ledger_entries")].count("preferences-changed") == 1


async def test_texts_stay_on_until_another_way_leads_to_them(town: Town) -> None:
    yi = await town.sign_in(YI)
    refused = await put(yi, {"version": 0, "muted": ["sms"]})
    jia = await with_wechat(town)
    before = await jia.get(PATH)

    told = (await put(jia, {"version": 0, "muted": ["sms"]})).body

    assert (refused.status, refused.code) == (409, "last-way")
    assert ways(before)["mini-program"] == (True, True, True)
    assert ways(told)["sms"] == (False, True, True)
    assert ways(told)["mini-program"] == (True, True, False)


async def test_hours_that_leave_too_little_of_the_day_are_refused(town: Town) -> None:
    hand = await town.sign_in(YI)

    answer = await put(hand, {"version": 0, "muted": [], "quietHours": {"starts": "06:00", "ends": "00:30"}})

    assert (answer.status, answer.code) == (422, "quiet-too-long")
    assert (await hand.get(PATH))["version"] == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"muted": ["pigeon"]}, "muted[0]"),
        ({"quietHours": {"starts": "24:00", "ends": "08:00"}}, "quietHours.starts"),
        ({"quietHours": {"starts": "12:30"}}, "quietHours.ends"),
        ({"language": "fr"}, "language"),
        ({"version": -1}, "version"),
    ],
)
async def test_what_is_no_preference_is_named(town: Town, wrong: dict[str, object], field: str) -> None:
    hand = await town.sign_in(YI)

    answer = await put(hand, {"version": 0, "muted": [], **wrong})

    assert (answer.status, answer.code) == (422, "malformed-body")
    assert [one["field"] for one in answer.body["fields"]] == [field]


async def test_they_are_ones_own_for_whomever_one_acts(town: Town) -> None:
    jia, _ = await town.arrived()

    told = (await put(jia, {"version": 0, "muted": ["app"]})).body

    assert await jia.get(PATH, acting_for="") == told
    [row] = await rows("preferences")
    assert row["id"] == (await town.office.identity.recognise_person(jia.token)).person


async def test_they_are_in_ones_copy_and_go_with_an_erasure(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    await put(hand, {"version": 0, "muted": ["app"], "quietHours": LUNCH})

    _, file = await copied(town, hand)
    gone = await erased(town, hand)
    left = await hand.get(PATH)

    [mine] = read(file)[0]["preferences"]
    assert (mine["muted"], mine["quiet_starts"], mine["quiet_ends"]) == (["app"], "12:30", "14:00")
    assert gone["state"] == "asked"
    assert (left["version"], left["muted"]) == (0, [])


async def test_who_is_told_less_without_a_fresh_face_is_warned_on_every_device_and_once_by_text(
    town: Town,
) -> None:
    owner, thief = await town.sign_in(YI), await town.sign_in(YI)
    town.clock.go_on(timedelta(minutes=6))

    await put(thief, {"version": 0, "muted": ["app"]})
    await put(thief, {"version": 1, "muted": ["app"], "quietHours": {"starts": "09:00", "ends": "12:00"}})

    listed = (await owner.get("/v1/citizen/alerts"))["alerts"]
    assert [one["kind"] for one in listed] == ["told-less"] * 2
    assert [name for name, _ in await jobs_deferred()].count("tell-person") == 1


async def test_an_hour_later_the_same_is_written_of_again(town: Town) -> None:
    thief = await town.sign_in(YI)
    town.clock.go_on(timedelta(minutes=6))
    await put(thief, {"version": 0, "muted": ["app"]})
    town.clock.go_on(timedelta(hours=1))
    thief = await town.sign_in(YI)
    town.clock.go_on(timedelta(minutes=6))

    await put(thief, {"version": 1, "muted": ["app", "mini-program"]})

    assert [name for name, _ in await jobs_deferred()].count("tell-person") == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"muted": ["app"]}, {"muted": []}),
        ({"muted": []}, {"muted": [], "language": "en"}),
        ({"muted": [], "quietHours": LUNCH}, {"muted": []}),
        (
            {"muted": [], "quietHours": LUNCH},
            {"muted": [], "quietHours": {"starts": "13:00", "ends": "13:30"}},
        ),
    ],
)
async def test_who_is_told_no_less_than_before_is_not_warned(
    town: Town, before: dict[str, object], after: dict[str, object]
) -> None:
    hand = await town.sign_in(YI)
    first = await put(hand, {"version": 0, **before})  # with a face just shown: no warning either
    town.clock.go_on(timedelta(minutes=6))

    told = await put(hand, {"version": first.body["version"], **after})

    assert told.status == 200
    assert (await hand.get("/v1/citizen/alerts"))["alerts"] == []
