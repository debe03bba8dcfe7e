"""Only a live visit gives the level of the counter: who says so without one gets nothing done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from domain.counter.visit import LIFE, Visit, VisitEnded, VisitKind
from domain.forms.signature import SignatureNeeded
from domain.identity.check import Purpose
from domain.kernel.ids import SessionId, StaffId, VisitId
from domain.kernel.party import Acting, Channel, Level
from domain.usecases.require_face import FaceForThisMatter, RequireFace
from tests.support.house import HandClock
from tests.usecases.case_world import World, case_world


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


async def visiting(world: World, kind: VisitKind = VisitKind.COUNTER) -> Acting:
    core, now = world.core, world.clock()
    ids = VisitId(core.new_id()), kind, StaffId(core.new_id()), "clerk-1", "A-03"
    visit = Visit(*ids, world.jia, world.school, world.matter, now, now + LIFE)
    async with core.atomic():
        await PostgresVisits().add(visit)
    return replace(visit.acting(world.school), level=Level.COUNTER)


async def require(world: World, acting: Acting) -> None:
    require_face = RequireFace(PostgresSessions(), PostgresVisits(), world.clock)
    await require_face(acting, world.matter, Purpose.APPLY)


async def test_a_live_visit_stands_for_the_face(world: World) -> None:
    acting = await visiting(world)

    await require(world, acting)

    assert (acting.level, acting.clerk) == (Level.COUNTER, "clerk-1")
    with pytest.raises(FaceForThisMatter):
        await require(world, replace(acting, level=Level.PHONE))  # it is the visit's level that counts


async def test_nobody_stands_at_a_desk_without_a_visit(world: World) -> None:
    made_up = SessionId(world.core.new_id())

    for session in (None, made_up):
        with pytest.raises(VisitEnded):
            await require(
                world, Acting(world.jia, world.school, Level.COUNTER, Channel.COUNTER, session, "clerk-1")
            )


async def test_a_visit_is_good_for_its_person_and_its_clerk_only(world: World) -> None:
    acting = await visiting(world)

    for other in (replace(acting, person=world.yi), replace(acting, clerk="clerk-2")):
        with pytest.raises(VisitEnded):
            await require(world, other)


async def test_an_hour_later_it_is_good_for_nothing(world: World) -> None:
    acting = await visiting(world)

    world.clock.go_on(timedelta(hours=1))

    with pytest.raises(VisitEnded):
        await require(world, acting)


async def test_a_call_on_the_telephone_is_no_visit_to_the_counter(world: World) -> None:
    acting = await visiting(world, VisitKind.PHONE)

    with pytest.raises(VisitEnded):
        await require(world, acting)


async def test_what_was_answered_at_the_desk_is_not_confirmed_without_a_signature(world: World) -> None:
    acting = await visiting(world)
    case = await world.begun(acting)

    with pytest.raises(SignatureNeeded):
        await world.confirm(acting, case)
