"""Item versions (事项版本): drafted, looked over, tried on what was, signed by another, live, taken back.

Days do not pass in a test: the day a version goes live is moved to today in its row.
"""

from typing import Any

from bff.cli.demo import fulfilling
from bff.cli.demo.client import within
from bff.cli.demo.walk import Walk
from domain.clock.clock import beijing_date
from tests.journeys import ends, office_work
from tests.journeys.town import Town, applied, in_row

ITEM = "wg-17-foundation-certificate-renewal"
VERSIONS = f"/v1/console/items/{ITEM}/versions"
UNDER_WAY = "已受理"
PHONE, PROMISED, DAYS = "0532-00000077", {"n": 5, "unit": "工作日"}, "5 个工作日"
WHY = "承诺时限压缩为5个工作日，咨询电话变更（演示）。"
TAKEN_BACK = "号码有误，先恢复原版本（演示）"


async def test_a_version_goes_live_and_is_taken_back_and_a_running_case_keeps_the_one_it_began_with(
    town: Town,
) -> None:
    holder = town.theatre.people.of("foundation-city")
    walk = town.walk(holder)
    await ends.nobody_takes_it_up(town, holder, UNDER_WAY)
    await applied(walk)
    await fulfilling.collected(walk)
    await ends.reads(walk, "accepted")
    began_with, clock_before, guide_before = (
        _version_of(town, walk),
        await _clock(town, walk),
        await _guide(town),
    )
    editor, business = await office_work.add_staff(town, "业务管理丑", "business")

    path = await _drafted(town, business)
    tried = await _looked_over_and_tried(town, path, business)
    by_its_editor = await _signature(town, path, business, _in_days(1))
    signed = await _signature(town, path, town.theatre.keys.chief, _in_days(1))
    before_its_day = await _guide(town)
    _its_day_comes(town, path)
    live = await _guide_once(town, phone=PHONE)
    clock_meanwhile = await _clock(town, walk)
    back = await _taken_back(town, path)
    restored = await _guide_once(town, phone=guide_before["phone"])
    await town.calm()
    await fulfilling.decided(walk)

    assert _changed(tried) == {
        "guide.phone": (guide_before["phone"], PHONE),
        "timing.promised.n": ("20", "5"),
    }
    assert (tried["trial"]["result"]["form"]["cases"] > 0, tried["trial"]["result"]["form"]["gaps"]) == (
        True,
        [],
    )
    assert "rule" in tried["trial"]["result"]
    assert (by_its_editor.status, by_its_editor.body["type"]) == (403, "/problems/role-missing")
    assert (signed.status, signed.body["state"], signed.body["isLive"]) == (200, "signed", False)
    assert before_its_day == guide_before
    assert live["days"]["promised"] == DAYS != guide_before["days"]["promised"]
    assert clock_meanwhile == clock_before
    assert (back["state"], back["isLive"], back["note"]) == ("rolled_back", False, TAKEN_BACK)
    assert restored == guide_before
    assert _version_of(town, walk) == began_with
    assert (await walk.read())["decision"]["result"] == "granted"
    assert _who_did_what(town, editor) == [
        "item-version-drafted",
        "item-version-edited",
        "item-version-trial-asked",
    ]
    assert _who_did_what(town, _chief(town)) == ["item-version-signed", "item-version-rolled-back"]


async def test_whoever_worked_on_a_version_does_not_sign_it_in_another_role_either(town: Town) -> None:
    somebody, business = await office_work.enrolled(town, "先改事项后当科长的人", "business")
    path = await _drafted(town, business)
    await _looked_over_and_tried(town, path, business)

    chief = await office_work.in_another_role(town, somebody, "chief")
    own = await _signature(town, path, chief, _in_days(1))
    other = (await town.client.expect(200, "GET", path, token=town.theatre.keys.chief))["state"]
    _, colleague = await office_work.add_staff(town, "业务管理寅", "business")
    given_up = await town.client.expect(
        200, "POST", f"{path}/discard", token=colleague, json={"reason": "演示完毕"}
    )

    assert (own.status, own.body["type"]) == (403, "/problems/signer-is-editor")
    assert (other, given_up["state"]) == ("draft", "discarded")


async def _drafted(town: Town, business: str) -> str:
    """With two changed fields: where it is."""
    made = await town.client.expect(201, "POST", VERSIONS, token=business, json={"why": WHY})
    path = f"{VERSIONS}/{made['versionId']}"
    changes = {"guide.phone": PHONE, "timing.promised": PROMISED}
    edited = {"digest": made["digest"], "changes": changes}
    await town.client.expect(200, "POST", f"{path}/fields", token=business, json=edited)
    return path


async def _looked_over_and_tried(town: Town, path: str, business: str) -> Any:
    """The version, once the worker looked it over and ran it on the past."""
    await _once(town, path, business, "check", "sound")
    await town.client.expect(202, "POST", f"{path}/trials", token=business, json={})
    return await _once(town, path, business, "trial", "done")


async def _once(town: Town, path: str, token: str, part: str, state: str) -> Any:
    async def there() -> Any:
        read = await town.client.expect(200, "GET", path, token=token)
        return read if read[part]["state"] == state else None

    return await within(there, f"the {part} to be {state}", seconds=60)


async def _signature(town: Town, path: str, token: str, live_on: str) -> Any:
    read = await town.client.expect(200, "GET", path, token=token)
    body = {"decision": "sign", "digest": read["digest"], "liveOn": live_on}
    return await town.client.send("POST", f"{path}/signature", token=token, json=body)


async def _taken_back(town: Town, path: str) -> Any:
    chief = town.theatre.keys.chief
    return await town.client.expect(200, "POST", f"{path}/rollback", token=chief, json={"reason": TAKEN_BACK})


def _in_days(days: int) -> str:
    return beijing_date(ends.days_ago(-days)).isoformat()


def _its_day_comes(town: Town, path: str) -> None:
    sql = "UPDATE item_versions SET live_on = %s, version = version + 1 WHERE id = %s RETURNING id"
    [_] = town.rows(sql, _in_days(0), in_row("itv", path.rpartition("/")[2]))


async def _guide(town: Town) -> Any:
    """What people read of the item (办事指南)."""
    return await town.client.expect(200, "GET", f"/v1/citizen/items/{ITEM}")


async def _guide_once(town: Town, *, phone: str) -> Any:
    """… as soon as every process serves by it."""

    async def there() -> Any:
        guide = await _guide(town)
        return guide if guide["phone"] == phone else None

    return await within(there, f"the guide with {phone}", seconds=60)


async def _clock(town: Town, walk: Walk) -> Any:
    """As a clerk reads it."""
    path = f"/v1/console/cases/{walk.case}/clock"
    return await town.client.expect(200, "GET", path, token=town.theatre.keys.clerk)


def _version_of(town: Town, walk: Walk) -> int:
    version: int = town.case_row(walk)["item_version"]
    return version


def _changed(version: Any) -> dict[str, tuple[str, str]]:
    """Beside its number."""
    told = {one["key"]: (one.get("was", ""), one.get("is", "")) for one in version["differences"]}
    return {key: both for key, both in told.items() if key != "version"}


def _chief(town: Town) -> str:
    [row] = town.rows("SELECT staff FROM ledger_entries WHERE kind = 'item-version-signed'")
    login: str = row["staff"]
    return login


def _who_did_what(town: Town, login: str) -> list[str]:
    sql = (
        "SELECT kind FROM ledger_entries WHERE staff = %s AND kind LIKE 'item-version-%%'"
        " AND kind NOT IN ('item-version-checked', 'item-version-tried') ORDER BY number"
    )
    return [row["kind"] for row in town.rows(sql, login)]
