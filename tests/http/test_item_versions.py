"""The console's item versions over HTTP: two people, a worker, and the guide people read."""

import pytest

from domain.staff.account import Role
from tests.http.caller import BY_NAME, Answer
from tests.http.town import Town
from tests.usecases.case_world import ITEM

ITEMS = "/v1/console/items"
VERSIONS = f"{ITEMS}/{ITEM}/versions"
TODAY, TOMORROW = "2026-11-23", "2026-11-24"
PHONE = "0532-12345678"


@pytest.fixture
async def town(town: Town) -> Town:
    """The office has started: what it was shipped with is kept."""
    await town.office.item_versions.keep_shipped_versions()
    return town


class Desk:
    """One member of staff at the console."""

    def __init__(self, town: Town, role: Role) -> None:
        self.town, self.token = town, town.staff[role]

    async def get(self, path: str) -> Answer:
        return await self.town.caller.send("GET", path, token=self.token)

    async def put(self, path: str, body: object) -> Answer:
        return await self.town.caller.send("PUT", path, json=body, token=self.token)

    async def post(self, path: str, body: object = None, *, key: str | None = None) -> Answer:
        return await self.town.caller.send("POST", path, json=body, token=self.token, key=key)


@pytest.fixture
def business(town: Town) -> Desk:
    return Desk(town, Role.BUSINESS)


@pytest.fixture
def chief(town: Town) -> Desk:
    return Desk(town, Role.CHIEF)


async def phone_of(town: Town) -> str:
    guide = await town.caller.expect(200, "GET", f"/v1/citizen/items/{ITEM}")
    return str(guide["phone"])


async def drafted(business: Desk) -> str:
    made = await business.post(VERSIONS, {"why": "咨询电话变更。"})
    assert made.status == 201
    path = f"{VERSIONS}/{made.body['versionId']}"
    changed = {"digest": made.body["digest"], "changes": {"guide.phone": PHONE}}
    assert (await business.post(f"{path}/fields", changed)).status == 200
    return path


async def ready(town: Town, business: Desk) -> str:
    path = await drafted(business)
    await town.work()
    assert (await business.post(f"{path}/trials")).status == 202
    await town.work()
    return path


async def signed(town: Town, business: Desk, chief: Desk) -> str:
    path = await ready(town, business)
    read = (await chief.get(path)).body
    decision = {"decision": "sign", "digest": read["digest"], "liveOn": TODAY}
    told = await chief.post(f"{path}/signature", {**decision, "urgent": True, "note": "原电话停机。"})
    assert (told.status, told.body["state"], told.body["isLive"]) == (200, "signed", True)
    return path


async def test_from_a_draft_to_the_guide_and_back(town: Town, business: Desk, chief: Desk) -> None:
    before = await phone_of(town)
    path = await signed(town, business, chief)
    during = await phone_of(town)

    back = await chief.post(f"{path}/rollback", {"reason": "号码有误，先恢复。"})

    assert (before, during, await phone_of(town)) == ("12345", PHONE, "12345")
    assert (back.body["state"], back.body["note"]) == ("rolled_back", "号码有误，先恢复。")


async def test_who_signs_sees_what_changes_and_what_the_dry_run_found(
    town: Town, business: Desk, chief: Desk
) -> None:
    read = (await chief.get(await ready(town, business))).body

    assert read["differences"][-1] == {"key": "guide.phone", "was": "12345", "is": PHONE}
    assert (read["check"]["state"], read["check"]["problems"]) == ("sound", [])
    assert (read["trial"]["state"], read["trial"]["result"]["form"]["cases"]) == ("done", 0)
    assert (read["baseVersion"], read["editedBy"]) == (1, ["工作人员business"])


async def rows_of(desk: Desk) -> list[tuple[str, str]]:
    rows = (await desk.get("/v1/console/today/push_lists")).body["rows"]
    return [(row["ref"], row["action"]) for row in rows if row["kind"] == "item-version"]


async def test_what_is_ready_to_be_signed_is_on_the_chiefs_page_of_the_day(
    town: Town, business: Desk, chief: Desk
) -> None:
    path = await drafted(business)
    early = await rows_of(chief)
    await town.work()
    await business.post(f"{path}/trials")
    await town.work()
    version, read = path.rpartition("/")[2], (await chief.get(path)).body

    waiting = await rows_of(chief), await rows_of(business)
    sign = {"decision": "sign", "digest": read["digest"], "liveOn": TOMORROW}
    assert (await chief.post(f"{path}/signature", sign)).status == 200

    seen = early, waiting, await rows_of(chief)
    assert seen == ([], ([(version, "核对签发")], [(version, "查看")]), [])


async def test_what_changes_nothing_but_its_number_is_not_signed(
    town: Town, business: Desk, chief: Desk
) -> None:
    made = (await business.post(VERSIONS, {"why": "再签一次。"})).body
    path = f"{VERSIONS}/{made['versionId']}"
    for asked in ("checks", "trials"):
        await business.post(f"{path}/{asked}")
        await town.work()
    sign = {"decision": "sign", "digest": made["digest"], "liveOn": TOMORROW}
    told = await chief.post(f"{path}/signature", sign)

    assert (told.status, told.code, await rows_of(chief)) == (409, "item-version-unchanged", [])
    assert (await chief.get(path)).body["state"] == "draft"


async def test_the_text_is_kept_with_its_problems_said_at_once(business: Desk) -> None:
    path = await drafted(business)
    read = (await business.get(path)).body
    text = read["text"].replace('fee = "免费"', "").replace('payer = "government"', 'payer = "x"')

    kept = await business.put(f"{path}/text", {"digest": read["digest"], "text": text})

    assert kept.status == 200
    assert {one["key"] for one in kept.body["check"]["problems"]} == {"payer", "guide.fee"}
    assert kept.body["check"]["state"] == "queued"


async def test_what_was_overtaken_or_cannot_be_is_refused_by_name(
    town: Town, business: Desk, chief: Desk
) -> None:
    path = await drafted(business)
    read = (await business.get(path)).body
    stale = {"digest": "0" * 64, "text": "x"}
    sign = {"decision": "sign", "digest": read["digest"], "liveOn": TOMORROW}

    told = [
        await business.post(VERSIONS, {"why": "再来一份"}),
        await business.post(ITEMS, {"code": ITEM, "name": "重名", "kind": "备案", "why": "重名"}),
        await business.put(f"{path}/text", stale),
        await chief.post(f"{path}/trials"),
        await chief.post(f"{path}/signature", sign),
    ]
    await town.work()
    told.append(await chief.post(f"{path}/signature", sign))
    await business.post(f"{path}/trials")
    await town.work()
    told.append(await chief.post(f"{path}/signature", {**sign, "liveOn": TODAY}))
    told.append(await chief.post(f"{path}/rollback", {"reason": "还没有签发"}))

    assert [(one.status, one.code) for one in told] == [
        (409, "item-version-open"),
        (409, "item-code-taken"),
        (409, "item-version-changed"),
        (409, "item-version-unsound"),
        (409, "item-version-unsound"),
        (409, "item-version-untried"),
        (422, "live-day-too-early"),
        (409, "step-not-allowed"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"rule.sql": "SELECT 1"},
        {"guide.phone": 1.5},
        {"synonyms": ["甲", 1]},
        {"timing.promised": {"n": 0, "unit": "工作日"}},
        {"timing.promised": {"n": 5, "unit": "世纪"}},
        {},
    ],
)
async def test_only_the_keys_of_the_list_are_changed_one_by_one(
    business: Desk, changes: dict[str, object]
) -> None:
    path = await drafted(business)
    digest = (await business.get(path)).body["digest"]

    told = await business.post(f"{path}/fields", {"digest": digest, "changes": changes})

    assert (told.status, told.code) == (422, "malformed-body")
    assert (await business.get(path)).body["digest"] == digest


async def test_a_note_goes_with_what_is_sent_back_and_a_day_with_what_is_signed(
    business: Desk, chief: Desk
) -> None:
    path = await drafted(business)
    digest = (await business.get(path)).body["digest"]

    told = [
        await chief.post(f"{path}/signature", {"decision": word, "digest": digest})
        for word in ("sign", "send_back")
    ]

    assert [one.body["fields"][0]["field"] for one in told] == ["liveOn", "note"]


async def test_a_new_item_is_listed_and_met_by_nobody(town: Town, business: Desk) -> None:
    new = {"code": "wg-21-tea-shop", "name": "茶馆备案", "kind": "备案", "why": "市里新增的备案事项。"}

    made = await business.post(ITEMS, new)

    listed = (await business.get(f"{ITEMS}?q=茶馆")).body["items"]
    assert [(one["itemCode"], one["status"], one["open"]["state"]) for one in listed] == [
        ("wg-21-tea-shop", "draft", "draft")
    ]
    assert made.body["differences"][0] == {"key": "code", "is": "wg-21-tea-shop"}
    assert (await town.caller.send("GET", "/v1/citizen/items/wg-21-tea-shop")).status == 404


async def test_the_list_is_turned_page_by_page(business: Desk) -> None:
    first = (await business.get(f"{ITEMS}?limit=2")).body
    second = (await business.get(f"{ITEMS}?limit=100&cursor={first['nextCursor']}")).body

    assert len(first["items"]) == 2
    assert len(second["items"]) == 19
    assert "nextCursor" not in second


async def test_the_audit_administrator_reads_all_of_it_and_changes_nothing(
    town: Town, business: Desk, chief: Desk
) -> None:
    path, audit = await signed(town, business, chief), Desk(town, Role.AUDIT)

    read = [await audit.get(one) for one in (ITEMS, VERSIONS, path)]
    tried = [await audit.post(f"{path}/{verb}") for verb in ("checks", "trials", "rollback", "discard")]
    tried += [await audit.post(VERSIONS), await audit.post(ITEMS), await audit.put(f"{path}/text", {})]

    assert [one.status for one in read] == [200, 200, 200]
    assert {(one.status, one.code) for one in tried} == {(403, "role-missing")}


async def test_the_same_key_gets_the_same_answer_and_one_effect(
    town: Town, business: Desk, chief: Desk
) -> None:
    async def twice(desk: Desk, path: str, body: object = None) -> Answer:
        first = await desk.post(path, body, key=f"key-of-{path}")
        second = await desk.post(path, body, key=f"key-of-{path}")
        assert first.status < 300, first.body
        assert second.raw.content == first.raw.content
        other = await desk.post(
            path, {**(body if isinstance(body, dict) else {}), "x": 1}, key=f"key-of-{path}"
        )
        assert other.status in (409, 422)
        names.add(next(name for name in KEYED if _means(name, path)))
        return first

    def _means(name: str, path: str) -> bool:
        return BY_NAME[name].path.split("/")[-1] == path.rsplit("/", maxsplit=1)[-1] and (
            BY_NAME[name].path.count("/") == path.count("/")
        )

    names: set[str] = set()
    tea = {"code": "wg-21-tea-shop", "name": "茶馆备案", "kind": "备案", "why": "市里新增的备案事项。"}
    new = (await twice(business, ITEMS, tea)).body["versionId"]
    await twice(business, f"{ITEMS}/wg-21-tea-shop/versions/{new}/discard", {"reason": "不做了"})
    made = (await twice(business, VERSIONS, {"why": "咨询电话变更。"})).body
    path = f"{VERSIONS}/{made['versionId']}"
    changed = {"digest": made["digest"], "changes": {"guide.phone": PHONE}}
    digest = (await twice(business, f"{path}/fields", changed)).body["digest"]
    await twice(business, f"{path}/checks")
    await town.work()
    await twice(business, f"{path}/trials")
    await town.work()
    sign = {"decision": "sign", "digest": digest, "liveOn": TOMORROW}
    await twice(chief, f"{path}/signature", sign)
    await twice(chief, f"{path}/rollback", {"reason": "先不生效"})

    assert names == KEYED


KEYED = {
    *("draft_new_item", "draft_item_version", "edit_item_fields", "check_item_version", "try_item_version"),
    *("decide_item_version", "roll_back_item_version", "discard_item_version"),
}
