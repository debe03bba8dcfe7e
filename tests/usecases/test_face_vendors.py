"""Two vendors on the phone page: the next is asked only when the first opened nothing; who opened, tells."""

import asyncio
from typing import cast

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow
from bff.compose.core import Core
from domain.identity.check import LIFE, IdentityAttemptsExceeded, IdentityCheckEnded, Verifier
from domain.kernel.ids import IdentityCheckId
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.finish_identity_check import CheckFailed
from domain.usecases.tell_session import SessionTold
from tests.fakes.face import FakeFace
from tests.support.house import HandClock, count
from tests.usecases.handset import phone
from tests.usecases.identity_world import JIA, JIA_NUMBER, World, identity_world


@pytest.fixture
def second(clock: HandClock) -> FakeFace:
    return FakeFace(clock)


@pytest.fixture
def world(core: Core, clock: HandClock, second: FakeFace) -> World:
    return identity_world(core, clock, {Verifier.TENCENT: second})


def kinds(refusal: Refused | Unavailable | Unknown | IdentityAttemptsExceeded) -> list[str]:
    ways = cast(list[dict[str, str]], refusal.data["ways"])
    return [way["kind"] for way in ways]


async def gone() -> None:
    """As a process that is killed, or a person who closes the page, leaves a call."""
    raise asyncio.CancelledError


async def test_while_the_first_answers_the_second_is_not_asked(world: World, second: FakeFace) -> None:
    opened = await world.open()

    assert (len(world.face.checks), len(second.checks)) == (1, 0)
    assert (await IdentityCheckRow.get(id=opened.check_id)).verifier == "aliyun"


async def test_when_the_first_opened_nothing_the_second_opens_and_is_asked_for_the_verdict(
    world: World, second: FakeFace
) -> None:
    world.face.trouble.before.append(Unavailable("face", "Throttling.User"))
    opened = await world.open()
    second.finish(next(iter(second.checks)))

    told = await world.finish(opened)

    assert isinstance(told, SessionTold)
    assert (len(world.face.checks), len(second.checks)) == (0, 1)
    assert (await IdentityCheckRow.get(id=opened.check_id)).verifier == "tencent"


async def test_when_the_first_may_have_opened_one_the_second_is_left_alone(
    world: World, second: FakeFace
) -> None:
    world.face.trouble.answer_lost = True

    with pytest.raises(Unknown) as told:
        await world.open()

    assert second.checks == {}
    assert (told.value.data["cause"], kinds(told.value)[0]) == ("source", "face")


async def test_each_try_at_a_vendor_has_a_number_of_its_own_and_costs_the_person_one(
    world: World, second: FakeFace
) -> None:
    world.face.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open(key="again")

    opened = await world.open(key="again")

    numbers = [check.order_no for check in world.face.checks.values()]
    assert numbers[0] == opened.check_id.hex
    assert len({*numbers}) == 2
    assert all(len(number) == 32 and number.isalnum() for number in numbers)
    assert await count("identity_checks") == 1
    assert second.checks == {}


async def test_a_check_whose_answer_was_lost_is_never_opened_at_the_other_vendor(
    world: World, second: FakeFace
) -> None:
    world.face.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open(key="again")
    for _ in range(2):
        world.face.trouble.before.append(Unavailable("face", "resting"))
        with pytest.raises(Unavailable):
            await world.open(key="again")

    opened = await world.open(key="again")

    assert (len(world.face.checks), second.checks) == (2, {})
    row = await IdentityCheckRow.get(id=opened.check_id)
    assert (row.verifier, row.cause) == ("aliyun", "")


async def test_a_check_held_by_a_vendor_ends_by_itself_and_the_next_is_free(
    world: World, second: FakeFace, clock: HandClock
) -> None:
    world.face.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open(key="again")
    clock.go_on(LIFE)

    with pytest.raises(IdentityCheckEnded):
        await world.open(key="again")

    world.face.trouble.before.append(Unavailable("face", "resting"))
    await world.open(key="anew")
    assert len(second.checks) == 1


async def test_who_went_away_or_was_killed_while_a_vendor_was_asked_is_asked_for_there_again(
    world: World, second: FakeFace
) -> None:
    world.face.opening = gone
    with pytest.raises(asyncio.CancelledError):
        await world.open(key="again")
    world.face.opening = None
    world.face.trouble.before.append(Unavailable("face", "resting"))

    with pytest.raises(Unavailable):
        await world.open(key="again")

    assert second.checks == {}


async def test_after_nobody_opened_anything_the_same_check_is_free_again(
    world: World, second: FakeFace
) -> None:
    for vendor in (world.face, second):
        vendor.trouble.before.append(Unavailable("face", "http-503"))
    with pytest.raises(Unavailable):
        await world.open(key="again")
    world.face.trouble.before.append(Unavailable("face", "http-503"))

    opened = await world.open(key="again")

    assert (await IdentityCheckRow.get(id=opened.check_id)).verifier == "tencent"


async def test_what_the_second_vendor_may_hold_is_asked_for_there_also_when_the_first_is_back(
    world: World, second: FakeFace
) -> None:
    world.face.trouble.before.append(Unavailable("face", "http-503"))
    second.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open(key="again")

    opened = await world.open(key="again")

    assert (world.face.checks, len(second.checks)) == ({}, 2)
    assert (await IdentityCheckRow.get(id=opened.check_id)).verifier == "tencent"


async def test_a_try_that_opened_nothing_moves_on_only_if_no_other_was_begun_meanwhile(
    world: World, second: FakeFace
) -> None:
    """The same button twice: of what the one is told, the other may just have lost the answer."""
    is_out, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        world.face.opening = None
        is_out.set()
        await may_go_on.wait()

    world.face.opening = slow
    first = asyncio.create_task(world.open(key="again"))
    await is_out.wait()
    world.face.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open(key="again")
    world.face.trouble.before.append(Unavailable("face", "Throttling.User"))

    may_go_on.set()

    with pytest.raises(Unavailable):
        await first
    assert second.checks == {}


async def test_when_nobody_can_be_reached_the_person_is_told_what_else_is_open(
    world: World, second: FakeFace
) -> None:
    for vendor in (world.face, second):
        vendor.trouble.before.append(Unavailable("face", "http-503"))

    with pytest.raises(Unavailable) as told:
        await world.open()

    assert told.value.data["cause"] == "source"
    assert kinds(told.value) == ["face", "mini-program", "counter", "call"]


async def test_what_one_vendor_refuses_is_not_taken_to_the_other(world: World, second: FakeFace) -> None:
    world.face.trouble.before.append(Refused("face", "no_source"))

    with pytest.raises(Refused) as told:
        await world.open()

    assert second.checks == {}
    assert told.value.data["cause"] == "no_source"
    assert kinds(told.value) == ["counter", "call"]  # the same data would be compared again


async def test_in_the_mini_program_no_vendor_of_the_phone_page_is_asked(
    world: World, second: FakeFace
) -> None:
    mine = await phone(world)
    world.wechat_face.trouble.before.append(Unavailable("face", "45011"))

    with pytest.raises(Unavailable) as told:
        await mine.open()

    assert (world.face.checks, second.checks) == ({}, {})
    assert kinds(told.value) == ["face", "counter", "call"]


async def test_a_failed_check_names_the_ways_that_can_help_this_person(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera("no_photo")

    told = await world.finish(opened)

    assert isinstance(told, CheckFailed)
    assert [way.kind for way in told.ways] == ["counter", "call"]


async def test_the_sixth_check_of_a_day_names_the_ways_that_cost_no_try(world: World) -> None:
    for _ in range(5):
        await world.open()

    with pytest.raises(IdentityAttemptsExceeded) as told:
        await world.open()

    assert kinds(told.value) == ["counter", "call"]


async def test_a_vendor_whose_answer_was_lost_is_named_as_one_that_was_not_told_to_delete(
    world: World, second: FakeFace, clock: HandClock
) -> None:
    world.face.trouble.before.append(Unavailable("face", "http-503"))
    second.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open()
    [row] = await IdentityCheckRow.all()
    clock.go_on(LIFE)

    await world.desk.forget_face(IdentityCheckId(row.id))

    [entry] = await LedgerEntryRow.filter(kind="face-data-deleted")
    assert entry.facts["vendorDeletes"] is False
    assert entry.facts["vendorKeepsDays"] == 3


async def test_a_vendor_that_cannot_delete_is_named_with_the_days_it_keeps(
    world: World, clock: HandClock
) -> None:
    world.face.trouble.before.append(Unavailable("face", "http-503"))
    opened = await world.open(JIA, JIA_NUMBER)
    clock.at = opened.expires_at

    await world.desk.forget_face(opened.check_id)

    [entry] = await LedgerEntryRow.filter(kind="face-data-deleted")
    assert entry.facts == {
        "check": str(opened.check_id),
        "vendorDeletes": False,
        "vendorKeepsDays": 3,
    }
