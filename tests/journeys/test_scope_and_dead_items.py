"""Scope and dead items (实施范围、已取消事项): who is found under items 15, 17 and 7, and who is not."""

from typing import Any

import pytest

from bff.cli.demo import asking
from domain.kernel.ids import short
from tests.journeys.office_work import everybody_is_told, lines, lists_of, palm
from tests.journeys.town import Town

FOUNDATION = "wg-17-foundation-certificate-renewal"
RENEWAL = "wg-07-grain-purchase-renewal"
IN_SCOPE = ("foundation-city", "foundation-pingdu")
OUT_OF_SCOPE, NOT_IN_FORCE = "不在实施范围", "事项未生效"


async def test_exactly_the_citys_and_pingdus_foundations_are_found_once_each_in_two_runs(town: Town) -> None:
    found = town.rows("SELECT record_id FROM findings WHERE item = %s AND reason IS NULL", FOUNDATION)
    by_address_it_were_laixis = town.theatre.people.of("foundation-city").address

    assert sorted(one["record_id"] for one in found) == sorted(_record(town, story) for story in IN_SCOPE)
    assert "莱西市" in by_address_it_were_laixis
    first, second = town.theatre.sensed
    assert "基金会到期换证：应提示 2，暂不提示 2" in first
    assert all(told.endswith("没有新的对象") for told in second.split("；")[1:])


async def test_the_others_stand_on_the_list_with_their_reason_in_words(town: Town) -> None:
    people = town.theatre.people
    [foundations] = await lists_of(town, "foundation-laixi")
    [units] = await lists_of(town, "out-of-scope")
    [permits] = [one for one in await lists_of(town, "grain") if await _is_about(town, one, RENEWAL)]

    of_17, of_15 = await lines(town, foundations), await lines(town, units)
    of_7 = await lines(town, permits)

    assert _said(of_17) == {
        people.of("foundation-city").name: None,
        people.of("foundation-pingdu").name: None,
        people.of("foundation-laixi").name: OUT_OF_SCOPE,
        people.of("other-kind").name: OUT_OF_SCOPE,
    }
    outside = {one["office"] for one in of_17 if one.get("reason")}
    assert outside == {"莱西市行政审批局"}  # by the licence: no item of 17 knows it
    aside = {name: reason for name, reason in _said(of_15).items() if reason == OUT_OF_SCOPE}
    assert set(aside) == {one.name for one in town.theatre.each("out-of-scope")}
    assert _said(of_7) == {people.enterprise("grain").name: NOT_IN_FORCE}
    read = await palm(town, "findings", "list", foundations, "--as", town.theatre.keys.preparer)
    assert f"{OUT_OF_SCOPE}  {people.of('foundation-laixi').name}" in read


async def test_nothing_leaves_before_the_sign_off_and_one_message_each_after_it(town: Town) -> None:
    await everybody_is_told(town)

    assert set(town.theatre.before_signing) >= {"text messages", "notices", "invitations", "matters"}
    assert set(town.theatre.before_signing.values()) == {0}
    for story in IN_SCOPE:
        notice = await town.notice_of(town.theatre.people.of(story))
        assert (notice["state"], notice["template"]) == ("delivered", "renewal-due")
    for story in ("foundation-laixi", "other-kind", "out-of-scope"):
        for one in town.theatre.each(story):
            assert await town.lever("sms", "/__outbox", phone=one.contact_phone) == []


async def test_a_list_with_nobody_due_tells_nobody_when_it_is_signed(town: Town) -> None:
    [permits] = [one for one in await lists_of(town, "grain") if await _is_about(town, one, RENEWAL)]
    path = f"/v1/console/push-lists/{permits}"

    signed = await town.client.expect(200, "GET", path, token=town.theatre.keys.chief)
    phone = town.theatre.people.enterprise("grain").contact_phone

    assert (signed["state"], signed["due"], signed["setAside"]) == ("signed", 0, 1)
    assert await town.lever("sms", "/__outbox", phone=phone) == []
    assert [one["reason"] for one in town.findings_of("grain")] == ["not-in-force"] * 2
    for of_the_permit in ("wg-06-%", "wg-07-%"):
        assert town.count("matters", "event_key LIKE %s", of_the_permit) == 0
        assert town.count("offers", "item LIKE %s", of_the_permit) == 0


@pytest.mark.parametrize("front", ["citizen", "enterprise"])
async def test_whoever_holds_the_grain_permit_reads_that_it_is_abolished_and_cannot_start(
    town: Town, front: str
) -> None:
    walk, name = town.enterprise_walk("grain"), town.theatre.people.enterprise("grain").name
    if front == "citizen":
        await asking.identity(walk)
    else:
        phone = town.mini_program("grain")
        await phone.enter()
        await phone.prove()
        walk = phone.walk
    home = await walk.get("/home", acting=False)
    walk.party = next(one["partyId"] for one in home["parties"] if one["name"] == name)

    refused = await town.ask(walk, "POST", f"/v1/{front}/items/{RENEWAL}/starts")
    guide = await town.client.expect(200, "GET", f"/v1/citizen/items/{RENEWAL}")
    theirs = await walk.get("/home")

    assert (refused.status, refused.body["type"]) == (409, "/problems/item-not-offered")
    assert "停止办理" in refused.body["title"]
    assert (theirs["matters"], theirs["cases"]) == ([], [])
    assert (guide["item"]["status"], guide["item"]["canStart"], guide["steps"]) == ("cancelled", False, [])
    assert guide["abolishedBy"]["document"] == "国务院令第740号"
    assert town.count("starts", "item = %s", RENEWAL) == 0


def _record(town: Town, story: str) -> str:
    return town.theatre.people.of(story).certificate.record_id


def _said(read: list[dict[str, Any]]) -> dict[str, str | None]:
    return {one["partyName"]: one.get("reason") for one in read}


async def _is_about(town: Town, push_list: str, item: str) -> bool:
    of_item = town.rows("SELECT push_list_id FROM findings WHERE item = %s", item)
    return push_list in {short("list", one["push_list_id"]) for one in of_item}
