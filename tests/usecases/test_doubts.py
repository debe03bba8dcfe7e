"""A renamed road is not a move: what nobody can read by rule waits for a named clerk."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from bff.compose.core import Core
from domain.findings.doubt import DoubtState
from domain.findings.finding import Reason
from domain.kernel.ids import DoubtId
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.staff.account import StaffAccount
from domain.usecases.settle_doubt import DoubtSettled
from tests.support.house import HandClock, count
from tests.usecases.change_world import (
    RENAMED_ROAD,
    WATER,
    a_licence,
    change,
    readdressed,
    represented_by_another,
    sign_next,
)
from tests.usecases.notice_world import World, a_world, rows

WHY = "道路更名，门牌未变，已与地名办核对"
MOVED = readdressed("山东省青岛市李沧区九水路12号", "山东省青岛市城阳区正阳路1号", "370213", "370214")


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    world = await a_world(core, clock, tmp_path)
    world.knows(a_licence("w1", WATER))
    return world


async def settle(
    world: World,
    to: DoubtState = DoubtState.CLEARED,
    *,
    key: str = "d1",
    doubt: DoubtId | None = None,
    by: StaffAccount | None = None,
) -> DoubtSettled:
    if doubt is None:
        [line], _ = await world.desk.list_doubts()
        doubt = DoubtId(line.doubt_id)
    request = RequestKey("chief-1", "settle_doubt", key, bytes(32))
    return await world.desk.settle_doubt(by or world.signer, doubt, to, reason=WHY, request=request)


async def test_a_renamed_road_waits_for_a_clerk_who_sees_both_texts(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))

    view = await world.desk.read_push_list(await world.listed())

    [line], _ = await world.desk.list_doubts()
    assert (view.due, view.by_reason) == (0, (("需人工核实", 1),))
    assert (line.address_before, line.address_after) == RENAMED_ROAD
    assert (line.state, line.changed, line.settled_by) == ("open", "住所", None)


async def test_the_address_texts_lie_in_no_row_of_ours(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))

    await world.listed()

    kept = [*await rows("doubts"), *await rows("findings"), *await rows("push_lists")]
    assert not any("九水" in str(value) for row in kept for value in row.values())


async def test_once_cleared_the_next_run_lists_the_holder_as_due(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    await settle(world)
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (1, ())
    assert await world.desk.list_doubts() == ((), None)


async def test_settled_as_moved_the_item_is_closed_and_staff_read_why(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    await settle(world, DoubtState.MOVED)
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("实为迁移，不适用本事项", 1),))


async def test_a_move_into_another_district_needs_no_clerk_and_gets_no_notice(world: World) -> None:
    change(world, MOVED)

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("实为迁移，不适用本事项", 1),))
    assert await count("doubts") == 0


async def test_while_the_door_is_in_doubt_the_new_representative_waits_too(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD), represented_by_another())

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("需人工核实", 2),))
    assert await count("doubts") == 1


async def test_once_cleared_door_and_representative_are_one_matter_and_one_notice(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD), represented_by_another())
    await world.listed()
    await settle(world)
    world.clock.go_on(timedelta(days=1))

    [job] = await sign_next(world, "k1")
    await world.desk.invite_holder(job)

    offers = await rows("offers")
    assert (await count("matters"), await count("notices")) == (1, 1)
    assert {row["item"] for row in offers} == {
        "wg-09-water-responsible-change",
        "wg-11-water-address-change",
    }


async def test_settled_as_moved_the_new_representative_is_told_alone(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD), represented_by_another())
    await world.listed()
    await settle(world, DoubtState.MOVED)
    world.clock.go_on(timedelta(days=1))

    [job] = await sign_next(world, "k1")
    await world.desk.invite_holder(job)

    assert [row["item"] for row in await rows("offers")] == ["wg-09-water-responsible-change"]


async def test_a_doubt_noted_after_the_signature_holds_the_notice(world: World) -> None:
    change(world, represented_by_another())
    [job] = await sign_next(world, "k1")
    note = world.sensing.prepare_push_list.record_push_list.note_doubt
    async with world.core.atomic():
        await note("chg1", "bank:w1", at=world.clock())

    await world.desk.invite_holder(job)

    assert await count("notices") == 0
    assert {row["reason"] for row in await rows("findings")} == {"needs-clerk"}


async def test_two_runs_note_a_doubt_once_and_list_it_once(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    world.clock.go_on(timedelta(days=1))

    again = await world.sense()

    assert (await count("doubts"), again) == (1, None)


async def test_the_same_verdict_again_changes_nothing_and_another_is_refused(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    first = await settle(world)
    doubt = DoubtId(first.doubt_id)

    again = await settle(world, key="d2", doubt=doubt)
    with pytest.raises(StepNotAllowed):
        await settle(world, DoubtState.MOVED, key="d3", doubt=doubt)

    told = [row["kind"] for row in await rows("ledger_entries")]
    assert (first, told.count("doubt-settled")) == (again, 1)


async def test_a_mistake_is_corrected_once_by_another_clerk_and_both_stand_in_the_ledger(
    world: World,
) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    doubt = DoubtId((await settle(world, DoubtState.MOVED)).doubt_id)

    corrected = await settle(world, key="d2", doubt=doubt, by=world.preparer)
    with pytest.raises(StepNotAllowed):
        await settle(world, DoubtState.MOVED, key="d3", doubt=doubt)

    world.clock.go_on(timedelta(days=1))
    assert (corrected.state, (await world.desk.read_push_list(await world.listed())).due) == ("cleared", 1)
    told = [(row["kind"], row["staff"]) for row in await rows("ledger_entries") if "doubt-" in row["kind"]]
    assert told[1:] == [
        ("doubt-settled", world.signer.login),
        ("doubt-corrected", world.preparer.login),
    ]


async def test_corrected_to_a_move_after_the_signature_nobody_is_told(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    doubt = DoubtId((await settle(world)).doubt_id)
    world.clock.go_on(timedelta(days=1))
    [job] = await sign_next(world, "k1")
    await settle(world, DoubtState.MOVED, key="d2", doubt=doubt, by=world.preparer)

    await world.desk.invite_holder(job)

    assert (await count("notices"), await count("matters")) == (0, 0)
    assert "moved" in {row["reason"] for row in await rows("findings")}


async def test_once_somebody_was_told_of_the_change_the_verdict_stands(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    doubt = DoubtId((await settle(world)).doubt_id)
    world.clock.go_on(timedelta(days=1))
    [job] = await sign_next(world, "k1")
    await world.desk.invite_holder(job)

    with pytest.raises(StepNotAllowed):
        await settle(world, DoubtState.MOVED, key="d2", doubt=doubt, by=world.preparer)


async def test_the_clerk_is_named_and_the_reason_lies_sealed(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()

    await settle(world)

    [line], _ = await world.desk.list_doubts(open_only=False)
    [row] = await rows("doubts")
    assert (line.settled_by, line.reason, line.state) == ("审批一科乙", WHY, "cleared")
    assert WHY.encode() not in bytes(row["reason"])
    settled = [entry for entry in await rows("ledger_entries") if entry["kind"] == "doubt-settled"]
    assert [entry["staff"] for entry in settled] == ["chief-1"]


async def test_nobody_judges_while_the_register_cannot_be_read(world: World) -> None:
    change(world, readdressed(*RENAMED_ROAD))
    await world.listed()
    world.register.trouble.before.append(Unavailable("registers", "down"))

    with pytest.raises(Unavailable):
        await world.desk.list_doubts()


async def test_an_unknown_doubt_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await settle(world, doubt=DoubtId(UUID(int=7)))


async def test_doubts_are_paged_newest_first(world: World) -> None:
    for n in range(3):
        change(world, readdressed(*RENAMED_ROAD), key=f"chg{n}")
    await world.listed()

    first, following = await world.desk.list_doubts(size=2)
    second, end = await world.desk.list_doubts(before=following, size=2)

    assert [len(first), len(second), end] == [2, 1, None]
    assert len({line.doubt_id for line in (*first, *second)}) == 3


async def test_settled_doubts_are_paged_by_when_they_were_settled(world: World) -> None:
    for n in range(3):
        change(world, readdressed(*RENAMED_ROAD), key=f"chg{n}")
    await world.listed()
    newest, middle, oldest = [line.doubt_id for line in (await world.desk.list_doubts())[0]]
    for key, one in enumerate((middle, newest, oldest)):
        await settle(world, key=f"s{key}", doubt=DoubtId(one))
        world.clock.go_on(timedelta(minutes=key))  # the first two in one moment

    first, following = await world.desk.list_doubts.settled(size=1)
    second, last = await world.desk.list_doubts.settled(before=following, size=1)
    third, end = await world.desk.list_doubts.settled(before=last, size=1)

    assert [line.doubt_id for line in (*first, *second, *third)] == [oldest, newest, middle]
    assert end is None


async def test_everybody_on_a_list_is_shown_with_name_and_reason_page_by_page(world: World) -> None:
    world.knows(a_licence("w2", WATER), a_licence("w3", WATER))
    gone = a_licence("w4", WATER)
    world.knows(replace(gone, certificate=replace(gone.certificate, issuing_body_code="11370215MB99900388")))
    change(world, represented_by_another())
    push_list = await world.listed()
    del world.register.records["bank:w2"]

    first, following = await world.desk.list_findings(push_list, size=3)
    second, end = await world.desk.list_findings(push_list, after=following, size=3)

    lines = (*first, *second)
    assert ([len(first), len(second)], end) == ([3, 1], None)
    assert sorted(line.reason or "due" for line in lines) == ["due", "due", "due", "不在实施范围"]
    assert [line.party_name for line in lines].count("") == 1


async def test_a_list_is_narrowed_to_one_reason_or_to_the_due(world: World) -> None:
    out = a_licence("w4", WATER)
    world.knows(replace(out, certificate=replace(out.certificate, issuing_body_code="11370215MB99900388")))
    change(world, represented_by_another())
    push_list = await world.listed()

    due, _ = await world.desk.list_findings(push_list, reasons=(None,))
    outside, _ = await world.desk.list_findings(push_list, reasons=(Reason.OUT_OF_SCOPE,))
    moved, _ = await world.desk.list_findings(push_list, reasons=(Reason.MOVED,))

    assert [len(due), len(outside), len(moved)] == [1, 1, 0]
    assert outside[0].reason == "不在实施范围"


async def test_staff_read_the_name_of_a_body_outside_the_scope_and_its_code_only_when_the_licence_is_gone(
    world: World,
) -> None:
    elsewhere, code = a_licence("w4", WATER), "11370215MB99900388"
    issued = replace(elsewhere.certificate, issuing_body_code=code, issuing_body_name="即墨区行政审批局")
    world.knows(replace(elsewhere, certificate=issued))
    change(world, represented_by_another())
    push_list = await world.listed()

    [named], _ = await world.desk.list_findings(push_list, reasons=(Reason.OUT_OF_SCOPE,))
    del world.register.records["bank:w4"]
    [unnamed], _ = await world.desk.list_findings(push_list, reasons=(Reason.OUT_OF_SCOPE,))

    assert (named.office, unnamed.office) == ("即墨区行政审批局", code)
