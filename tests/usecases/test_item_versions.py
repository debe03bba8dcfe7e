"""An item is configured without code: drafted, checked, tried, signed by another, taken back."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.catalogue.item import Kind
from domain.catalogue.ports import ItemUnknown
from domain.catalogue.texts import ItemKeyNotEditable
from domain.catalogue.version_refusals import (
    ItemCodeTaken,
    ItemVersionChanged,
    ItemVersionOpen,
    ItemVersionOutdated,
    ItemVersionUnsound,
    ItemVersionUntried,
    LiveDayTooEarly,
    SignerIsEditor,
)
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound, StepNotAllowed
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.item_version_world import ITEM, World, id_of, item_version_world, replaced

PHONE = ('phone = "12345"', 'phone = "0532-12345678"')
FEE = ('fee = "免费"', 'fee = "不收费"')


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await item_version_world(core, clock, tmp_path)


async def kinds() -> list[tuple[str, str | None]]:
    """Of all steps about versions, with who took them, oldest first."""
    rows = await get_connection("default").execute_query_dict(
        "SELECT kind, staff FROM ledger_entries WHERE kind LIKE 'item-version%%' ORDER BY id"
    )
    return [(row["kind"], row["staff"]) for row in rows]


async def test_a_version_goes_from_draft_to_people_by_two_hands(world: World) -> None:
    view = await world.tried(await world.with_phone())

    signed = await world.sign(view)
    world.clock.go_on(timedelta(days=1))

    guide = world.serving.item().guide
    assert guide is not None
    assert guide.phone == "0532-12345678"
    assert (signed.line.signed_by, signed.line.drafted_by, signed.edited_by) == (
        "科长乙",
        "业务甲",
        ("业务甲",),
    )


async def test_what_changed_is_shown_key_by_key_and_line_by_line(world: World) -> None:
    view = await world.with_phone()

    assert [(one.key, one.was, one.is_) for one in view.differences] == [
        ("version", "1", "2"),
        ("guide.phone", "12345", "0532-12345678"),
    ]
    assert '+phone = "0532-12345678"' in view.text_diff


async def test_keys_the_city_confirms_are_shown_at_signing(world: World) -> None:
    drafted = await world.draft()

    view = await world.desk.edit_item_version.fields(
        world.drafter,
        ITEM,
        id_of(drafted),
        {"unconfirmed": tuple(key for key in world.serving.item().unconfirmed if key != "timing")},
        read=drafted.digest,
        request=world.key(),
    )

    assert (view.confirms, view.unconfirms) == (("timing",), ())


async def test_all_that_is_wrong_is_said_at_once_and_the_sql_by_the_worker(world: World) -> None:
    drafted = await world.draft()
    text = replaced(drafted.text, "ORDER BY record_id", "ORDER BY nothing")
    text = replaced(text, 'payer = "government"', 'payer = "somebody"')

    at_once = await world.edit(drafted, replaced(text, 'status = "live"', 'status = "alive"'))
    await world.work()

    whole = await world.read(at_once)
    assert {key for key, _ in at_once.problems} == {"payer", "status"}
    assert {key for key, _ in whole.problems} == {"payer", "status", "rule.sql"}
    assert whole.check_state == "unsound"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("version = 2", "version = 3", "version"),
        ('code = "wg-15-minban-renewal"', 'code = "wg-16-other"', "code"),
        ('status = "live"', 'status = "draft"', "status"),
        ("status = 'valid'", "status IN ('valid')", "rule.version"),
        ('id = "minban-certificate-expiry"', 'id = "society-certificate-expiry"', "rule.id"),
    ],
)
async def test_a_version_keeps_what_the_one_before_and_its_neighbours_need(
    world: World, old: str, new: str, key: str
) -> None:
    drafted = await world.draft()

    view = await world.edit(drafted, replaced(drafted.text, old, new))

    assert key in {key for key, _ in view.problems}


async def test_a_draft_is_there_once_whoever_begins_it_and_how_often(world: World) -> None:
    key = world.key()
    first = await world.desk.draft_item_version(world.drafter, ITEM, why="甲", request=key)

    again = await world.desk.draft_item_version(world.drafter, ITEM, why="甲", request=key)

    assert again == first
    with pytest.raises(ItemVersionOpen):
        await world.draft()


async def test_two_who_draft_at_the_same_moment_get_one_draft(world: World) -> None:
    made = await asyncio.gather(world.draft(), world.draft(), return_exceptions=True)

    assert sorted(type(one).__name__ for one in made) == ["ItemVersionOpen", "VersionView"]


async def test_a_text_somebody_else_saved_meanwhile_is_not_overwritten(world: World) -> None:
    drafted = await world.draft()
    await world.edit(drafted, replaced(drafted.text, *PHONE))

    with pytest.raises(ItemVersionChanged):
        await world.edit(drafted, replaced(drafted.text, *FEE))


async def test_a_key_that_stands_in_no_line_of_its_own_is_edited_in_the_text(world: World) -> None:
    drafted = await world.draft()
    inline = drafted.text.partition("[guide]")[0] + "\n[x]\n[x.y]\n"
    inline = "guide = { who = '', where = '', office = '', phone = '1', fee = '' }\n" + inline
    view = await world.edit(drafted, inline)

    with pytest.raises(ItemKeyNotEditable):
        await world.desk.edit_item_version.fields(
            world.drafter, ITEM, id_of(view), {"guide.phone": "2"}, read=view.digest, request=world.key()
        )


async def test_a_process_that_answers_requests_leaves_the_check_to_the_worker(world: World) -> None:
    view = await world.with_phone()

    with pytest.raises(Unavailable):
        await world.desk.check_item_version(id_of(view))


async def test_an_edit_has_its_check_begin_by_itself_and_only_one(world: World) -> None:
    view = await world.with_phone()
    await world.desk.ask_item_check(world.drafter, ITEM, id_of(view), world.key())

    assert [name for name, _ in await jobs_deferred()] == ["check-item-version"]


async def test_two_workers_that_check_one_draft_write_it_down_once(world: World) -> None:
    view = await world.with_phone()
    check = world.working.desk.check_item_version

    await asyncio.gather(check(id_of(view)), check(id_of(view)))

    assert [kind for kind, _ in await kinds()].count("item-version-checked") == 1


async def test_what_was_neither_checked_nor_tried_is_not_signed(world: World) -> None:
    view = await world.with_phone()

    with pytest.raises(ItemVersionUnsound):
        await world.sign(view)
    await world.checked(view)
    with pytest.raises(ItemVersionUntried):
        await world.sign(view)


async def test_who_drafted_or_edited_it_does_not_sign_it(world: World) -> None:
    drafted = await world.draft()
    view = await world.tried(await world.edit(drafted, replaced(drafted.text, *PHONE), by=world.chief))

    for who in (world.drafter, world.chief):
        with pytest.raises(SignerIsEditor):
            await world.sign(view, by=who)
    assert (await world.sign(view, by=world.other_chief)).line.state == "signed"


async def test_it_is_live_tomorrow_at_the_earliest_but_for_a_reason(world: World) -> None:
    view = await world.tried(await world.with_phone())
    today = beijing_date(world.clock())

    for urgent, note in ((False, "原因"), (True, "")):
        with pytest.raises(LiveDayTooEarly):
            await world.sign(view, on=today, urgent=urgent, note=note)
    await world.sign(view, on=today, urgent=True, note="电话打不通。")

    assert world.serving.item().version == 2


async def test_another_process_serves_by_it_without_a_restart(world: World) -> None:
    await world.sign(await world.tried(await world.with_phone()))
    world.clock.go_on(timedelta(days=1))

    refreshed = await world.working.desk.refresh_catalogue()

    assert refreshed.changed
    assert world.working.item().version == 2
    assert not (await world.working.desk.refresh_catalogue()).changed


async def test_search_and_guide_follow(world: World) -> None:
    drafted = await world.draft()
    text = replaced(drafted.text, "synonyms = [", 'synonyms = ["幼儿园续证", ')
    view = await world.tried(await world.edit(drafted, text))
    await world.sign(view, on=beijing_date(world.clock()), urgent=True, note="群众这样叫它。")

    assert [item.code for item in world.serving.search.find("幼儿园续证", limit=1)] == [ITEM]


async def test_rolled_back_the_one_before_serves_at_once(world: World) -> None:
    signed = await world.signed(PHONE)

    ended = await world.roll_back(signed)

    assert world.serving.item().version == 1
    assert (ended.line.state, ended.line.ended_by, ended.line.note) == ("rolled_back", "科长乙", "规则漏查")


async def test_who_worked_on_it_does_not_take_it_back(world: World) -> None:
    signed = await world.signed(PHONE)

    with pytest.raises(SignerIsEditor):
        await world.roll_back(signed, by=world.drafter)


async def test_a_draft_begun_from_what_was_taken_back_is_compared_anew(world: World) -> None:
    signed = await world.signed(PHONE)
    drafted = await world.draft()
    view = await world.tried(await world.edit(drafted, replaced(drafted.text, *FEE)))
    await world.roll_back(signed)

    with pytest.raises(ItemVersionOutdated):
        await world.sign(view)
    view = await world.tried(await world.edit(view, view.text))

    assert view.base_version == 1
    assert (await world.sign(view)).line.state == "signed"


async def test_sent_back_it_is_a_draft_again_once_it_is_edited(world: World) -> None:
    view = await world.with_phone()
    back = await world.desk.decide_item_version.send_back(
        world.chief, ITEM, id_of(view), digest=view.digest, note="没有依据", request=world.key()
    )

    edited = await world.edit(back, replaced(back.text, *FEE))

    assert (back.line.state, back.line.note, edited.line.state) == ("sent_back", "没有依据", "draft")


async def test_given_up_it_makes_room_for_another(world: World) -> None:
    view = await world.draft()
    await world.desk.end_item_version.discard(
        world.drafter, ITEM, id_of(view), reason="不改了", request=world.key()
    )

    assert (await world.draft()).line.version == 3
    with pytest.raises(StepNotAllowed):
        await world.edit(view, "x")


async def test_a_new_item_begins_as_a_draft_nobody_meets(world: World) -> None:
    tea = ItemCode("wg-21-tea-shop")
    view = await world.desk.draft_item_version.of_new(
        world.drafter, tea, "茶馆备案", Kind.FILING, why="新增", request=world.key()
    )

    assert (view.line.version, view.base_version, view.name) == (1, None, "茶馆备案")
    assert "status" in {key for key, _ in view.problems}
    with pytest.raises(ItemUnknown):
        world.serving.item(tea)
    [found], _ = await world.desk.list_items(words="茶馆", after=None, size=10)
    assert (found.code, found.live, found.status) == (tea, None, "draft")


@pytest.mark.parametrize("code", [ITEM, ItemCode("wg-07-grain-purchase-renewal")])
async def test_a_code_that_was_used_is_not_used_again(world: World, code: ItemCode) -> None:
    assert code in {item.code for item in world.serving.catalogue.all()}
    with pytest.raises(ItemCodeTaken):
        await world.desk.draft_item_version.of_new(
            world.drafter, code, "别的事项", Kind.FILING, why="新增", request=world.key()
        )


async def test_an_abolished_item_is_a_version_too(world: World) -> None:
    ended = '[abolished_by]\ntitle = "某决定"\ndocument = "国务院令第1号"\nin_force_from = 2026-11-01\n\n'
    drafted = await world.draft()
    text = replaced(drafted.text, 'status = "live"', 'status = "cancelled"')
    view = await world.tried(await world.edit(drafted, replaced(text, "[rule]", f"{ended}[rule]")))

    await world.sign(view, on=beijing_date(world.clock()), urgent=True, note="国务院令第1号。")

    assert ITEM not in [item.code for item in world.serving.catalogue.live()]
    again = await world.draft()
    back = await world.edit(again, replaced(again.text, 'status = "cancelled"', 'status = "live"'))
    assert "status" in {key for key, _ in back.problems}


async def test_every_step_is_in_the_ledger_by_name_and_digest(world: World) -> None:
    await world.roll_back(await world.signed(PHONE))

    assert await kinds() == [
        ("item-version-drafted", "business-1"),
        ("item-version-edited", "business-1"),
        ("item-version-checked", None),
        ("item-version-trial-asked", "business-1"),
        ("item-version-tried", None),
        ("item-version-signed", "chief-1"),
        ("item-version-rolled-back", "chief-1"),
    ]


async def test_an_item_nobody_knows_has_no_versions(world: World) -> None:
    with pytest.raises(NotFound):
        await world.desk.list_item_versions(ItemCode("wg-99-nothing"))
    with pytest.raises(NotFound):
        await world.draft(ItemCode("wg-99-nothing"))


async def test_the_list_says_who_is_served_by_what_and_what_comes(world: World) -> None:
    await world.sign(await world.tried(await world.with_phone()), on=world.tomorrow)

    found, following = await world.desk.list_items(
        words="", after=ItemCode("wg-14-disinfectant-change"), size=1
    )

    assert following == ITEM
    [line] = found
    assert (line.live, line.shipped, line.open) == (1, 1, None)
    assert line.scheduled is not None
    assert line.scheduled[1:] == (2, world.tomorrow)


async def test_shipped_versions_are_kept_once(world: World) -> None:
    before = await count("item_versions")

    changed = await world.working.desk.keep_shipped_versions()

    assert (await count("item_versions"), changed) == (before, ())
